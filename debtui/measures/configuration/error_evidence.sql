/*
title = "Mistakes in configuration, mended later"
catalogue = "CF-7"
question = "How often does a change of configuration have to be put right?"
paper = "Sculley et al. 2015, section 6: it should be hard to make manual errors"
grade = "E2"
unit = "files"
formula = "commits that touch nothing but configuration (ML or deployment) and whose subject says fix, revert, rollback, wrong, typo, oops or mistake, per 100 commits that touch such configuration"
why = "These are the errors that reached the branch everybody uses. Each one was one forgotten check away."
remedy = "For each, write the check that would have caught it: a type, a range, an assertion in debtui.toml."
pitfalls = "It rests on how people word their subjects. A fix that touches code too is not counted."

[headline]
value = "100 * count(*) / nullif((SELECT count(DISTINCT change_at.position) FROM change_at JOIN path_class USING (path) WHERE path_class.kind IN ('ml-config', 'deployment-config')), 0)"
unit = "per 100"
better = "lower"
basis = "no published basis"
*/
WITH
about AS (
    SELECT
        change_at.position,
        count_if(path_class.kind IN ('ml-config', 'deployment-config')) AS settings,
        count(*) AS files,
        min(change_at.path) FILTER (WHERE path_class.kind IN ('ml-config', 'deployment-config')) AS path
    FROM change_at
    LEFT JOIN path_class USING (path)
    GROUP BY change_at.position
)
SELECT
    log_at.commit_id AS subject,
    about.path,
    NULL::BIGINT AS line,
    about.settings::DOUBLE AS value,
    strftime(log_at.committed, '%Y-%m-%d') || ': ' || log_at.subject AS explanation,
    log_at.committed
FROM about
JOIN log_at USING (position)
WHERE about.settings = about.files
    AND regexp_matches(log_at.subject, '\b(fix(e[sd])?|fixing|revert(s|ed)?|roll(ed)?[ -]?back|wrong|typos?|oops|mistakes?|hot-?fix|broken)\b', 'i')
