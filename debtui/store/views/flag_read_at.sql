-- Reads of flags in the tree at that commit. A call that only looks like asking for a flag counts where some file of production code
-- defines a function of that name that passes its parameter on as the key of a flag; a constant in a condition, where some file gives
-- it True or False for good.
SELECT
    file_at.path, file_at.blob, file_at.from_seq, file_at.kind, file_at.language,
    flag_read.key, flag_read.mechanism, flag_read.line, flag_read.default, flag_read.boolean, flag_read.then_lines,
    flag_read.else_lines, flag_read.function, flag_read.via
FROM file_at
JOIN flag_read USING (blob)
WHERE (flag_read.via IS NULL OR flag_read.via IN (SELECT flag_wrapper.name FROM flag_wrapper JOIN file_at USING (blob)))
    AND (
        flag_read.mechanism <> 'constant'
        OR flag_read.key IN (
            SELECT flag_definition.key FROM flag_definition JOIN file_at USING (blob) WHERE flag_definition.mechanism = 'constant' AND flag_definition.boolean
        )
    )
