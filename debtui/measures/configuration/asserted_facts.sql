/*
title = "Asserted facts that do not hold"
catalogue = "CF-9"
question = "Does everything hold that the team has said must hold?"
paper = "Sculley et al. 2015, section 6: easy to assert and verify basic facts about the configuration"
grade = "E1"
unit = "broken"
better = "lower"
fail = 1
formula = "facts under [assert] in debtui.toml, asked at the commit; headline: how many are broken"
why = "How many features are used, what a model depends on, that two environments agree: facts everybody believes and nobody checks, until they are wrong."
remedy = "Mend what broke it (since names the commit), or change the fact on purpose and say why in the commit."
effort = "minutes"
pitfalls = "Today's facts are asked of the past, too. A fact that cannot be asked at a commit is neither held nor broken there."

[headline]
value = "sum(value)"
unit = "facts"
better = "lower"
fail = 1
basis = "a fact holds or it does not"
*/
SELECT
    name AS subject,
    coalesce(path, 'debtui.toml') AS path,
    line::BIGINT AS line,
    (NOT holds)::INTEGER::DOUBLE AS value,
    CASE
        WHEN holds THEN 'holds: ' || told
        WHEN holds IS NULL THEN told || ' ' || found
        ELSE 'broken: ' || told || '; ' || found || CASE WHEN violations > 1 THEN ' (and ' || (violations - 1) || ' more)' ELSE '' END
    END AS explanation,
    told,
    violations
FROM assertion_at
