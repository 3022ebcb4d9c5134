/*
title = "Changes too small to be seen"
catalogue = "PR-1"
question = "How precisely can the impact of a change be measured?"
paper = "Sculley et al. 2015, conclusion: 'How precisely can the impact of a new change to the system be measured?'"
grade = "E1"
unit = "times the median release"
better = "lower"
warn = 0.5
fail = 1
formula = "smallest change that one run before and one after show (two-sided 5 %, power 80 %): (t(97.5 %) + t(80 %)) * spread * sqrt(2), 3.96 times the spread where many runs tell it; divided by the median change of a release; headline: the median over metrics"
why = "Above 1 the typical release is smaller than what the evaluation can see: decisions are made by luck."
remedy = "Repeat runs with other seeds and compare means (five on each side see 1.77 times the spread), enlarge the evaluation set, or make bolder changes."
pitfalls = "The spread over seeds leaves out that other data would give other numbers: the true one is larger. A release that was to change nothing makes the median small."
without = "no metric has both releases and a known noise: three runs of one configuration with different seeds, or the number of examples"
supply = "repeat one released configuration with three seeds or more, and export the runs: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "median(value)"
unit = "times the median release"
better = "lower"
warn = 0.5
fail = 1
basis = "1: half of the releases are below what can be seen; 0.5 is a convention"
*/
WITH
moved AS (
    SELECT model, metric, median(abs(value_after - value_before)) AS typical, count(*) AS releases
    FROM release_change_at
    WHERE slice = '' AND goal IN ('max', 'min')
    GROUP BY model, metric
)
SELECT
    moved.model || ': ' || moved.metric AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    detectable_at.one_run / nullif(moved.typical, 0) AS value,
    'one run against one shows a change of ' || printf('%.3g', detectable_at.one_run) || ' (five against five ' || printf('%.3g', detectable_at.five_runs)
        || '); the median of ' || moved.releases || ' releases moved it by ' || printf('%.3g', moved.typical) || '; noise ' || printf('%.3g', detectable_at.spread)
        || ' by ' || detectable_at.basis AS explanation,
    detectable_at.one_run, detectable_at.five_runs, detectable_at.runs_needed, moved.typical, detectable_at.spread, detectable_at.basis
FROM moved
JOIN detectable_at ON detectable_at.model = moved.model AND detectable_at.metric = moved.metric AND detectable_at.slice = ''
