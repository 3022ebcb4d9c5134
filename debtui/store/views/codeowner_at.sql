-- Owners by the CODEOWNERS file of that commit: the last line whose pattern matches; without owners it clears them.
WITH
owners_file AS (
    SELECT blob FROM file_at
    WHERE path IN ('.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS')
    ORDER BY list_position(['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'], path)
    LIMIT 1
)
SELECT file_at.path, nullif(arg_max(codeowner_rule.owners, codeowner_rule.line), '') AS owner
FROM owners_file
JOIN codeowner_rule USING (blob)
JOIN file_at ON regexp_matches(file_at.path, codeowner_rule.regex)
GROUP BY file_at.path
