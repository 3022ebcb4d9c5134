/*
title = "Settings that no machine checks"
catalogue = "CF-6"
question = "How many settings would be refused if somebody mistyped them?"
paper = "Sculley et al. 2015, section 6: it should be hard to make manual errors, omissions, or oversights"
grade = "E3"
unit = "of a check"
better = "lower"
formula = "settings of ML configuration whose name is a typed field of a dataclass, an attrs class or a pydantic model, or an option of argparse, click or absl, and, where they are numbers, whose range or choices are declared too / all settings; rows: the others, 1 where nothing is declared, 0.5 where only the type is"
why = "A number with a digit too many is as valid as the right one to a parser of YAML. What no schema refuses is found in production."
remedy = "Load the file into a pydantic model, or a dataclass that checks itself, with ranges for numbers and extra fields forbidden; load every file in a test."
effort = "hours"
pitfalls = "By name only: that the class is what the file is loaded into is not known, nor that its types are enforced (a dataclass alone enforces none). JSON Schema, Cue and schemas in other repositories are not seen."

[headline]
value = "1 - count(*) / nullif((SELECT count(*) FROM own_setting_at), 0)"
unit = "share"
better = "higher"
warn = 0.8
basis = "no published basis"
*/
WITH
-- Of the classes and files that declare the name, the one that knows most of the settings beside it.
best AS (
    SELECT *
    FROM declared_match_at
    WHERE kind = 'option'
        OR (kind IN ('dataclass', 'pydantic', 'attrs') AND (constrained OR NOT regexp_full_match(annotation, '((typing|t)\.)?Any|object|')))
    QUALIFY row_number() OVER (PARTITION BY path, section, word ORDER BY shared DESC, coalesce(tagged, false) DESC, kind = 'option', constrained DESC, holder, declared_line) = 1
)
SELECT
    leaf.path || '::' || leaf.key AS subject,
    leaf.path,
    leaf.line::BIGINT AS line,
    CASE WHEN best.word IS NULL THEN 1 ELSE 0.5 END::DOUBLE AS value,
    CASE
        WHEN best.word IS NULL THEN 'looks unchecked: no class and no option in Python declares ' || leaf.name
        ELSE 'looks half checked: ' || leaf.name || ' is ' || coalesce(nullif(best.annotation, ''), 'declared') || ' in '
            || regexp_replace(best.holder, '::$', '') || ', and any number passes'
    END AS explanation,
    leaf.value AS setting,
    leaf.type,
    best.declared_in || ':' || best.declared_line AS declared
FROM own_setting_at AS leaf
LEFT JOIN best USING (path, section, word)
-- A number where a text is declared is refused.
WHERE best.word IS NULL OR (leaf.type = 'number' AND NOT best.constrained AND NOT regexp_matches(best.annotation, '^(Optional\[)?(Strict)?[Ss]tr\b'))
