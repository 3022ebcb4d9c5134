/*
title = "Hotspots"
catalogue = "CO-3"
question = "Which complicated files are changed the most?"
paper = "Tornhill, Your Code as a Crime Scene"
grade = "E2"
unit = "rank"
formula = "percentile rank of changes within 365 days * percentile rank of lines that are not blank; source files that changed at all. Headline: share of those changes that fell on a tenth of the files"
why = "Effort and mistakes gather where complicated code changes often: mending one of these pays back soonest."
remedy = "Take the first one that nobody owns: split it by the reasons it changes for."
pitfalls = "A place to look, no count of defects."

[headline]
value = "sum(changes) FILTER (WHERE changes_rank > 0.9) / nullif(sum(changes), 0)"
unit = "share"
basis = "context only"
*/
WITH
recent AS (
    SELECT lineage_at.path, count(*) AS changes, count(DISTINCT change_at.person) AS people
    FROM lineage_at
    JOIN change_at ON change_at.file = lineage_at.file
    JOIN commit_at ON change_at.committed >= commit_at.committed - INTERVAL 365 DAY
    GROUP BY lineage_at.path
),
ranked AS (
    SELECT
        text_at.path, recent.changes, recent.people, text_at.code_lines + text_at.comment_lines AS lines,
        percent_rank() OVER (ORDER BY recent.changes) AS changes_rank,
        percent_rank() OVER (ORDER BY text_at.code_lines + text_at.comment_lines) AS lines_rank
    FROM text_at
    JOIN recent USING (path)
    WHERE text_at.kind IN ('code', 'test', 'notebook')
)
SELECT
    path AS subject,
    path,
    1::BIGINT AS line,
    (changes_rank * lines_rank)::DOUBLE AS value,
    changes || ' changes within a year by ' || people || ' people; ' || lines || ' lines' AS explanation,
    changes, people, lines, round(changes_rank, 3) AS changes_rank, round(lines_rank, 3) AS lines_rank
FROM ranked
