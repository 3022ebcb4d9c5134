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
SELECT
    least(path_a, path_b) || ' ~ ' || greatest(path_a, path_b) AS subject,
    least(path_a, path_b) AS path,
    1::BIGINT AS line,
    degree AS value,
    'changed together ' || shared || ' times, of ' || revisions_a || ' and ' || revisions_b
        || ' changes' || CASE WHEN crosses THEN '; across components' ELSE '' END AS explanation,
    greatest(path_a, path_b) AS other,
    crosses, shared, revisions_a, revisions_b
FROM coupled_pair_at
