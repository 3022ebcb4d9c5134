/*
title = "Delivery of models"
catalogue = "PM-2"
question = "How fast and how safely does a model reach the world?"
paper = "Sculley et al. 2015, section 7; Breck et al. 2017, Infra 6"
grade = "E1"
unit = "% taken back"
better = "lower"
formula = "per model, releases of the last 365 days: 100 * releases that were rolled back within 7 days / releases; beside it days between releases, from the commit to the release (medians), and until a bad one was taken back; headline: share of all releases taken back"
why = "Slow delivery makes large releases, and large releases are taken back."
remedy = "Release more often and less at once; keep the way back short, and use it."
pitfalls = "Mended forward within a day is no rollback and not seen. Medians of few releases say little."
without = "no releases are recorded"
supply = "export a table of model, version, released, commit, rolled_back: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN sum(releases) > 0 THEN sum(taken_back) / sum(releases) END"
unit = "share of releases"
better = "lower"
basis = "no published basis for models"
*/
WITH
told AS (
    SELECT
        release_at.*, date_diff('hour', previous_released, released) / 24 AS apart, date_diff('hour', mainline.committed, released) / 24 AS waited,
        rolled_back <= released + INTERVAL 7 DAY AS taken_back
    FROM release_at
    LEFT JOIN mainline USING (seq)
    WHERE released >= (SELECT committed FROM commit_at) - INTERVAL 365 DAY AND basis = 'record'
)
SELECT
    model AS subject,
    min(file) AS path,
    NULL::BIGINT AS line,
    100.0 * count(*) FILTER (WHERE taken_back) / count(*) AS value,
    count(*) || ' releases in a year' || coalesce(', ' || printf('%.0f', median(apart)) || ' days apart', '')
        || coalesce(', ' || printf('%.1f', greatest(median(waited), 0)) || ' days after the commit', '')
        || CASE WHEN count(*) FILTER (WHERE taken_back) = 0 THEN ', none taken back'
            ELSE ', taken back: ' || string_agg(version || ' after ' || date_diff('day', released, rolled_back) || ' days', ', ' ORDER BY released) FILTER (WHERE taken_back) END AS explanation,
    count(*) AS releases, count(*) FILTER (WHERE taken_back) AS taken_back, median(apart) AS days_apart, median(waited) AS lead_days
FROM told
GROUP BY model
