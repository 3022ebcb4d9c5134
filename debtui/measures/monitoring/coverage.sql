/*
title = "What is watched of each model"
catalogue = "MN-9"
question = "Which of the things that go wrong with a model would be seen?"
paper = "Breck et al. 2017, Monitor 1 to 7; Sculley et al. 2015, section 7"
grade = "E3"
unit = "1: not seen"
better = "lower"
warn = 1
formula = "per released model and each of dependencies, data invariants, skew and drift, staleness, numerical stability, speed, prediction quality, prediction bias: 0 where a record says that it is watched or a rule in the repository looks like it (one that names no model counts for all), else 1; headline: share of 0"
why = "What nobody watches is found by customers."
remedy = "Begin with prediction bias and with data invariants: they see most for the least."
effort = "hours"
pitfalls = "A rule that never fired and was never tried is unproven. Rules are told by names. What is watched elsewhere, and said nowhere, is not seen."
without = "no released model is recorded, or neither a rule nor a record of monitoring is seen"
supply = "keep alert rules, dashboards and suites in the repository, or export what came of them: debtui collect --exports DIR"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share of items"
better = "higher"
warn = 0.5
basis = "a convention of debtui; no published basis"
*/
WITH
item AS (
    SELECT unnest(['dependencies', 'data invariants', 'skew and drift', 'staleness', 'numerical stability', 'speed', 'prediction quality', 'prediction bias']) AS item
),
seen AS (
    SELECT
        model, item, count(*) AS watches, bool_or(basis = 'record') AS recorded, arg_min(path, (basis, path, line)) AS path,
        arg_min(struct_pack(line := line), (basis, path, line)).line AS line, arg_min(name, (basis, path, line)) AS name
    FROM model_watch_at
    GROUP BY model, item
)
SELECT
    model.model || ': ' || item.item AS subject,
    seen.path,
    seen.line::BIGINT AS line,
    (seen.watches IS NULL)::INTEGER::DOUBLE AS value,
    CASE WHEN seen.watches IS NULL THEN 'absent: no record, and no rule that looks like it'
        ELSE CASE WHEN seen.recorded THEN 'present: ' ELSE 'looks present: ' END || seen.name || CASE WHEN seen.watches > 1 THEN ' and ' || (seen.watches - 1) || ' more' ELSE '' END END AS explanation,
    model.model, item.item, coalesce(seen.recorded, false) AS recorded
FROM (SELECT DISTINCT model FROM release_at WHERE model <> '') AS model
CROSS JOIN item
LEFT JOIN seen ON seen.model = model.model AND seen.item = item.item
WHERE EXISTS (FROM model_watch_at)
