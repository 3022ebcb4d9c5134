/*
title = "Slices that got worse behind the whole"
catalogue = "EN-3"
question = "For whom did a release get worse while the total got better, or stayed?"
paper = "Breck et al. 2017, model test 5: 'slicing a data set along certain dimensions of interest'"
grade = "E1"
unit = "slices"
better = "lower"
warn = 1
formula = "per release and metric that is not worse over all examples: slices of at least 200 examples that are worse beyond their own noise, false-discovery rate 10 % within the release; headline: share of the releases with slices that have one"
why = "A gain of one per cent for all can hide the loss of half for one country."
remedy = "Look at the slices before a release, and let one of them stop it."
pitfalls = "A slice is as noisy as it is small: smaller ones than 200 examples are not judged. Who cuts more slices finds more."
without = "no release has slices with at least 200 examples whose noise is known, beside the metric over all examples"
supply = "a table of run (or release), metric, slice, value, n, and three runs of one configuration with their slices: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(DISTINCT subject) FILTER (WHERE value > 0) / count(DISTINCT subject) END"
unit = "share of releases"
better = "lower"
warn = 0.01
fail = 0.2
basis = "none is wanted; no published basis for a number"
*/
WITH
whole AS (SELECT model, number, metric FROM release_change_at WHERE slice = '' AND verdict IN ('better', 'within noise')),
part AS (
    SELECT release_change_at.*
    FROM release_change_at
    JOIN whole USING (model, number, metric)
    WHERE slice <> '' AND examples >= 200 AND verdict IN ('better', 'worse', 'within noise')
)
SELECT
    release_at.model || ' ' || release_at.version AS subject,
    release_at.file AS path,
    NULL::BIGINT AS line,
    (count(*) FILTER (WHERE verdict = 'worse'))::DOUBLE AS value,
    coalesce(
        'worse: ' || string_agg(
            part.metric || ' [' || part.slice || '] ' || printf('%.4g', part.value_before) || ' to ' || printf('%.4g', part.value_after) || ' on ' || part.examples || ' examples',
            ', ' ORDER BY part.score
        ) FILTER (WHERE verdict = 'worse'),
        'none of ' || count(*) || ' is worse beyond its noise'
    ) AS explanation,
    release_at.released,
    count(*) AS judged
FROM part
JOIN release_at USING (model, number)
GROUP BY release_at.model, release_at.version, release_at.file, release_at.released
