-- Flags in the environments of their services at that commit. What several exports say of one is joined, the newest first.
WITH
listed AS (
    SELECT flag_state_at.told, flag_state_at.file, flag_environment.* EXCLUDE (blob)
    FROM flag_state_at
    JOIN flag_environment USING (service, scope, blob)
    UNION ALL BY NAME
    SELECT flag_state_at.told, flag_state_at.file, exported_flag_environment.* EXCLUDE (document)
    FROM flag_state_at
    JOIN exported_flag_environment USING (service, scope, document)
),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY told NULLS FIRST, file, position) AS n FROM listed
)
SELECT
    service, key, environment,
    arg_max(enabled, n) AS enabled, arg_max(one_sided, n) AS one_sided, arg_max(value, n) AS value, arg_max(status, n) AS status,
    arg_max(last_used, n) AS last_used, arg_max(modified, n) AS modified
FROM ranked
GROUP BY service, key, environment
