/*
title = "Runs that the repository cannot repeat"
catalogue = "CF-5"
question = "Which results came from code or settings that nobody can get back?"
paper = "Sculley et al. 2015, section 6: 'Configurations should undergo a full code review and be checked into a repository'"
grade = "E1"
unit = "reasons"
better = "lower"
warn = 1
formula = "per run: no commit recorded, a commit that is not in the repository, a work tree that differed from it, recorded parameters that differ from the only setting of that name at that commit; headline: share of runs with a reason"
why = "A result whose configuration was only on somebody's disk can be neither trusted nor repeated."
remedy = "Commit before a run that counts; let the training refuse a dirty work tree; take parameters from files that are checked in."
effort = "hours"
pitfalls = "A parameter given on the command line differs from the checked-in one on purpose; it is a reason all the same, for it is not in the repository. A shallow clone lacks commits."
without = "no run is recorded outside the history"
supply = "the tracker's own store or export: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) / count(*) END"
unit = "share of runs"
better = "lower"
warn = 0.1
basis = "a convention of debtui; no published basis"
*/
WITH
-- Settings that one name means one value of, at the commits that runs were made on.
named AS (
    SELECT moment.seq, lower(regexp_extract(config_span.key, '[^.]+$')) AS name, min(config_span.value) AS value, min(config_span.path) AS path
    FROM (SELECT DISTINCT seq FROM run_at WHERE seq IS NOT NULL) AS moment
    JOIN config_span ON config_span.from_seq <= moment.seq AND coalesce(config_span.to_seq > moment.seq, true)
    JOIN path_class ON path_class.path = config_span.path AND path_class.kind = 'ml-config'
    GROUP BY ALL
    HAVING count(*) = 1
),
differing AS (
    SELECT run_at.run, string_agg(run_value.key || ' was ' || run_value.value || ' where ' || named.path || ' says ' || named.value, ', ' ORDER BY run_value.key) AS told
    FROM run_at
    JOIN run_value ON run_value.run = run_at.run AND run_value.role = 'param'
    JOIN named ON named.seq = run_at.seq AND named.name = lower(regexp_extract(run_value.key, '[^.]+$'))
    WHERE named.value <> run_value.value
        AND coalesce(try_cast(named.value AS DOUBLE) <> try_cast(run_value.value AS DOUBLE), true)
        AND lower(run_value.key) NOT IN ('seed', 'random_seed', 'random_state')
    GROUP BY run_at.run
),
judged AS (
    SELECT
        run_at.*, differing.told,
        CASE
            WHEN run_at.commit_id IS NULL THEN 'its commit was not recorded'
            WHEN run_at.seq IS NULL THEN 'its commit ' || run_at.commit_id[:12] || ' is not in the repository'
        END AS lost
    FROM run_at
    LEFT JOIN differing USING (run)
    WHERE run_at.tool <> 'git'
)
SELECT
    run AS subject,
    file AS path,
    NULL::BIGINT AS line,
    (lost IS NOT NULL)::INTEGER + coalesce(dirty, false)::INTEGER + (told IS NOT NULL)::INTEGER::DOUBLE AS value,
    coalesce(nullif(concat_ws('; ', lost, CASE WHEN dirty THEN 'the work tree differed from its commit' END, told), ''), 'commit ' || commit_id[:12] || ', nothing differs') AS explanation,
    model, started, commit_id
FROM judged
