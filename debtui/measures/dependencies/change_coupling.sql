/*
title = "Change coupling"
catalogue = "CO-1"
question = "Which files change together although they stand in different components?"
paper = "code-maat (Tornhill); Sculley et al., entanglement"
grade = "E2"
unit = "%"
better = "lower"
warn = 50
fail = 80
formula = "100 * shared revisions / mean of both files' revisions, change sets of over 30 files left out; pairs with mean and shared revisions of at least 5 and a degree of at least 30"
why = "Changing anything changes everything: two files that always move together are one thing in two places, and the next person will change only one."
remedy = "Move what they share into one place, or make the link explicit with a test that fails when only one changes."
pitfalls = "Co-change is no cause. Tests and what they test, lock files and manifests belong together: list them under dependencies.ignore_pairs."

[headline]
value = "count(*) FILTER (WHERE crosses)"
unit = "pairs"
better = "lower"
basis = "no published basis; the selection of pairs is code-maat's"
*/
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
    least(fa.path, fb.path) || ' ~ ' || greatest(fa.path, fb.path) AS subject,
    least(fa.path, fb.path) AS path,
    1::BIGINT AS line,
    graded.degree::DOUBLE AS value,
    'changed together ' || graded.shared || ' times, of ' || graded.revisions_a || ' and ' || graded.revisions_b
        || ' changes' || CASE WHEN fa.component <> fb.component THEN '; across components' ELSE '' END AS explanation,
    greatest(fa.path, fb.path) AS other,
    fa.component <> fb.component AS crosses,
    graded.shared, graded.revisions_a, graded.revisions_b
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
