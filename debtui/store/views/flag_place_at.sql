-- Every read and definition of a flag in the files of that commit, those of tests included.
SELECT
    flag_read.key, file_at.path, flag_read.line, 'read' AS role, flag_read.mechanism, file_at.language, file_at.kind,
    flag_read.boolean, flag_read.default,
    coalesce(flag_read.then_lines, 0) + coalesce(flag_read.else_lines, 0) AS branch_lines, 0 AS uses
FROM file_at
JOIN flag_read USING (blob)
UNION ALL
SELECT
    flag_definition.key, file_at.path, flag_definition.line, 'definition', flag_definition.mechanism, file_at.language,
    file_at.kind, flag_definition.boolean, flag_definition.default, 0, flag_definition.uses
FROM file_at
JOIN flag_definition USING (blob)
