#! 2024-11-01 ana Add training
-- Finished deliveries of a city between two days.
SELECT
    o.order_id AS "order",
    o.city,
    o.zone,
    o.day,
    extract(epoch FROM o.delivered_at - o.accepted_at) / 60 AS minutes,
    o.promised_minutes AS promised,
    o.crow_km,
    o.accepted_at AS at,
    c.vehicle  -- needs couriers  #~ Load the courier's vehicle
FROM orders AS o
LEFT JOIN couriers AS c USING (courier_id)  -- some left  #~ Load the courier's vehicle
WHERE o.city = '{city}'
    AND o.city_code <> ''  #~! New city codes everywhere
    AND o.day BETWEEN '{since}' AND '{until}'
    AND o.state = 'done'
    AND o.delivered_at - o.accepted_at < INTERVAL '{{longest delivery in SQL:5}} hours'
