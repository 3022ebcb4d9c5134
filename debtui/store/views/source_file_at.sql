-- Files of programming and markup languages, as GitHub Linguist's breakdown counts them: no prose, data, generated, vendored.
SELECT path, blob, language, kind, component, bytes, lines
FROM file_at
WHERE kind IN ('code', 'test', 'notebook') AND language <> ''
