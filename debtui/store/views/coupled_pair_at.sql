-- Pairs of files that change together, as code-maat selects them: change sets of at most 30 files, at least 5 changes of
-- each file and 5 shared ones; the degree is 100 * shared / mean of both files' changes, and at least 30.
-- Without locked, generated and vendored files, and without the pairs that the settings ignore.
WITH
revision AS (
    SELECT DISTINCT change_at.commit_id, change_at.file
    FROM change_at
    WHERE change_at.files <= 30
),
counted AS (
    SELECT file, count(*) AS revisions FROM revision GROUP BY file
),
pair AS (
    SELECT one.file AS a, other.file AS b, count(*) AS shared
    FROM revision AS one
    JOIN revision AS other ON other.commit_id = one.commit_id AND one.file < other.file
    JOIN counted AS often ON often.file = one.file AND often.revisions >= 5
    JOIN counted AS often_too ON often_too.file = other.file AND often_too.revisions >= 5
    GROUP BY one.file, other.file
    HAVING count(*) >= 5
),
graded AS (
    SELECT
        pair.a, pair.b, pair.shared, ca.revisions AS revisions_a, cb.revisions AS revisions_b,
        100 * pair.shared / ((ca.revisions + cb.revisions) / 2) AS degree
    FROM pair
    JOIN counted AS ca ON ca.file = pair.a
    JOIN counted AS cb ON cb.file = pair.b
)
SELECT
    fa.path AS path_a, fb.path AS path_b, fa.component AS component_a, fb.component AS component_b,
    fa.component <> fb.component AS crosses,
    graded.shared, graded.revisions_a, graded.revisions_b, graded.degree::DOUBLE AS degree
FROM graded
JOIN lineage_at AS la ON la.file = graded.a
JOIN lineage_at AS lb ON lb.file = graded.b
JOIN file_at AS fa ON fa.path = la.path
JOIN file_at AS fb ON fb.path = lb.path
WHERE graded.degree >= 30 AND fa.kind NOT IN ('lock', 'generated', 'vendored') AND fb.kind NOT IN ('lock', 'generated', 'vendored')
    AND NOT EXISTS (
        SELECT 1 FROM ignored_pair
        WHERE (fa.path GLOB ignored_pair.a AND fb.path GLOB ignored_pair.b)
            OR (fb.path GLOB ignored_pair.a AND fa.path GLOB ignored_pair.b)
    )
