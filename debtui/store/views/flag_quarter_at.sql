-- Flags that came and went in each quarter with either, and where that left the inventory. From history alone.
WITH
event AS (
    SELECT date_trunc('quarter', introduced) AS quarter, key, 1 AS added, 0 AS removed, NULL AS lived FROM flag_history_at WHERE sure
    UNION ALL
    SELECT date_trunc('quarter', gone), key, 0, 1, life_days FROM flag_history_at WHERE NOT alive AND sure
),
quarterly AS (
    SELECT
        quarter, sum(added) AS added, sum(removed) AS removed, list(lived) FILTER (WHERE removed = 1) AS lives,
        left(string_agg(CASE WHEN added = 1 THEN '+' ELSE '-' END || key, ' ' ORDER BY added DESC, key), 300) AS keys
    FROM event
    GROUP BY quarter
)
SELECT
    quarter::TIMESTAMP AS quarter, added, removed, sum(added - removed) OVER run AS inventory,
    1 - sum(removed) OVER run / sum(added) OVER run AS removal_lag,
    list_median(flatten(list(lives) OVER run)) AS median_life_of_removed, keys
FROM quarterly
WINDOW run AS (ORDER BY quarter)
