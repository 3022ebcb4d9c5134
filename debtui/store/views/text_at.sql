-- Files with their lines told apart; only those that have been analysed, and are text.
SELECT
    file_at.path, file_at.blob, file_at.language, file_at.kind, file_at.component,
    file_text.code_lines, file_text.comment_lines, file_text.blank_lines
FROM file_at
JOIN file_text ON file_text.blob = file_at.blob AND file_text.language = file_at.language
WHERE NOT file_text.binary
