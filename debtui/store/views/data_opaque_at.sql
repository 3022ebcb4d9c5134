-- Places in files of that commit that take part in the flow of data and do not say with what.
SELECT path, line, tool, what, reason
FROM file_at
JOIN data_opaque USING (blob)
