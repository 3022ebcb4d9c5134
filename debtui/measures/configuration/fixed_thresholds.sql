/*
title = "Thresholds fixed by hand"
catalogue = "CF-14"
question = "Which decision thresholds has nobody moved while the model moved on?"
paper = "Sculley et al. 2015, section 7: fixed thresholds in dynamic systems"
grade = "E2"
unit = "days"
better = "lower"
warn = 180
fail = 365
formula = "numeric settings whose name is that of a threshold, constants, fields, options and defaults of parameters of production Python code of such a name that something is compared with, and comparisons of a score (no random number) with a literal there; value: days since the value was last changed (in code: at least, since the file was)"
why = "A threshold chosen for one model is wrong for the next. When the model is retrained and the number stays, precision and recall drift without a commit."
remedy = "Learn it on held-out data at each release and write it beside the model; mark the few that law or business fixes."
effort = "hours"
pitfalls = "A legal or business limit is meant to be fixed. A name like margin or limit may be no decision threshold; names that clip, scale or probe are left out. Whether a job writes the value is not seen."

[headline]
value = "count(*) FILTER (WHERE value >= 365) / nullif(count(*), 0)"
unit = "share"
better = "lower"
basis = "no published basis; the catalogue of this project proposes three model releases"
*/
WITH
held AS (
    SELECT config_span.path, config_span.document, config_span.key, max(config_span.from_seq) AS from_seq, count(*) AS variants
    FROM config_span
    JOIN commit_at ON config_span.from_seq <= commit_at.seq
    GROUP BY ALL
),
-- What Python code compares something with, by the last name of either side, and how often that name is declared.
compared AS (
    SELECT DISTINCT file_at.blob, regexp_extract(unnest([py_comparison.left_side, py_comparison.right_side]), '\w+$') AS key
    FROM file_at
    JOIN py_comparison USING (blob)
    WHERE file_at.kind = 'code'
),
declared AS (
    SELECT *, count(*) OVER (PARTITION BY key) AS declarations
    FROM declared_setting_at
    WHERE kind IN ('constant', 'dataclass', 'pydantic', 'option')
),
named AS (
    SELECT
        setting_at.path, setting_at.path || '::' || setting_at.key AS subject, setting_at.line, setting_at.name AS word, setting_at.key AS name,
        setting_at.value AS number, held.from_seq, held.variants - 1 AS changes, 'setting' AS form
    FROM setting_at
    JOIN held USING (path, document, key)
    WHERE setting_at.type = 'number'
    UNION ALL
    SELECT
        path, path || '::' || coalesce(nullif(owner, '') || '.', '') || key, line, key, coalesce(nullif(owner, '') || '.', '') || key || ' = ' || value,
        value, from_seq, NULL, 'code'
    FROM declared
    WHERE type = 'number' AND (
        (blob, key) IN (SELECT (blob, key) FROM compared)
        OR (declarations = 1 AND key IN (SELECT key FROM compared))
    )
    UNION ALL
    SELECT
        file_at.path, file_at.path || '::' || py_parameter.owner || '.' || py_parameter.key, py_parameter.line, py_parameter.key,
        py_parameter.owner || '(' || py_parameter.key || ' = ' || py_parameter.value || ')', py_parameter.value, file_at.from_seq, NULL, 'code'
    FROM file_at
    JOIN py_parameter USING (blob)
    WHERE file_at.kind = 'code' AND try_cast(py_parameter.value AS DOUBLE) > 0 AND (py_parameter.blob, py_parameter.key) IN (SELECT (blob, key) FROM compared)
),
threshold AS (
    SELECT path, subject, line, name, number, from_seq, changes, form
    FROM named
    -- A size or a time; what clips, scales, or asks whether a server is well.
    WHERE NOT regexp_matches(word, '(^|[_-])(clip(ping|ped)?|clamp|grad(ient)?|loss|scale|success|failure|join|vocab|adaptive|softmax|beam)([_-]|$)', 'i')
        AND NOT regexp_matches(word, '[_-](k|m|g)?(b|bytes|ms|s|sec(ond)?s?|min(ute)?s|hours?|days?|size|rows?|count)$', 'i')
        AND regexp_matches(word, '(^|[_-])(thresh(old)?s?|cut_?off|min_score|max_score|min_prob|min_confidence|tau|quantile|percentile)([_-]|$)|(^|[_-])(score|confidence|prob(ability)?|decision|alert|reject|accept)[_-](limit|margin|min|max)$', 'i')
    UNION ALL
    SELECT
        file_at.path, file_at.path || '::' || scored.told, scored.line, scored.told, scored.number, file_at.from_seq, NULL, 'code'
    FROM file_at
    JOIN (
        SELECT
            blob, line, left_side || ' ' || operator || ' ' || right_side AS told,
            CASE WHEN regexp_full_match(right_side, '\d*\.\d+') THEN right_side ELSE left_side END AS number,
            CASE WHEN regexp_full_match(right_side, '\d*\.\d+') THEN left_side ELSE right_side END AS scored
        FROM py_comparison
        WHERE NOT drawn AND regexp_full_match(right_side, '\d*\.\d+') <> regexp_full_match(left_side, '\d*\.\d+')
    ) AS scored USING (blob)
    WHERE file_at.kind = 'code' AND regexp_matches(scored.scored, '(^|[._])(scores?|prob(a|s|abilit(y|ies))?|confidences?|similarity|p_?value|likelihood)(\[[^\]]*\])*$', 'i')
        AND scored.number::DOUBLE NOT IN (0, 1)
)
SELECT
    threshold.subject,
    threshold.path,
    threshold.line::BIGINT AS line,
    date_diff('day', mainline.committed, commit_at.committed)::DOUBLE AS value,
    CASE threshold.form
        WHEN 'code' THEN threshold.name || ' stands in code, unchanged at least since ' || strftime(mainline.committed, '%Y-%m-%d')
        ELSE threshold.name || ' is ' || threshold.number || ' since ' || strftime(mainline.committed, '%Y-%m-%d')
            || CASE threshold.changes WHEN 0 THEN ', never changed' ELSE ', changed ' || threshold.changes || ' times before' END
    END AS explanation,
    threshold.number,
    threshold.changes,
    threshold.form
FROM threshold
JOIN mainline ON mainline.seq = threshold.from_seq
JOIN commit_at ON true
