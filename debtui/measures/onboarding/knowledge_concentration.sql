/*
title = "Knowledge concentration"
catalogue = "ON-2"
question = "How much of the source does the strongest author hold?"
paper = "Avelino et al., ICPC 2016; pruned variant of the aserg-ufmg tool since 2018"
grade = "E2"
unit = "share"
better = "lower"
warn = 0.25
fail = 0.5
formula = "authored files of a person / source files; pruned truck factor: people of the greedy list with at least a tenth of the first one's files"
why = "One name on half of the files is one resignation away from half a system that nobody can explain."
remedy = "Move ownership of whole directories to somebody else, one at a time, with the strongest author as reviewer."
pitfalls = "Published truck factors are unpruned: do not compare them with the pruned column."

[headline]
value = "max(value)"
unit = "share"
better = "lower"
warn = 0.35
fail = 0.5
basis = "no published basis"
*/
SELECT
    activity_at.name AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    share AS value,
    'author of ' || authored || ' source files, ' || (100 * share)::INTEGER || ' % of all' AS explanation,
    authored,
    removed AND authored >= 0.1 * max(authored) OVER () AS in_pruned_truck_factor,
    activity_at.active
FROM truck_factor_at
JOIN activity_at USING (person)
