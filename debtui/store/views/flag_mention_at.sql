-- Spans in which production code at a path named a flag, from history alone; `to_seq` is null where it still does.
SELECT
    flag_mention.key,
    flag_mention.mechanism,
    file_span.path,
    path_class.language,
    file_span.from_seq,
    CASE WHEN file_span.to_seq <= commit_at.seq THEN file_span.to_seq END AS to_seq
FROM flag_mention
JOIN file_span USING (blob)
JOIN commit_at ON file_span.from_seq <= commit_at.seq
JOIN path_class USING (path)
WHERE path_class.kind IN ('code', 'tool-config')
