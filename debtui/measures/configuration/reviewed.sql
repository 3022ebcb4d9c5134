/*
title = "Configuration changed without review"
catalogue = "CF-4"
question = "Did a second person look at each change of configuration?"
paper = "Sculley et al. 2015, section 6: configurations should undergo a full code review"
grade = "E2"
unit = "files"
formula = "mainline commits that change ML configuration: those that are a merge, or whose subject names a pull or merge request, came through review; headline: their share"
why = "A wrong number in a configuration file does as much harm as a wrong line of code, and no compiler looks at it."
remedy = "Protect the paths of configuration by a CODEOWNERS rule; let a test load every file before the merge."
pitfalls = "A sign of a request is not an approval, and a review may leave no sign in git. Where no mainline commit at all bears a sign, this is not measured."

[headline]
value = "CASE WHEN any_value(signed_anywhere) > 0 THEN 1 - count(*) FILTER (WHERE NOT reviewed) / nullif(count(*), 0) END"
unit = "share"
better = "higher"
warn = 0.9
basis = "no published basis"
*/
WITH
landing AS (
    SELECT
        mainline.seq, mainline.commit_id, mainline.committed, mainline.author, mainline.subject,
        coalesce(landed_commit.merge, false)
            OR regexp_matches(mainline.subject, '\(#\d+\)\s*$|^Merge pull request #\d+|^Merge branch|\(!\d+\)\s*$|^Merged in |^Pull request #\d+', 'i') AS reviewed
    FROM mainline
    JOIN commit_at ON mainline.seq <= commit_at.seq
    LEFT JOIN landed_commit ON landed_commit.commit_id = mainline.commit_id
),
touched AS (
    SELECT file_span.from_seq AS seq, file_span.path
    FROM file_span
    JOIN path_class ON path_class.path = file_span.path AND path_class.kind = 'ml-config'
    UNION
    SELECT file_span.to_seq, file_span.path
    FROM file_span
    JOIN path_class ON path_class.path = file_span.path AND path_class.kind = 'ml-config'
    WHERE file_span.to_seq IS NOT NULL
)
SELECT
    landing.commit_id AS subject,
    min(touched.path) AS path,
    NULL::BIGINT AS line,
    CASE WHEN landing.reviewed THEN 0 ELSE count(*) END::DOUBLE AS value,
    CASE WHEN landing.reviewed THEN 'came through a request: ' ELSE 'no sign of a review: ' END || landing.subject || ' ('
        || landing.author || ', ' || strftime(landing.committed, '%Y-%m-%d') || ')' AS explanation,
    landing.reviewed,
    landing.committed,
    (SELECT count_if(reviewed) FROM landing) AS signed_anywhere
FROM landing
JOIN touched USING (seq)
GROUP BY landing.commit_id, landing.reviewed, landing.subject, landing.author, landing.committed
