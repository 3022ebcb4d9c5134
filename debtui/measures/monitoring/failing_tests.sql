/*
title = "Data tests that nobody mends"
catalogue = "DT-2"
question = "Do the tests of data find something, and is it mended?"
paper = "Breck et al. 2017, Data 1; Polyzotis et al. 2018"
grade = "E1"
unit = "days failing"
better = "lower"
warn = 7
fail = 30
formula = "per test of data with a result in the last 90 days: the longest time that it failed without a pass in between, ended or not; headline: mean over the tests that failed"
why = "A test that always fails is no test, and teaches everybody to look away."
remedy = "Mend the data or the test, or delete the test."
pitfalls = "Seen is what was recorded: a test that never ran looks like one that never failed."
without = "no results of tests are recorded"
supply = "export dbt's run_results.json, Great Expectations' results, or a table of subject, check, status, date: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["check_result"]

[headline]
value = "CASE WHEN count(*) > 0 THEN coalesce(avg(value) FILTER (WHERE failures > 0), 0) END"
unit = "days"
better = "lower"
warn = 7
fail = 30
basis = "a convention of debtui; no published basis"
*/
WITH
result AS (
    SELECT subject, name, file, recorded, status IN ('fail', 'error') AS failed, status = 'skipped' AS skipped
    FROM check_result_at
    WHERE kind = 'test' AND recorded >= (SELECT committed FROM commit_at) - INTERVAL 90 DAY AND status <> 'skipped'
),
stretch AS (
    SELECT *, count(*) FILTER (WHERE NOT failed) OVER (PARTITION BY subject, name ORDER BY recorded) AS passes,
        lead(recorded) OVER (PARTITION BY subject, name ORDER BY recorded) AS following
    FROM result
),
failing AS (
    SELECT subject, name, passes, min(recorded) AS began, max(following) AS ended, bool_or(following IS NULL) AS still
    FROM stretch WHERE failed GROUP BY subject, name, passes
),
longest AS (
    SELECT subject, name, max(date_diff('day', began, CASE WHEN still THEN (SELECT committed FROM commit_at) ELSE ended END)) AS days,
        max(began) FILTER (WHERE still) AS standing
    FROM failing GROUP BY subject, name
)
SELECT
    result.subject || ': ' || result.name AS subject,
    min(result.file) AS path,
    NULL::BIGINT AS line,
    coalesce(any_value(longest.days), 0)::DOUBLE AS value,
    count(*) FILTER (WHERE failed) || ' of ' || count(*) || ' results failed in 90 days'
        || coalesce(', and it has failed since ' || strftime(any_value(longest.standing), '%Y-%m-%d'), '') AS explanation,
    count(*) FILTER (WHERE failed) AS failures, count(*) AS results
FROM result
LEFT JOIN longest ON longest.subject = result.subject AND longest.name = result.name
GROUP BY result.subject, result.name
