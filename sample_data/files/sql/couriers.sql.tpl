#! 2024-11-01 ana Add training
-- Couriers by day.
SELECT
    courier_id,
    day,
    count(*) AS trips,
    avg(kmh) AS kmh,
    sum(kilometres) AS kilometres  #~ Sum the kilometres of couriers ~     count(kilometres) AS legs
FROM trips
WHERE kmh BETWEEN {{slowest courier:2}} AND {{fastest courier:60}}
GROUP BY courier_id, day
HAVING count(*) >= {{trips to be counted:3}}
