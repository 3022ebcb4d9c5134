-- Which analyser should have read which file of that commit, and whether it has; status null: not yet.
SELECT file_at.path, demand.analyser, analysed.status, analysed.reason
FROM file_at
JOIN path_class USING (path)
JOIN demand ON demand.language = path_class.language AND demand.kind = path_class.kind
LEFT JOIN analysed
    ON analysed.blob = file_at.blob AND analysed.analyser = demand.analyser
    AND (analysed.language = path_class.language OR NOT demand.by_language)
