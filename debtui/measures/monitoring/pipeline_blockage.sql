/*
title = "Steps that fail or get stuck"
catalogue = "PM-5"
question = "Where does the flow of data get stuck?"
paper = "Sculley et al. 2015, section 6: pipelines; 'visualize and detect blockages in the flow of data'"
grade = "E1"
unit = "% of its runs"
better = "lower"
warn = 10
fail = 30
formula = "per step with recorded results: 100 * failed / runs, over its last 30; headline: share of all those runs that failed"
why = "What depends on it waits, or goes on with what was there yesterday."
remedy = "Take the step that fails most; find out whether it fails for one reason."
pitfalls = "A run that was repeated until it passed counts as several. What was never started is not seen."
without = "no results of steps are recorded"
supply = "export dbt's run_results.json, or a table of subject, check, kind = step, status, date, seconds: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["check_result"]

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(failures) / sum(runs) END"
unit = "share of runs"
better = "lower"
warn = 0.05
fail = 0.2
basis = "a convention of debtui; no published basis"
*/
SELECT
    subject || ': ' || name AS subject,
    min(file) AS path,
    NULL::BIGINT AS line,
    100.0 * count(*) FILTER (WHERE failed) / count(*) AS value,
    count(*) FILTER (WHERE failed) || ' of the last ' || count(*) || ' runs failed'
        || coalesce(', the newest on ' || strftime(max(recorded) FILTER (WHERE failed), '%Y-%m-%d'), '')
        || coalesce('; 95 % take less than ' || round(quantile_cont(seconds, 0.95))::BIGINT || ' s', '') AS explanation,
    count(*) FILTER (WHERE failed) AS failures, count(*) AS runs, quantile_cont(seconds, 0.95) AS seconds_p95
FROM (
    SELECT *, status IN ('fail', 'error') AS failed
    FROM check_result_at
    WHERE kind = 'step' AND status <> 'skipped' AND recorded IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY subject, name ORDER BY recorded DESC) <= 30
)
GROUP BY subject, name
