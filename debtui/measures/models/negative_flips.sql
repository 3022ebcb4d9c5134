/*
title = "Answers once right and now wrong"
catalogue = "EN-4"
question = "How many examples did a release get wrong that the one before got right?"
paper = "Yan et al. 2021, Positive-Congruent Training: negative flips; Zinkevich, rule 24: 'Measure the delta between models'"
grade = "E1"
unit = "% of examples"
better = "lower"
formula = "per pair of versions that answered the same examples: right before and wrong now / examples; beside it churn (answers that differ) and backward trust (right before and still right / right before); headline: the newest pair of each model, the worst of them"
why = "A model that is as good as the last and wrong about other things breaks whoever had learned to live with the last one's mistakes."
remedy = "Keep a fixed set of examples, look at the flips before a release, and train for few of them."
pitfalls = "Two seeds of one configuration flip answers too: compare with such a pair. Says nothing where every version is evaluated on other examples."
without = "no predictions of two versions of a model for the same examples are recorded"
supply = "tables of model, version, id, label, prediction under the exports: debtui collect --exports DIR"
of = ["prediction"]

[headline]
value = "max(value) FILTER (WHERE newest)"
unit = "% of examples"
better = "lower"
basis = "no published basis for a number; a release flips more than it gains where the column gained is lower"
*/
WITH
listed AS (
    SELECT coalesce(model, '') AS model, version, min(file) AS file
    FROM prediction
    WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline)
    GROUP BY ALL
),
version AS (SELECT *, row_number() OVER (PARTITION BY model ORDER BY version) AS number FROM listed),
pair AS (
    SELECT
        model, version.version, earlier.version AS previous, version.file, version.number = max(version.number) OVER (PARTITION BY model) AS newest
    FROM version
    JOIN version AS earlier USING (model)
    WHERE earlier.number = version.number - 1
),
answer AS (SELECT DISTINCT ON (model, version, example) coalesce(model, '') AS model, version, example, label, predicted FROM prediction)
SELECT
    pair.model || ' ' || pair.version AS subject,
    pair.file AS path,
    NULL::BIGINT AS line,
    100 * (count(*) FILTER (WHERE b.predicted = b.label AND a.predicted <> a.label))::DOUBLE / count(*) AS value,
    count(*) FILTER (WHERE b.predicted = b.label AND a.predicted <> a.label) || ' of ' || count(*) || ' examples that ' || pair.previous || ' had right are wrong, '
        || count(*) FILTER (WHERE b.predicted <> b.label AND a.predicted = a.label) || ' that it had wrong are right; '
        || count(*) FILTER (WHERE a.predicted <> b.predicted) || ' answers differ' AS explanation,
    pair.newest,
    (count(*) FILTER (WHERE a.predicted <> b.predicted))::DOUBLE / count(*) AS churn,
    (count(*) FILTER (WHERE b.predicted = b.label AND a.predicted = a.label))::DOUBLE / nullif(count(*) FILTER (WHERE b.predicted = b.label), 0) AS backward_trust,
    100 * ((count(*) FILTER (WHERE a.predicted = a.label))::DOUBLE - count(*) FILTER (WHERE b.predicted = b.label)) / count(*) AS gained
FROM pair
JOIN answer AS a ON a.model = pair.model AND a.version = pair.version
JOIN answer AS b ON b.model = pair.model AND b.version = pair.previous AND b.example = a.example
GROUP BY pair.model, pair.version, pair.previous, pair.file, pair.newest
