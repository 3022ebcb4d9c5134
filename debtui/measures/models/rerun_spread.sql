/*
title = "Spread of one configuration"
catalogue = "RP-4"
question = "How different is the result when the same thing is run again?"
paper = "Breck et al. 2017, infrastructure test 1: 'Training is reproducible'"
grade = "E1"
unit = "times the median release"
better = "lower"
warn = 0.5
formula = "standard deviation over runs of one commit, one set of parameters but the seed, and the same data, three of them at least, pooled over configurations; divided by the median change of a release; headline: the median over metrics"
why = "Where the same thing run twice differs as much as two releases do, no bug can be found and no gain believed."
remedy = "Fix seeds and the order of data where a result must be the same; average over seeds where it need not."
pitfalls = "Runs of one seed come to one number and hide it: such groups are left out."
without = "no configuration was run three times with different results on one commit"
supply = "repeat one configuration with three seeds or more, and export the runs: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "median(value)"
unit = "times the median release"
better = "lower"
warn = 0.5
basis = "a convention of debtui; no published basis"
*/
WITH
moved AS (
    SELECT model, metric, median(abs(value_after - value_before)) AS typical, count(*) AS releases
    FROM release_change_at
    WHERE slice = '' AND goal IN ('max', 'min')
    GROUP BY model, metric
)
SELECT
    noise_at.model || ': ' || noise_at.metric AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    noise_at.spread / nullif(moved.typical, 0) AS value,
    noise_at.told_by || ' runs of one configuration spread by ' || printf('%.3g', noise_at.spread)
        || coalesce('; the median of ' || moved.releases || ' releases moved it by ' || printf('%.3g', moved.typical), '; no releases to compare with') AS explanation,
    noise_at.spread, noise_at.told_by AS runs
FROM noise_at
LEFT JOIN moved USING (model, metric)
WHERE noise_at.basis = 'repeats' AND noise_at.slice = ''
