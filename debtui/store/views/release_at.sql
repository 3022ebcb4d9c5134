-- Releases of models by the time of that commit, in order; each version once, at its first release.
SELECT
    model, version, released, run, commit_id, stage, rolled_back, file,
    row_number() OVER (PARTITION BY model ORDER BY released, version) AS number,
    lag(version) OVER (PARTITION BY model ORDER BY released, version) AS previous
FROM (
    SELECT
        coalesce(model, '') AS model, coalesce(version, '') AS version, min(released) AS released, arg_min(run, released) AS run,
        arg_min(commit_id, released) AS commit_id, arg_max(stage, released) AS stage, min(rolled_back) AS rolled_back, min(file) AS file
    FROM release
    WHERE released <= (SELECT committed FROM commit_at)
    GROUP BY ALL
)
