-- Steps that data takes, as files of that commit tell them, and files outside the history at the newest; what they speak of is not
-- put together yet: see data_edge_at.
SELECT path, line, tool, from_kind, from_name, to_kind, to_name, how, pin, recorded
FROM file_at
JOIN data_link USING (blob)
UNION ALL
SELECT file, line, tool, from_kind, from_name, to_kind, to_name, how, pin, recorded
FROM exported_link
WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline)
