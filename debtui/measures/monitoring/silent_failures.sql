/*
title = "Silent failures"
catalogue = "ZK-10"
question = "What has been broken for days without an error?"
paper = "Zinkevich, rule 10: watch for silent failures"
grade = "E1"
unit = "days unnoticed"
better = "lower"
warn = 1
fail = 7
formula = "per table or feature whose newest daily statistics are out of order: days from the first such record until somebody took it up (an incident on it), else until the moment; headline: those that stand open"
why = "The model goes on answering, a little worse every day, and no error says so."
remedy = "Mend the source; then let the statistic that shows it raise an alarm."
pitfalls = "A holiday, a planned change or a feature that is to go look the same: take it up as an incident with that note."
without = "no daily statistics of tables and features are recorded"
supply = "export a table of date, table, feature, n, null_share, mean, std, distinct, max_ts: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_stat"]

[headline]
value = "CASE WHEN any_value(known) > 0 THEN count(*) FILTER (WHERE kinds > 0) END"
unit = "open"
better = "lower"
warn = 1
fail = 3
basis = "0 is wanted"
*/
WITH
known AS (SELECT file, dataset, feature, max(recorded) AS recorded FROM feature_stat_at WHERE recorded IS NOT NULL GROUP BY ALL),
failure AS (
    SELECT
        failed.*,
        (SELECT min(coalesce(acknowledged, opened)) FROM incident_at
            WHERE subject IN (dataset, dataset || '.' || feature) AND coalesce(acknowledged, opened) >= failed.began) AS taken_up
    FROM silent_failure_at AS failed
    WHERE ended IS NULL
),
told AS (
    SELECT
        file, dataset, feature, min(began) AS began, min(taken_up) AS taken_up, count(*) AS kinds,
        string_agg(
            CASE kind
                WHEN 'stale' THEN 'no event since ' || strftime(began, '%Y-%m-%d') || ', usual are ' || printf('%.1f', usual) || ' days between loads'
                WHEN 'coverage' THEN printf('%.0f', 100 * now) || ' % have a value, usual are ' || printf('%.0f', 100 * usual) || ' %'
                WHEN 'constant' THEN 'the same mean in every record: ' || printf('%.4g', now)
                WHEN 'volume' THEN now::BIGINT || ' rows, usual on that weekday are ' || usual::BIGINT
                WHEN 'cardinality' THEN now::BIGINT || ' different values, usual are ' || usual::BIGINT
                ELSE 'mean ' || printf('%.4g', now) || ', usual is ' || printf('%.4g', usual) || ': another unit?'
            END, '; ' ORDER BY kind
        ) AS explanation
    FROM failure
    GROUP BY file, dataset, feature
),
fine AS (
    SELECT file, dataset, '' AS feature, NULL::TIMESTAMP AS began, NULL::TIMESTAMP AS taken_up, 0 AS kinds, 'in order' AS explanation
    FROM known
    WHERE NOT EXISTS (FROM failure WHERE failure.file = known.file AND failure.dataset = known.dataset)
    GROUP BY file, dataset
)
SELECT
    coalesce(nullif(concat_ws('.', nullif(dataset, ''), nullif(feature, '')), ''), file) AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN kinds > 0 THEN greatest(date_diff('day', began, coalesce(taken_up, (SELECT committed FROM commit_at))), 0) ELSE 0 END::DOUBLE AS value,
    CASE WHEN kinds > 0 THEN 'since ' || strftime(began, '%Y-%m-%d') || ': ' || explanation
        || coalesce('; taken up on ' || strftime(taken_up, '%Y-%m-%d'), '; nobody took it up') ELSE explanation END AS explanation,
    began, taken_up, kinds, (SELECT count(*) FROM known) AS known
FROM (FROM told UNION ALL BY NAME FROM fine)
