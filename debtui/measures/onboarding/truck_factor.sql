/*
title = "Truck factor"
catalogue = "ON-1"
question = "How few people hold the knowledge of more than half of the files?"
paper = "Avelino et al., ICPC 2016; Fritz et al. (degree of authorship)"
grade = "E2"
unit = "files"
formula = "DOA = 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC); author: DOA > 0.75 of the file's largest, and DOA >= 3.293 or creator. Greedy: while half of the source files have an author, the author of most leaves."
why = "When one or two people carry the system, their leaving stops it; nobody else can say why a model is as it is."
remedy = "Pair on the files listed for the first names; let somebody else make the next changes there, and review."
pitfalls = "Authorship is not knowledge: reviewers and pairs are invisible. On rarely changed files one later change makes a co-author, so the number is optimistic. Of 133 published projects 65 % have 2 or fewer: judge by the size of the team."

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE removed) END"
unit = "people"
better = "higher"
warn = 2
fail = 1
basis = "no published basis; 34 % of 133 published projects have 1, 65 % at most 2"
*/
SELECT
    activity_at.name AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    authored::DOUBLE AS value,
    CASE WHEN removed
        THEN 'author of ' || authored || ' source files (' || (100 * share)::INTEGER || ' %); without them and those above, '
            || (100 * coverage_after)::INTEGER || ' % still have an author'
        ELSE 'author of ' || authored || ' source files (' || (100 * share)::INTEGER || ' %)'
    END AS explanation,
    rank, removed, share, coverage_after, activity_at.last_commit, activity_at.active
FROM truck_factor_at
JOIN activity_at USING (person)
