/*
title = "Fragmentation"
catalogue = "ON-7"
question = "How many hands does each file pass through?"
paper = "D'Ambros et al., fractal value, as in code-maat"
grade = "E2"
unit = "0..1"
formula = "1 - sum over people of (their changes / all changes)^2; 0: one author, towards 1: many. Files with at least 5 changes."
why = "The opposite warning of the truck factor: many hands and nobody at home, or knowledge well shared. Read both together."
remedy = "Where a fragmented file is also a hotspot, give it an owner."
pitfalls = "High can be good. One author with one change and one with 500 both give 0."

[headline]
value = "median(value)"
unit = "0..1"
basis = "no good direction, so no threshold"
*/
WITH
made AS (
    SELECT lineage_at.path, change_at.person, count(*) AS changes
    FROM lineage_at
    JOIN change_at ON change_at.file = lineage_at.file
    JOIN source_file_at ON source_file_at.path = lineage_at.path
    GROUP BY lineage_at.path, change_at.person
)
SELECT
    path AS subject,
    path,
    1::BIGINT AS line,
    (1 - sum(changes * changes) / (sum(changes) * sum(changes)))::DOUBLE AS value,
    sum(changes) || ' changes by ' || count(*) || ' people' AS explanation,
    count(*) AS people,
    sum(changes) AS changes
FROM made
GROUP BY path
HAVING sum(changes) >= 5
