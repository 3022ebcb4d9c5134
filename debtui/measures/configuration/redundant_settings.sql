/*
title = "Settings that say nothing new"
catalogue = "CF-11"
question = "Which settings could be left out without any change?"
paper = "Sculley et al. 2015, section 6: it should be possible to detect unused or redundant settings"
grade = "E3"
unit = "settings"
better = "lower"
formula = "settings of ML configuration that equal the default of that name in the Python class, or module, that declares most of the settings beside them, or of that parameter, where gin or a _target_ names the function or class (and that no file of their directory sets otherwise, and no ${...} asks for), and those that have changed at least 5 times, always in the same commits as another one / all settings"
why = "A setting that repeats the default hides those that are meant; two that always change together are one decision written twice, and one day only one of them is changed."
remedy = "Leave out what the default says already; let one of a pair refer to the other, or derive it."
effort = "minutes"
pitfalls = "Written down on purpose, a default is protected against a change of the code. By name: the default may be that of something else. Hydra's command line overrides only what is written. A pair that changes together may be a version and its digest, which a program writes."

[headline]
value = "count(*) / nullif((SELECT count(*) FROM own_setting_at), 0)"
unit = "share"
better = "lower"
basis = "no published basis"
*/
WITH
leaf AS (
    SELECT
        *,
        count(DISTINCT value) OVER (PARTITION BY regexp_replace(path, '[^/]+$', ''), key) > 1 AS set_otherwise
    FROM own_setting_at
    WHERE NOT regexp_matches(path, '\.(example|sample|template|dist)$')  -- to be filled in
),
referred AS (
    SELECT DISTINCT unnest(regexp_extract_all(value, '\$\{[^}]*?(\w+)\}', 1)) AS name FROM setting_at WHERE contains(value, '${')
),
target AS (
    SELECT path, document, section, CASE count(DISTINCT value) WHEN 1 THEN regexp_extract(min(value), '\w+$') ELSE '' END AS owner
    FROM setting_at
    WHERE name = '_target_'
    GROUP BY ALL
),
-- Some settings say themselves what they are bound to: gin's by what stands before the parameter, Hydra's by the _target_
-- beside them. The same name elsewhere is another one.
bound AS (
    SELECT leaf.path, leaf.document, leaf.key, leaf.line, leaf.name, CASE leaf.language WHEN 'gin' THEN regexp_extract(leaf.section, '\w+$') ELSE target.owner END AS owner
    FROM leaf
    LEFT JOIN target USING (path, document, section)
    WHERE leaf.language = 'gin' OR target.owner IS NOT NULL
),
-- The class, or the file, that knows most of the settings beside it declares it. A name alone must be the only one of its
-- kind; a constant alone says so in the row, as nobody can see that it is the default.
best AS (
    SELECT *
    FROM declared_match_at
    WHERE shared > 1 OR single
    QUALIFY rank() OVER (PARTITION BY path, section, word ORDER BY shared DESC, coalesce(tagged, false) DESC) = 1
),
candidate AS (
    SELECT leaf.*, best.holder, best.kind, best.declared, best.declared_in, best.declared_line, best.value AS told, best.type AS told_type, best.annotation
    FROM leaf
    JOIN best USING (path, section, word)
    ANTI JOIN bound USING (path, document, key, line)
    UNION ALL
    SELECT
        leaf.*, file_at.path || '::' || py_parameter.owner, 'parameter', py_parameter.key, file_at.path, py_parameter.line,
        py_parameter.value, py_parameter.type, ''
    FROM leaf
    JOIN bound USING (path, document, key, line)
    JOIN py_parameter ON py_parameter.owner = bound.owner AND py_parameter.key = bound.name
    JOIN file_at ON file_at.blob = py_parameter.blob
    WHERE file_at.kind = 'code'
),
equal AS (
    SELECT
        path, document, key, line, holder, kind, declared, declared_in, declared_line,
        -- A tag says which class is meant: it cannot be left out, though the class repeats it.
        NOT (regexp_matches(word, '(^|_)(type|kind)$') OR regexp_matches(annotation, 'Literal\[[^,\]]*\]'))
        AND coalesce(told_type = type AND CASE type
            WHEN 'number' THEN try_cast(value AS DOUBLE) = try_cast(told AS DOUBLE)
            WHEN 'boolean' THEN (lower(value) IN ('true', 'yes', 'on')) = (told = 'true')
            WHEN 'list' THEN regexp_replace(regexp_replace(value, '["''\s]', '', 'g'), '(\d)_(\d)', '\1\2', 'g') = regexp_replace(told, '["''\s]', '', 'g')
            WHEN 'null' THEN true
            ELSE value = told
        END, false) AS is_default
    FROM candidate
    WHERE NOT set_otherwise AND name NOT IN (FROM referred)
),
repeated AS (
    SELECT *
    FROM equal
    WINDOW leaf AS (PARTITION BY path, document, key, line)
    QUALIFY bool_and(is_default) OVER leaf AND row_number() OVER (leaf ORDER BY holder, declared_line) = 1
),
turned AS (
    SELECT config_span.path, config_span.document, config_span.key, list(config_span.from_seq ORDER BY config_span.from_seq) AS turns
    FROM (
        SELECT *, lag(to_seq) OVER (PARTITION BY path, document, key ORDER BY from_seq) = from_seq AS turn
        FROM config_span
    ) AS config_span
    JOIN commit_at ON config_span.from_seq <= commit_at.seq
    WHERE config_span.turn
    GROUP BY ALL
    HAVING count(*) >= 5
),
together AS (
    SELECT path, document, key, line, turns, first_value(path) OVER same AS first_path, first_value(key) OVER same AS first_key, row_number() OVER same AS place
    FROM own_setting_at
    JOIN turned USING (path, document, key)
    WINDOW same AS (PARTITION BY turns ORDER BY path, line, key)
)
SELECT
    leaf.path || '::' || leaf.key AS subject,
    leaf.path,
    leaf.line::BIGINT AS line,
    1::DOUBLE AS value,
    concat_ws('; ',
        leaf.key || ' is ' || left(leaf.value, 60) || CASE repeated.kind WHEN 'constant' THEN ', as is the constant ' ELSE ', the default of ' END || repeated.declared || ' in ' || regexp_replace(repeated.holder, '::$', ''),
        leaf.key || ' has changed ' || len(together.turns) || ' times, always together with ' || together.first_key
            || CASE together.first_path WHEN leaf.path THEN '' ELSE ' in ' || together.first_path END
    ) AS explanation,
    CASE WHEN repeated.key IS NULL THEN 'changes together' ELSE 'default' END AS form,
    leaf.value AS setting,
    coalesce(repeated.declared_in || ':' || repeated.declared_line, together.first_path || '::' || together.first_key) AS repeats
FROM leaf
LEFT JOIN repeated USING (path, document, key, line)
LEFT JOIN together ON together.path = leaf.path AND together.document = leaf.document AND together.key = leaf.key AND together.line = leaf.line AND together.place > 1
WHERE repeated.key IS NOT NULL OR together.key IS NOT NULL
