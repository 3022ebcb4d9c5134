-- Which of the eight things that a run is made of are recorded: RP-3.
WITH
told AS (
    SELECT
        run, count(*) FILTER (WHERE role = 'param') AS params,
        bool_or(regexp_matches(lower(key), '(^|[._])(data(set)?|features?)_?(version|hash|digest|rev|revision|commit|snapshot)$')) AS data,
        bool_or(regexp_matches(lower(key), '(^|[._])((docker_?)?image|env(ironment)?_?(hash|digest|lock)?|lock_?(hash|digest)|requirements(_hash)?|conda_env)$')) AS environment,
        bool_or(regexp_matches(lower(key), '(^|[._])(random_?)?(seed|state|random_state)$')) AS seed,
        bool_or(regexp_matches(lower(key), '(^|[._])(gpu(_type|s)?|hardware|machine|instance(_type)?|accelerator|device|n_?gpus?|cpu_count)$')) AS hardware
    FROM run_value
    GROUP BY run
),
had AS (
    SELECT
        run_at.run, run_at.file, run_at.commit_id IS NOT NULL AS commit_id, run_at.dirty IS NOT DISTINCT FROM false AS clean, coalesce(told.params, 0) > 0 AS params,
        coalesce(told.data, false) OR EXISTS (FROM run_input WHERE run_input.run = run_at.run AND version IS NOT NULL) AS data,
        run_at.environment IS NOT NULL OR coalesce(told.environment, false) AS environment, run_at.seed IS NOT NULL OR coalesce(told.seed, false) AS seed,
        run_at.hardware IS NOT NULL OR coalesce(told.hardware, false) AS hardware, run_at.command IS NOT NULL AS command
    FROM run_at
    LEFT JOIN told USING (run)
    WHERE run_at.tool <> 'git'
)
SELECT
    *,
    8 - (commit_id::INTEGER + clean::INTEGER + params::INTEGER + data::INTEGER + environment::INTEGER + seed::INTEGER + hardware::INTEGER + command::INTEGER) AS missing,
    concat_ws(', ',
        CASE WHEN NOT commit_id THEN 'commit' END, CASE WHEN NOT clean THEN 'a clean work tree' END, CASE WHEN NOT params THEN 'parameters' END,
        CASE WHEN NOT data THEN 'version of the data' END, CASE WHEN NOT environment THEN 'environment' END, CASE WHEN NOT seed THEN 'seed' END,
        CASE WHEN NOT hardware THEN 'hardware' END, CASE WHEN NOT command THEN 'command' END
    ) AS absent
FROM had
