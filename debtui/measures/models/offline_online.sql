/*
title = "Evaluations that predict nothing"
catalogue = "PR-3"
question = "Does a better evaluation mean a better product?"
paper = "Breck et al. 2017, Model 2: offline proxy metrics correlate with online impact"
grade = "E1"
unit = "rank correlation"
better = "higher"
warn = 0.3
fail = 0
formula = "per model, offline and online metric: Spearman's correlation over releases of the changes of the two, up is better in both; no value below 8 releases with both; headline: the best of each model, the median over models"
why = "Months are spent on an evaluation that says nothing about what users see."
remedy = "Look for an offline metric that follows the online one, and decide by that."
pitfalls = "Only what looked good offline gets online: the range is cut, the correlation too small. Seasons move online metrics."
without = "no model has releases with an offline and an online metric"
supply = "name the online ones in debtui.toml ([metrics], \"online_*\" = \"online max\"), and export both per release: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(value) > 0 THEN median(value) FILTER (WHERE best) END"
unit = "rank correlation"
better = "higher"
warn = 0.3
fail = 0
basis = "a convention of debtui; no published basis"
*/
WITH
moved AS (
    SELECT
        change.model, change.number, change.metric, metric_at.online,
        (change.value_after - change.value_before) * CASE metric_at.goal WHEN 'min' THEN -1 ELSE 1 END AS change
    FROM release_change_at AS change
    JOIN metric_at USING (metric)
    WHERE change.slice = '' AND metric_at.goal IN ('max', 'min')
),
pair AS (
    SELECT offline.model, offline.metric AS offline, online.metric AS online, offline.number, offline.change AS offline_change, online.change AS online_change
    FROM moved AS offline
    JOIN moved AS online ON online.model = offline.model AND online.number = offline.number AND online.online
    WHERE NOT offline.online
),
ranked AS (
    SELECT
        *,
        rank() OVER (PARTITION BY model, offline, online ORDER BY offline_change) + (count(*) OVER (PARTITION BY model, offline, online, offline_change) - 1) / 2 AS offline_rank,
        rank() OVER (PARTITION BY model, offline, online ORDER BY online_change) + (count(*) OVER (PARTITION BY model, offline, online, online_change) - 1) / 2 AS online_rank
    FROM pair
),
told AS (
    SELECT
        model, offline, online, count(*) AS releases, count(*) FILTER (WHERE sign(offline_change) = sign(online_change)) AS agreed,
        CASE WHEN count(*) >= 8 AND stddev_pop(offline_rank) > 0 AND stddev_pop(online_rank) > 0 THEN round(corr(offline_rank, online_rank), 9) END AS value
    FROM ranked
    GROUP BY ALL
)
SELECT
    model || ': ' || offline || ' / ' || online AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    value,
    'over ' || releases || ' releases, in ' || agreed || ' both moved the same way' || CASE WHEN releases < 8 THEN '; too few for a correlation' ELSE '' END AS explanation,
    model, releases, agreed, value IS NOT DISTINCT FROM max(value) OVER (PARTITION BY model) AS best
FROM told
