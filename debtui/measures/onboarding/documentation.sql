/*
title = "Documented public objects"
catalogue = "ON-8"
question = "Which public modules, classes and functions say nothing about themselves?"
paper = "interrogate's rule (fail-under 80 %); Rules of ML, rule 11"
grade = "E3"
unit = "documented"
better = "higher"
warn = 0
formula = "public Python modules, classes and functions with a docstring / all of them; production code only"
why = "A newcomer asks the code first. Where it is silent, somebody has to be found and interrupted."
remedy = "Document what the most imported modules promise; leave the obvious alone."
effort = "hours"
pitfalls = "A docstring that is there need not be true. Overloads and property setters are left out."

[headline]
value = "avg(value)"
unit = "share"
better = "higher"
warn = 0.8
fail = 0.5
basis = "warn: interrogate's default; fail: no published basis"
*/
WITH
object AS (
    SELECT source_file_at.path, 'module' AS kind, '' AS name, 1 AS line, py_module.docstring
    FROM source_file_at
    JOIN py_module USING (blob)
    WHERE source_file_at.kind = 'code' AND py_module.statements > 0 AND NOT regexp_matches(source_file_at.path, '(^|/)_[^_/][^/]*\.py$')
    UNION ALL
    SELECT source_file_at.path, 'class', py_class.name, py_class.line, py_class.docstring
    FROM source_file_at
    JOIN py_class USING (blob)
    WHERE source_file_at.kind = 'code' AND py_class.public
    UNION ALL
    SELECT source_file_at.path, CASE WHEN py_function.method THEN 'method' ELSE 'function' END, py_function.name, py_function.line,
        py_function.docstring
    FROM source_file_at
    JOIN py_function USING (blob)
    WHERE source_file_at.kind = 'code' AND py_function.public AND NOT py_function.overload
)
SELECT
    path || CASE WHEN name = '' THEN '' ELSE '::' || name END AS subject,
    path,
    line::BIGINT AS line,
    docstring::INTEGER::DOUBLE AS value,
    'public ' || object.kind || CASE WHEN name = '' THEN '' ELSE ' ' || name END
        || CASE WHEN docstring THEN ' has a docstring' ELSE ' has no docstring' END AS explanation,
    object.kind AS object
FROM object
