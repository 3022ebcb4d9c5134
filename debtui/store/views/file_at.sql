-- Files of the tree at that commit: no submodules, no symlinks.
SELECT
    file_span.path,
    file_span.blob,
    file_span.from_seq,
    path_class.language,
    path_class.kind,
    path_class.component,
    file_size.bytes,
    file_size.lines
FROM file_span
JOIN commit_at ON file_span.from_seq <= commit_at.seq AND coalesce(file_span.to_seq > commit_at.seq, true)
JOIN path_class USING (path)
LEFT JOIN file_size USING (blob)
WHERE file_span.mode LIKE '100%'
