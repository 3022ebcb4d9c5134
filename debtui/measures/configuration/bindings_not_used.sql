/*
title = "gin bindings that no run used"
catalogue = "CF-10b"
question = "Which gin bindings did no recorded run use?"
paper = "Sculley et al. 2015, section 6: it should be easy to detect unused settings"
grade = "E2"
unit = "runs"
better = "lower"
warn = 1
formula = "per binding of an entry with which recorded runs were started: those runs, 0 where one of them used it, by the operative configuration that gin wrote (operative_config*.gin); headline: bindings that none used"
why = "A binding that is bound and not used looks like a decision about the run and is none: people tune it, compare it and copy it, and nothing changes."
remedy = "Delete it; if it ought to have been used, its scope or the function's name is wrong."
effort = "minutes"
pitfalls = "Only runs whose records are in the repository count. The record does not name the entry: it is the one whose values agree best, and a run that used less than half of every entry is left out."
without = "no operative configuration of a gin run is in the repository at this commit"
supply = "check in the operative_config.gin that the run wrote (gin.operative_config_str())"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) END"
unit = "bindings"
better = "lower"
basis = "no published basis"
*/
SELECT
    path || '::' || key AS subject,
    path,
    line::BIGINT AS line,
    CASE used WHEN 0 THEN unused ELSE 0 END::DOUBLE AS value,
    key || ' = ' || left(value, 60) || CASE used
        WHEN 0 THEN ' was used by none of the ' || unused || ' recorded runs that were started with it; last: ' || unused_run
        ELSE ' was used by ' || used || ' of the ' || used + unused || ' recorded runs that were started with it'
    END AS explanation,
    value AS setting,
    unused_run
FROM gin_binding_at
