-- Places in files of that commit that take part in the flow of data and do not say with what; files outside the history likewise.
SELECT path, line, tool, what, reason
FROM file_at
JOIN data_opaque USING (blob)
UNION ALL
SELECT file, line, 'export', 'export', reason
FROM exported_opaque
WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline)
UNION ALL
SELECT file, line, 'access log', 'entry', reason
FROM access_fault
WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline)
