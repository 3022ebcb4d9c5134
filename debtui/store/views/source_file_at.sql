-- Files of programming and markup languages, as GitHub Linguist's breakdown counts them: no prose, data, generated,
-- vendored, and nothing under the directories that its documentation.yml names.
SELECT path, blob, language, kind, component, bytes, lines
FROM file_at
WHERE kind IN ('code', 'test', 'notebook') AND language <> ''
    AND NOT regexp_matches(path, '^([Dd]ocs?|[Ee]xamples?|[Dd]emos?|[Ss]amples?|man)/|(^|/)([Dd]ocumentation|[Jj]avadoc|groovydoc)/')
