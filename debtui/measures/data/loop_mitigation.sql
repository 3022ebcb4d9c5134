/*
title = "Mitigation of feedback loops"
catalogue = "FL-2"
question = "Which declared loop is kept open for answers that the model would not give?"
paper = "Sculley et al. 2015, section 4: 'using some amount of randomization, or by isolating certain parts of data from being influenced by a given model'"
grade = "E4"
unit = "share of traffic"
better = "none"
formula = "per declared surface that closes a loop (FL-1) the share that its declared mitigation names in per cent; 0 where none is declared, nothing where the words name no share; headline: surfaces with a declared mitigation / surfaces that close a loop"
why = "Without answers that the model would not have given, nothing can tell whether they would have been better."
remedy = "Randomise a small share, keep a group out of the model's reach, or log propensities; then read from the log how many rows of a day came about so."
effort = "hours"
pitfalls = "Declared is not served: exploration that is configured may be filtered out of the training data. Count it in the log itself."
without = "no surface that closes a loop is declared; [data.surfaces.ranking_page] in debtui.toml takes shown_by, logs and mitigated"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE declared) / count(*) END"
unit = "share of surfaces"
better = "higher"
basis = "no published basis: any randomisation is better than none"
*/
SELECT
    data_loop_at.surface AS subject,
    any_value(data_loop_at.path) AS path,
    any_value(data_loop_at.line) AS line,
    CASE WHEN any_value(data_loop_at.mitigated) IS NULL THEN 0
        ELSE try_cast(regexp_extract(any_value(data_loop_at.mitigated), '([0-9]+(\.[0-9]+)?) *%', 1) AS DOUBLE) / 100 END::DOUBLE AS value,
    any_value(data_node_at.name) || ' closes a loop through ' || array_to_string(list_sort(list(DISTINCT data_loop_at.model)), ', ') || '; '
        || coalesce('mitigated, as declared: ' || any_value(data_loop_at.mitigated), 'no mitigation is declared') AS explanation,
    any_value(data_loop_at.mitigated) IS NOT NULL AS declared,
    any_value(data_loop_at.owner) AS declared_owner
FROM data_loop_at
JOIN data_node_at ON data_node_at.node = data_loop_at.surface
GROUP BY data_loop_at.surface
