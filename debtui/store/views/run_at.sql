-- Runs that had begun by the time of that commit and, as runs, commits that changed committed metrics; each with its model and the mainline commit that its own commit came in with.
WITH
-- Runs of an experiment whose released runs all made one model are that model's, too.
of_experiment AS (
    SELECT run.experiment, min(release.model) AS model
    FROM run
    JOIN release USING (run)
    WHERE run.experiment IS NOT NULL
    GROUP BY run.experiment
    HAVING count(DISTINCT release.model) = 1
),
released AS (SELECT run, min(model) AS model FROM release WHERE run IS NOT NULL GROUP BY run),
recorded AS (
    SELECT
        run.run, run.file, run.tool, run.name, run.experiment, coalesce(run.model, released.model, of_experiment.model, run.experiment) AS model,
        run.status, run.started, run.ended, run.commit_id, ran.landed AS seq, run.dirty, run.command, run.environment, run.hardware, run.seed
    FROM run
    LEFT JOIN released USING (run)
    LEFT JOIN of_experiment ON of_experiment.experiment = run.experiment
    LEFT JOIN (SELECT DISTINCT commit_id, landed FROM landed_commit) AS ran
        ON ran.commit_id = run.commit_id OR (length(run.commit_id) BETWEEN 7 AND 39 AND starts_with(ran.commit_id, run.commit_id))
    WHERE NOT coalesce(run.deleted, false)
        -- A file of metrics that is committed is the commits' that changed it, and no run beside these.
        AND NOT EXISTS (FROM file_span JOIN path_class USING (path) WHERE file_span.path = run.file AND path_class.kind = 'metrics' AND to_seq IS NULL)
        AND coalesce(run.started <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
    QUALIFY row_number() OVER (PARTITION BY run.run ORDER BY run.started IS NULL, run.commit_id IS NULL, run.file) = 1
)
FROM recorded
UNION ALL BY NAME
SELECT
    run, any_value(path) AS file, 'git' AS tool, run AS name, any_value(model) AS model, 'finished' AS status, any_value(committed) AS started,
    any_value(commit_id) AS commit_id, any_value(seq) AS seq
FROM committed_result_at
GROUP BY run
