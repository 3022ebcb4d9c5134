#! 2026-01-20 chloe Days of couriers
#? quiet
SELECT promises.city, promises.day, avg(promises.minutes) AS promised_minutes, max(courier_days.trips) AS trips
FROM {{ source('delivery', 'promises') }} AS promises
LEFT JOIN {{ ref('courier_days') }} AS courier_days USING (city, day)
GROUP BY promises.city, promises.day
