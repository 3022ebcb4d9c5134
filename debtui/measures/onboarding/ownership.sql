/*
title = "Ownership of components"
catalogue = "ON-6"
question = "Which components have nobody who made most of their changes, and many who made few?"
paper = "Bird et al., Don't Touch My Code!, FSE 2011"
grade = "E2"
unit = "share"
better = "higher"
warn = 0.5
fail = 0.25
formula = "commits of the strongest contributor / commits to the component; minor: people with under 5 % of them. Components with at least 20 commits."
why = "Bird et al. found the number of minor contributors to go with failures: 0.86 (Spearman) before release in Windows Vista."
remedy = "Name an owner of the component who reviews what minor contributors change."
pitfalls = "Their components were binaries of a closed product. In a small team every share is large."

[headline]
value = "avg((value < 0.5)::INTEGER)"
unit = "share"
better = "lower"
basis = "no published basis for a limit"
*/
WITH
made AS (
    SELECT path_class.component, change_at.person, count(DISTINCT change_at.commit_id) AS commits
    FROM change_at
    JOIN path_class USING (path)
    WHERE path_class.kind IN ('code', 'test', 'notebook', 'ml-config')
        AND path_class.component IN (SELECT component FROM source_file_at)
    GROUP BY path_class.component, change_at.person
),
shared AS (
    SELECT component, person, commits, commits / sum(commits) OVER (PARTITION BY component) AS share FROM made
)
SELECT
    component AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    max(share)::DOUBLE AS value,
    'strongest: ' || arg_max(activity_at.name, (share, activity_at.name)) || ' with ' || (100 * max(share))::INTEGER || ' % of '
        || sum(shared.commits) || ' commits; ' || count(*) FILTER (WHERE share < 0.05) || ' minor and '
        || count(*) FILTER (WHERE share >= 0.05) || ' major contributors' AS explanation,
    count(*) FILTER (WHERE share < 0.05) AS minor,
    count(*) FILTER (WHERE share >= 0.05) AS major,
    sum(shared.commits) AS commits
FROM shared
JOIN activity_at USING (person)
GROUP BY component
HAVING sum(shared.commits) >= 20
