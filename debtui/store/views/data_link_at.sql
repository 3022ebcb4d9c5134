-- Steps that data takes, as files of that commit tell them; what they speak of is not put together yet: see data_edge_at.
SELECT path, line, tool, from_kind, from_name, to_kind, to_name, how, pin, recorded
FROM file_at
JOIN data_link USING (blob)
