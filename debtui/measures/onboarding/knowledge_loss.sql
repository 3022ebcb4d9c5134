/*
title = "Knowledge loss"
catalogue = "ON-3"
question = "Which source files have no author left who is still active?"
paper = "Rigby et al., ICSE 2016; Nassif and Robillard 2017; Rules of ML, rule 11"
grade = "E2"
unit = "days"
better = "lower"
warn = 180
fail = 365
formula = "files all of whose DOA authors have no commit within 180 days / files with an author"
why = "Nobody can be asked. The first change to such a file is archaeology, and the first incident in it is worse."
remedy = "Begin with those that still change (changes_by_others): name an owner, let the owner write down what the file is for."
pitfalls = "A stable file that nobody needs to touch is harmless; orphaned and changing is the debt."

[headline]
value = "avg((value > 180)::INTEGER)"
unit = "share"
better = "lower"
warn = 0.25
fail = 0.5
basis = "no published basis; window of 180 days likewise"
*/
WITH
-- Per file: when any of its authors was last seen anywhere in the repository.
known AS (
    SELECT
        authorship_at.path,
        max(activity_at.last_commit) AS last_seen,
        string_agg(activity_at.name, ', ' ORDER BY authorship_at.doa DESC, activity_at.name) AS authors
    FROM authorship_at
    JOIN activity_at USING (person)
    WHERE authorship_at.author
    GROUP BY authorship_at.path
),
-- Changes since then, which only others can have made.
since AS (
    SELECT lineage_at.path, count(*) AS changes
    FROM lineage_at
    JOIN change_at ON change_at.file = lineage_at.file
    JOIN known ON known.path = lineage_at.path
    WHERE change_at.committed > known.last_seen
    GROUP BY lineage_at.path
)
SELECT
    source_file_at.path AS subject,
    source_file_at.path AS path,
    1::BIGINT AS line,
    date_diff('day', known.last_seen, commit_at.committed)::DOUBLE AS value,
    CASE WHEN known.last_seen < commit_at.committed - INTERVAL 180 DAY
        THEN 'last seen of its authors (' || known.authors || '): ' || strftime(known.last_seen, '%Y-%m-%d')
            || '; ' || coalesce(since.changes, 0) || ' changes by others since'
        ELSE 'an author is active: ' || known.authors
    END AS explanation,
    source_file_at.lines,
    coalesce(since.changes, 0) AS changes_by_others,
    known.authors
FROM source_file_at
JOIN known USING (path)
JOIN commit_at ON true
LEFT JOIN since USING (path)
