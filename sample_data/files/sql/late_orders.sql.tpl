#! 2025-01-21 chloe Count late orders
-- Share of late orders by city and week.
SELECT
    city,
    date_trunc('week', day) AS week,
    count(*) AS orders,
    avg((minutes > promised_minutes + {{minutes of grace:10}})::int) AS late
FROM orders
WHERE state = 'done'
GROUP BY city, week
HAVING count(*) > {{orders a week:200}}
