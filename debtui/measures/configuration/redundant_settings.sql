/*
title = "Settings that say nothing new"
catalogue = "CF-11"
question = "Which settings could be left out without any change?"
paper = "Sculley et al. 2015, section 6: it should be possible to detect unused or redundant settings"
grade = "E3"
unit = "settings"
better = "lower"
formula = "settings of ML configuration that equal the default that Python code declares under their name (and that no file of their directory sets otherwise), and those that have changed at least 5 times, always in the same commits as another one / all settings"
why = "A setting that repeats the default hides those that are meant; two that always change together are one decision written twice, and one day only one of them is changed."
remedy = "Leave out what the default says already; let one of a pair refer to the other, or derive it."
pitfalls = "Written down on purpose, a default is protected against a change of the code. By name: the default may be that of something else. A pair that changes together may be a version and its digest, which a program writes."

[headline]
value = "sum(value) / nullif((SELECT count(*) FROM own_setting_at), 0)"
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
),
met AS (
    SELECT leaf.path, leaf.document, leaf.key, leaf.line, default_of.path AS declared_in, default_of.line AS declared_line, default_of.owner, default_of.key AS declared
    FROM leaf
    JOIN declared_setting_at AS default_of ON default_of.word = leaf.word AND default_of.type = leaf.type
    WHERE NOT leaf.set_otherwise
        AND CASE leaf.type
            WHEN 'number' THEN try_cast(leaf.value AS DOUBLE) = try_cast(default_of.value AS DOUBLE)
            WHEN 'boolean' THEN (lower(leaf.value) IN ('true', 'yes', 'on')) = (default_of.value = 'true')
            WHEN 'list' THEN regexp_replace(leaf.value, '["''\s]', '', 'g') = regexp_replace(default_of.value, '["''\s]', '', 'g')
            WHEN 'null' THEN true
            ELSE leaf.value = default_of.value
        END
),
repeated AS (
    SELECT *
    FROM met
    QUALIFY row_number() OVER (PARTITION BY path, document, key, line ORDER BY declared_in, declared_line) = 1
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
        leaf.key || ' is ' || left(leaf.value, 60) || ', the default of ' || coalesce(nullif(repeated.owner, '') || '.', '') || repeated.declared || ' in ' || repeated.declared_in,
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
