-- What is watched of each released model, by that commit: the records that say so, and rules in the repository that look like it. A rule that names no model counts for all.
WITH
model AS (SELECT DISTINCT model, lower(regexp_replace(model, '[^A-Za-z0-9]+', ' ', 'g')) AS words FROM release_at WHERE model <> ''),
rule AS (
    SELECT
        path, line, name, tool,
        CASE kind
            WHEN 'bias' THEN 'prediction bias' WHEN 'performance' THEN 'prediction quality' WHEN 'drift' THEN 'skew and drift' WHEN 'skew' THEN 'skew and drift'
            WHEN 'freshness' THEN 'staleness' WHEN 'latency' THEN 'speed' WHEN 'other' THEN NULL ELSE 'data invariants'
        END AS item,
        -- CamelCase and punctuation become blanks, so that a model is found as a word.
        ' ' || lower(regexp_replace(regexp_replace(concat_ws(' ', name, subject), '([a-z0-9])([A-Z])', '\1 \2', 'g'), '[^A-Za-z0-9]+', ' ', 'g')) || ' ' AS words
    FROM monitor_rule_at
),
naming AS (SELECT rule.*, model.model FROM rule JOIN model ON contains(rule.words, ' ' || model.words || ' ') WHERE item IS NOT NULL),
nameless AS (
    SELECT rule.*, model.model
    FROM rule
    CROSS JOIN model
    WHERE item IS NOT NULL AND NOT EXISTS (FROM naming WHERE naming.path = rule.path AND naming.line = rule.line AND naming.name = rule.name)
)
SELECT model, item, path, line, name, 'rule' AS basis FROM naming
UNION ALL
SELECT model, item, path, line, name, 'rule' FROM nameless
UNION ALL
SELECT DISTINCT model, 'prediction bias', file, NULL::BIGINT, 'records of bias', 'record' FROM prediction_bias_at JOIN model USING (model)
UNION ALL
SELECT DISTINCT model.model, 'skew and drift', drift.file, NULL::BIGINT, 'records of distributions', 'record' FROM (SELECT min(file) AS file FROM feature_bin_at HAVING count(*) > 0) AS drift, model
UNION ALL
SELECT DISTINCT model.model, 'data invariants', tested.file, NULL::BIGINT, 'results of tests of data', 'record'
FROM (SELECT min(file) AS file FROM check_result_at WHERE kind = 'test' HAVING count(*) > 0) AS tested, model
UNION ALL
SELECT DISTINCT model.model, 'dependencies', aged.file, NULL::BIGINT, 'ages of tables', 'record' FROM (SELECT min(file) AS file FROM freshness_at HAVING count(*) > 0) AS aged, model
