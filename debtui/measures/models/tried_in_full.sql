/*
title = "Algorithms never tried at full scale"
catalogue = "AL-3"
question = "How easily can an entirely new algorithmic approach be tested at full scale?"
paper = "Sculley et al. 2015, section 8: 'results found at small scale rarely reflect the reality at full scale'"
grade = "E1"
unit = "% of full scale"
better = "higher"
warn = 95
formula = "per model and algorithm (model_type, algorithm, estimator, model_class or classifier among the parameters): rows of its largest run as a share of those that the newest release before that run was trained on; headline: share of algorithms that reached 95 %"
why = "What was only tried on a sample was not tried; and what cannot be tried at full scale will not be."
remedy = "Make a full-scale run of another algorithm one setting, and cheap enough to be made."
pitfalls = "Full scale changes over time: compared is what was in production then. Algorithms tried outside the tracker are not seen."
without = "no runs are recorded with an algorithm and the number of rows that they were trained on"
supply = "record parameters such as model_type and n_train_rows, and export the runs: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value >= 95) / count(*) END"
unit = "share of algorithms"
better = "higher"
warn = 0.5
basis = "a convention of debtui; no published basis"
*/
SELECT
    model || ': ' || algorithm AS subject,
    arg_max(file, scale) AS path,
    NULL::BIGINT AS line,
    least(100, 100 * max(scale)) AS value,
    count(*) || ' runs since ' || strftime(min(started), '%Y-%m-%d') || ', the largest on ' || max(rows)::BIGINT || ' rows: '
        || least(100, round(100 * max(scale)))::BIGINT || ' % of what was in production then' AS explanation,
    model, count(*) AS runs, min(started) AS first_run
FROM algorithm_run_at
WHERE scale IS NOT NULL
GROUP BY model, algorithm
