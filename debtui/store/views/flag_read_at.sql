-- Reads of flags in the tree at that commit. A call that only looks like asking for a flag counts where some file of production code
-- defines a function of that name that passes its parameter on as the key of a flag; a constant in a condition, where some file gives
-- it True or False for good; an option asked for its truth, where its name or its definition says that it is a switch.
WITH defined AS (
    SELECT DISTINCT flag_definition.key, flag_definition.mechanism = 'constant' AS constant
    FROM file_at
    JOIN flag_definition USING (blob)
    WHERE flag_definition.boolean
)
SELECT
    file_at.path, file_at.blob, file_at.from_seq, file_at.kind, file_at.language,
    flag_read.key, flag_read.mechanism, flag_read.line, flag_read.default, flag_read.boolean OR flag_read.mechanism IN ('option', 'absl') AS boolean, flag_read.then_lines,
    flag_read.else_lines, flag_read.function, flag_read.via
FROM file_at
JOIN flag_read USING (blob)
WHERE (flag_read.via IS NULL OR flag_read.via IN (SELECT flag_wrapper.name FROM flag_wrapper JOIN file_at USING (blob)))
    AND CASE
        WHEN flag_read.mechanism = 'constant' THEN flag_read.key IN (SELECT key FROM defined WHERE constant)
        WHEN flag_read.mechanism IN ('option', 'absl') AND NOT flag_read.boolean THEN flag_read.key IN (SELECT key FROM defined WHERE NOT constant)
            AND (flag_read.blob, flag_read.key) NOT IN (SELECT (blob, key) FROM flag_definition WHERE NOT boolean)  -- its own file says otherwise
        ELSE true END
