/*
title = "Code age"
catalogue = "ON-11"
question = "How long has each source file been left alone?"
paper = "code-maat; Tornhill, Your Code as a Crime Scene"
grade = "E2"
unit = "months"
formula = "whole months between the last change of a file before this commit's date and that date"
why = "Code should be old and stable, or fresh in somebody's mind. In between, it has been forgotten and is not yet proven."
remedy = "Read it together with knowledge loss and hotspots; age alone asks for nothing."
pitfalls = "A formatting commit resets the age."

[headline]
value = "median(value)"
unit = "months"
basis = "no good direction, so no threshold"
*/
WITH
last AS (
    SELECT lineage_at.path, max(change_at.committed) AS changed
    FROM lineage_at
    JOIN change_at ON change_at.file = lineage_at.file
    JOIN commit_at ON change_at.committed < commit_at.committed
    GROUP BY lineage_at.path
)
SELECT
    source_file_at.path AS subject,
    source_file_at.path AS path,
    1::BIGINT AS line,
    datesub('month', last.changed, commit_at.committed)::DOUBLE AS value,
    'last changed on ' || strftime(last.changed, '%Y-%m-%d') AS explanation,
    source_file_at.lines
FROM source_file_at
JOIN last USING (path)
JOIN commit_at ON true
