-- Every read and definition of a flag in the files of that commit, those of tests included.
SELECT
    key, path, line, 'read' AS role, mechanism, language, kind, boolean, "default",
    coalesce(then_lines, 0) + coalesce(else_lines, 0) AS branch_lines, 0 AS uses
FROM flag_read_at
UNION ALL
SELECT
    flag_definition.key, file_at.path, flag_definition.line, 'definition', flag_definition.mechanism, file_at.language,
    file_at.kind, flag_definition.boolean, flag_definition.default, 0, flag_definition.uses
FROM file_at
JOIN flag_definition USING (blob)
