#! 2025-04-22 diego Load the kitchens' queues
-- Orders in the kitchen at each minute.
SELECT
    restaurant_id,
    minute,
    count(*) FILTER (WHERE ready_at IS NULL) AS waiting
FROM kitchen_minutes
WHERE minute > now() - INTERVAL '{{kitchen window:20}} minutes'
GROUP BY restaurant_id, minute
