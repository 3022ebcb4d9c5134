/*
title = "Models trained on another's past"
catalogue = "CC-3"
question = "Was a model trained on the version of another that is served now?"
paper = "Sculley et al. 2015, section 2: correction cascades"
grade = "E1"
unit = "days"
better = "lower"
warn = 1
fail = 90
formula = "per pair of models of which one's released run records the other's version among its inputs: days from the release of that version to the release of the other that is served now; 0 where they are the same; headline: share of pairs that differ"
why = "The second learnt to correct the mistakes of a model that is gone."
remedy = "Train the second anew with every release of the first, or serve the first pinned for it."
pitfalls = "An alias (latest) instead of a version says nothing. What a registry overwrites is lost."
without = "no released run records which version of another model it took in"
supply = "record it as an input of the run, or export a table of run_id, input, version: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["run_input"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) / count(*) END"
unit = "share of pairs"
better = "lower"
warn = 0.0001
basis = "0 is wanted"
*/
WITH
served AS (FROM release_at WHERE rolled_back IS NULL QUALIFY row_number() OVER (PARTITION BY model ORDER BY number DESC) = 1),
pair AS (
    SELECT DISTINCT served.model, served.version, run_input.name AS upstream, run_input.version AS trained_on, served.released, run_input.run
    FROM served
    JOIN run_input ON run_input.run = served.run
    WHERE run_input.name <> served.model AND run_input.version IS NOT NULL AND run_input.name IN (SELECT model FROM release_at)
)
SELECT
    pair.model || ' < ' || pair.upstream AS subject,
    (SELECT min(file) FROM run_input WHERE run_input.run = pair.run AND run_input.name = pair.upstream) AS path,
    NULL::BIGINT AS line,
    CASE WHEN pair.trained_on = served.version THEN 0 ELSE coalesce(greatest(date_diff('day', old.released, served.released), 1), 1) END::DOUBLE AS value,
    pair.model || ' ' || pair.version || ' was made with ' || pair.upstream || ' ' || pair.trained_on || '; served is ' || served.version
        || ', released on ' || strftime(served.released, '%Y-%m-%d') AS explanation,
    pair.upstream, pair.trained_on, served.version AS served
FROM pair
JOIN served ON served.model = pair.upstream
LEFT JOIN release_at AS old ON old.model = pair.upstream AND old.version = pair.trained_on
