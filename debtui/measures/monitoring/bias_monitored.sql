/*
title = "Models whose bias nobody watches"
catalogue = "MN-2"
question = "Would anybody see that a model's predictions no longer match what happens?"
paper = "Sculley et al. 2015, section 7: monitoring, prediction bias"
grade = "E1"
unit = "of 3 missing"
better = "lower"
warn = 1
formula = "per released model, what is missing of three: a record of predictions against what came true, that record by a part of the examples, and a rule of kind bias that names the model or none; headline: share of models that lack nothing"
why = "Prediction bias is the cheapest sign that the world has changed, and only by parts does it show in time."
remedy = "Write down mean prediction and mean label per day and slice, and let an alert look at it."
effort = "hours"
pitfalls = "Presence is not effectiveness: look when the rule fired last. Rules that are kept elsewhere are not seen."
without = "no released model has a record of its bias, and no rule of that kind is in the repository"
supply = "export a table of model, period, slice, n, mean_prediction, mean_label, and keep alert rules in the repository: debtui collect --exports DIR"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share of models"
better = "higher"
warn = 0.9999
basis = "1 is wanted"
*/
WITH
told AS (SELECT model, count(*) AS periods, count(DISTINCT nullif(slice, '')) AS slices, min(file) AS file FROM prediction_bias_at GROUP BY model),
ruled AS (SELECT model, min(path) AS path, arg_min(line, path) AS line, arg_min(name, path) AS name FROM model_watch_at WHERE item = 'prediction bias' AND basis = 'rule' GROUP BY model)
SELECT
    released.model AS subject,
    coalesce(told.file, ruled.path) AS path,
    CASE WHEN told.file IS NULL THEN ruled.line END AS line,
    ((told.model IS NULL)::INTEGER + (coalesce(told.slices, 0) = 0)::INTEGER + (ruled.model IS NULL)::INTEGER)::DOUBLE AS value,
    CASE WHEN told.model IS NULL THEN 'nothing is recorded of its bias' ELSE told.periods || ' records' END
        || CASE WHEN told.model IS NULL THEN '' WHEN told.slices = 0 THEN ', none by a part of the examples' ELSE ', of ' || told.slices || ' parts' END
        || coalesce('; a rule: ' || ruled.name, '; no rule of that kind is seen') AS explanation
FROM (SELECT DISTINCT model FROM release_at) AS released
LEFT JOIN told USING (model)
LEFT JOIN ruled USING (model)
WHERE EXISTS (FROM prediction_bias_at) OR EXISTS (FROM monitor_rule_at WHERE kind = 'bias')
