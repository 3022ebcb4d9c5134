-- What changed between a release and the one before it, by class: what is in the repository from commit to commit, what runs recorded from run to run.
WITH
pair AS (SELECT * FROM release_at WHERE previous IS NOT NULL),
code AS (
    SELECT pair.model, pair.number, count(DISTINCT change.commit_id) AS commits, count(DISTINCT change.path) AS files
    FROM pair
    JOIN change ON change.landed > pair.previous_seq AND change.landed <= pair.seq
    JOIN path_class ON path_class.path = change.path AND path_class.kind = 'code'
    GROUP BY ALL
),
setting AS (
    SELECT model, number, count(*) AS settings
    FROM (
        SELECT pair.model, pair.number, config_span.path, config_span.document, config_span.key
        FROM pair
        JOIN config_span ON config_span.from_seq <= pair.seq AND coalesce(config_span.to_seq > pair.previous_seq, true)
            AND (config_span.from_seq > pair.previous_seq OR config_span.to_seq <= pair.seq)
        GROUP BY ALL
        -- What was set back in between is no change.
        HAVING coalesce(any_value(config_span.value) FILTER (WHERE config_span.from_seq <= pair.previous_seq AND coalesce(config_span.to_seq > pair.previous_seq, true)), '')
            <> coalesce(any_value(config_span.value) FILTER (WHERE config_span.from_seq <= pair.seq AND coalesce(config_span.to_seq > pair.seq, true)), '')
            OR bool_or(config_span.from_seq <= pair.previous_seq AND coalesce(config_span.to_seq > pair.previous_seq, true))
            <> bool_or(config_span.from_seq <= pair.seq AND coalesce(config_span.to_seq > pair.seq, true))
    )
    GROUP BY ALL
),
param AS (
    SELECT pair.model, pair.number, count(*) AS params
    FROM pair
    JOIN (SELECT run, key, value FROM run_value WHERE role = 'param') AS after ON after.run = pair.run
    JOIN (SELECT run, key, value FROM run_value WHERE role = 'param') AS before ON before.run = pair.previous_run AND before.key = after.key
    WHERE before.value <> after.value AND lower(after.key) NOT IN ('seed', 'random_seed', 'random_state')
    GROUP BY ALL
),
input AS (
    SELECT pair.model, pair.number, count(DISTINCT after.name) AS inputs
    FROM pair
    JOIN run_input AS after ON after.run = pair.run
    JOIN run_input AS before ON before.run = pair.previous_run AND before.name = after.name
    WHERE before.version <> after.version
    GROUP BY ALL
),
used AS (
    SELECT pair.model, pair.number, feature_importance.feature, bool_or(feature_importance.version = pair.version) AS now, bool_or(feature_importance.version = pair.previous) AS earlier
    FROM pair
    JOIN feature_importance ON coalesce(feature_importance.model, '') = pair.model AND feature_importance.version IN (pair.version, pair.previous)
        AND NOT coalesce(feature_importance.probe, false)
    GROUP BY ALL
),
listed AS (SELECT model, number FROM used GROUP BY ALL HAVING bool_or(now) AND bool_or(earlier)),
feature AS (SELECT model, number, count(*) AS features FROM used JOIN listed USING (model, number) WHERE now <> earlier GROUP BY ALL)
SELECT
    pair.model, pair.number, pair.version, pair.previous, pair.file, pair.released, pair.seq, pair.previous_seq,
    coalesce(code.commits, 0) AS commits, coalesce(code.files, 0) AS files, coalesce(setting.settings, 0) AS settings, coalesce(param.params, 0) AS params,
    coalesce(input.inputs, 0) AS inputs, coalesce(feature.features, 0) AS features,
    (coalesce(code.commits, 0) > 0)::INTEGER + (coalesce(setting.settings, param.params, 0) > 0)::INTEGER + (coalesce(input.inputs, 0) > 0)::INTEGER
        + (coalesce(feature.features, 0) > 0)::INTEGER AS classes
FROM pair
LEFT JOIN code USING (model, number)
LEFT JOIN setting USING (model, number)
LEFT JOIN param USING (model, number)
LEFT JOIN input USING (model, number)
LEFT JOIN feature USING (model, number)
