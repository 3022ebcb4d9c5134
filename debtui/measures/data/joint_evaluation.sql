/*
title = "Models changed without their followers"
catalogue = "CC-4"
question = "When a model changed, were those that live on it evaluated again?"
paper = "Sculley et al. 2015, section 2: correction cascades"
grade = "E1"
unit = "releases unevaluated"
better = "lower"
warn = 1
formula = "per pair of models of which one's runs record the other's version among their inputs: releases of the other since, with which no run of the first recorded a metric, counted from the newest that has one; headline: share of pairs whose newest upstream release has one"
why = "A better model can make the one behind it worse, and only the two together show it."
remedy = "Evaluate the follower with every release of the model that it lives on, before that is released."
pitfalls = "A run that used the new version and does not say so is not seen."
without = "no run records which version of another model it took in"
supply = "record it as an input of the run, or export a table of run_id, input, version: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["run_input"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share of pairs"
better = "higher"
warn = 0.9999
basis = "1 is wanted"
*/
WITH
evaluated AS (
    SELECT DISTINCT run_at.model, run_input.name AS upstream, run_input.version, run_at.run
    FROM run_at
    JOIN run_input USING (run)
    WHERE run_input.version IS NOT NULL AND run_input.name <> run_at.model AND run_input.name IN (SELECT model FROM release_at)
        AND EXISTS (FROM result_at WHERE result_at.run = run_at.run AND result_at.value IS NOT NULL)
),
newest AS (
    SELECT evaluated.model, evaluated.upstream, max(release_at.number) AS number, arg_max(release_at.version, release_at.number) AS version, min(evaluated.run) AS run
    FROM evaluated
    JOIN release_at ON release_at.model = evaluated.upstream AND release_at.version = evaluated.version
    GROUP BY evaluated.model, evaluated.upstream
)
SELECT
    newest.model || ' < ' || newest.upstream AS subject,
    (SELECT min(file) FROM run_input WHERE run_input.run = newest.run AND run_input.name = newest.upstream) AS path,
    NULL::BIGINT AS line,
    (last.number - newest.number)::DOUBLE AS value,
    'last evaluated with ' || newest.upstream || ' ' || newest.version
        || CASE WHEN last.number = newest.number THEN ', the newest' ELSE '; released since: ' || (last.number - newest.number) || ', the newest is ' || last.version END AS explanation,
    newest.upstream
FROM newest
JOIN (SELECT model, max(number) AS number, arg_max(version, number) AS version FROM release_at GROUP BY model) AS last ON last.model = newest.upstream
