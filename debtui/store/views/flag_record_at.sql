-- Flags as their services listed them at that commit. What several exports say of one flag is joined, the newest first.
WITH
listed AS (
    SELECT flag_state_at.told, flag_state_at.path, flag_state_at.file, flag_record.* EXCLUDE (blob, total, exported)
    FROM flag_state_at
    JOIN flag_record USING (service, scope, blob)
    UNION ALL BY NAME
    SELECT flag_state_at.told, flag_state_at.path, flag_state_at.file, exported_flag.* EXCLUDE (document, total, exported)
    FROM flag_state_at
    JOIN exported_flag USING (service, scope, document)
),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY told NULLS FIRST, file, position) AS n FROM listed
)
SELECT
    service, key,
    arg_max(name, n) AS name, arg_max(type, n) AS type, arg_max(temporary, n) AS temporary, arg_max(created, n) AS created,
    arg_max(updated, n) AS updated, arg_max(last_used, n) AS last_used, arg_max(expires, n) AS expires,
    arg_max(archived, n) AS archived, arg_max(stale, n) AS stale, arg_max(status, n) AS status, arg_max(owner, n) AS owner,
    arg_max(needed_by, n) AS needed_by, arg_max(path, n) AS path, arg_max(file, n) AS file, max(told) AS told
FROM ranked
GROUP BY service, key
