/*
title = "Breadth of a change"
catalogue = "ON-10"
question = "How many components does one commit touch?"
paper = "change-set size as in code-maat; Sculley et al., CACE"
grade = "E2"
unit = "components"
better = "lower"
warn = 3
fail = 6
formula = "distinct components among the paths of each non-merge commit that landed within 365 days; median"
why = "Whoever must touch four components to change one thing must understand four."
remedy = "Look at what the widest commits have in common: it wants to live in one place."
pitfalls = "Squash merges widen a commit, formatting sweeps more so. Median 1 to 2 files per commit is usual."

[headline]
value = "median(value)"
unit = "components"
better = "lower"
warn = 2.01
basis = "no published basis: more than two in the median"
*/
WITH
touched AS (
    SELECT change_at.commit_id, count(DISTINCT path_class.component) AS components, any_value(change_at.files) AS files
    FROM change_at
    JOIN commit_at ON change_at.committed >= commit_at.committed - INTERVAL 365 DAY
    JOIN path_class USING (path)
    GROUP BY change_at.commit_id
)
SELECT
    left(touched.commit_id, 12) AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    touched.components::DOUBLE AS value,
    touched.components || ' components and ' || touched.files || ' files: ' || left(log_at.subject, 80) AS explanation,
    touched.files,
    touched.files > 30 AS over_thirty_files,
    log_at.committed AS on_date
FROM touched
JOIN log_at ON log_at.commit_id = touched.commit_id
