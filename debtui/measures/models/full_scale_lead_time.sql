/*
title = "From an idea to its full-scale trial"
catalogue = "AL-1"
question = "How long does it take until a new algorithm has been tried at full scale?"
paper = "Sculley et al. 2015, conclusion: 'How easily can an entirely new algorithmic approach be tested at full scale?'"
grade = "E1"
unit = "days"
better = "lower"
warn = 90
formula = "per model and algorithm: days from the first run with it, or the first setting of that value on the mainline, to the first run on at least 95 % of the rows that production had then; those that have not got there count the days until now; headline: the median"
why = "An organisation that needs months to try something else at full scale will keep what it has."
remedy = "Make algorithms exchangeable behind one interface, and full-scale runs routine."
pitfalls = "The one that was there first is no new algorithm: it is left out. Renamed algorithms begin anew."
without = "no model has runs of a second algorithm with the number of rows that they were trained on"
supply = "record parameters such as model_type and n_train_rows, and export the runs: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "median(value)"
unit = "days (median)"
better = "lower"
warn = 90
basis = "a convention of debtui; no published basis"
*/
WITH
mentioned AS (
    SELECT lower(config_span.value) AS algorithm, min(mainline.committed) AS first_set
    FROM config_span
    JOIN mainline ON mainline.seq = config_span.from_seq
    WHERE config_span.from_seq <= (SELECT seq FROM commit_at)
    GROUP BY ALL
),
tried AS (
    SELECT
        tried_at.model, tried_at.algorithm, least(min(tried_at.started), min(mentioned.first_set)) AS begun,
        min(tried_at.started) FILTER (WHERE tried_at.scale >= 0.95) AS arrived, count(*) AS runs, arg_min(tried_at.file, tried_at.started) AS file,
        min(tried_at.started) AS first_run
    FROM algorithm_run_at AS tried_at
    LEFT JOIN mentioned ON mentioned.algorithm = lower(tried_at.algorithm)
    GROUP BY tried_at.model, tried_at.algorithm
),
newer AS (SELECT * FROM tried QUALIFY first_run > min(first_run) OVER (PARTITION BY model))
SELECT
    model || ': ' || algorithm AS subject,
    file AS path,
    NULL::BIGINT AS line,
    date_diff('day', begun, CASE WHEN arrived IS NULL THEN (SELECT committed FROM commit_at) ELSE greatest(arrived, begun) END)::DOUBLE AS value,
    'first seen on ' || strftime(begun, '%Y-%m-%d') || ', '
        || CASE WHEN arrived IS NULL THEN 'not yet tried at full scale in ' || runs || ' runs' ELSE 'tried at full scale on ' || strftime(arrived, '%Y-%m-%d') END AS explanation,
    model, runs, arrived IS NOT NULL AS reached
FROM newer
