-- What each feature is worth to its model, version by version: its share of the importance, and whether that is no more than nothing (DD-6).
WITH
numbered AS (
    SELECT
        file, coalesce(model, '') AS model, coalesce(version, '') AS version, recorded, feature, importance, spread, cost, coalesce(probe, false) AS probe,
        dense_rank() OVER (PARTITION BY model ORDER BY recorded NULLS LAST, version) AS number
    FROM feature_importance_at
    WHERE feature IS NOT NULL AND importance IS NOT NULL
),
held AS (
    SELECT
        *, greatest(importance, 0) / nullif(sum(greatest(importance, 0)) FILTER (WHERE NOT probe) OVER one, 0) AS share,
        max(importance) FILTER (WHERE probe) OVER one AS best_probe, cost / nullif(sum(cost) FILTER (WHERE NOT probe) OVER one, 0) AS cost_share
    FROM numbered
    WINDOW one AS (PARTITION BY model, number)
)
SELECT
    *,
    CASE WHEN spread IS NOT NULL THEN importance - 2 * spread <= 0 WHEN best_probe IS NOT NULL THEN importance <= best_probe ELSE share < 0.001 END AS epsilon,
    CASE
        WHEN spread IS NOT NULL THEN 'two standard deviations reach down to 0'
        WHEN best_probe IS NOT NULL THEN 'no better than the best random probe'
        ELSE 'less than a thousandth of the importance'
    END AS rule,
    number = max(number) OVER (PARTITION BY model) AS newest
FROM held
WHERE NOT probe
