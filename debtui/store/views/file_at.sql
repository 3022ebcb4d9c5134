-- Files of the tree at that commit: no submodules, no symlinks. A header that says "generated" outranks the path's kind.
SELECT
    file_span.path,
    file_span.blob,
    file_span.from_seq,
    coalesce(nullif(path_class.language, ''), file_text.language, '') AS language,
    CASE WHEN file_text.generated THEN 'generated' ELSE path_class.kind END AS kind,
    path_class.component,
    file_size.bytes,
    file_size.lines
FROM file_span
JOIN commit_at ON file_span.from_seq <= commit_at.seq AND coalesce(file_span.to_seq > commit_at.seq, true)
JOIN path_class USING (path)
LEFT JOIN file_size USING (blob)
LEFT JOIN file_text ON file_text.blob = file_span.blob
    AND (file_text.language = path_class.language OR path_class.language = '')
WHERE file_span.mode LIKE '100%'
