-- `lineage` is made beside this file's caller: it follows renames, which takes a loop over the past.
SELECT
    position, commit_id, path, old_path, status, person, committed, landed, lineage.file, files
FROM file_change
JOIN commit_log USING (position)
LEFT JOIN identity USING (raw_name, raw_email)
JOIN lineage USING (position, path)
ORDER BY position, path
