-- Releases of models by the time of that commit, in order, each version once. A model without a record of releases is taken to be released whenever its committed metrics change.
WITH
recorded AS (
    SELECT
        coalesce(release.model, '') AS model, coalesce(release.version, '') AS version, min(release.released) AS released,
        coalesce(arg_min(release.run, release.released), min(evaluated.run)) AS run, arg_min(release.commit_id, release.released) AS commit_id,
        arg_max(release.stage, release.released) AS stage, min(release.rolled_back) AS rolled_back, min(release.file) AS file, 'record' AS basis
    FROM release
    LEFT JOIN run_at AS evaluated ON evaluated.run = release.model || ' ' || release.version
    WHERE release.released <= (SELECT committed FROM commit_at)
    GROUP BY ALL
),
listed AS (
    FROM recorded
    UNION ALL BY NAME
    SELECT model, commit_id[:8] AS version, started AS released, run, commit_id, NULL AS stage, NULL AS rolled_back, file, 'committed metrics' AS basis
    FROM run_at
    WHERE tool = 'git' AND model NOT IN (SELECT model FROM recorded)
),
placed AS (
    SELECT listed.*, coalesce(landed.landed, run_at.seq, (SELECT max(seq) FROM mainline WHERE committed <= listed.released)) AS seq
    FROM listed
    LEFT JOIN run_at ON run_at.run = listed.run
    LEFT JOIN (SELECT DISTINCT commit_id, landed FROM landed_commit) AS landed
        ON landed.commit_id = listed.commit_id OR (length(listed.commit_id) BETWEEN 7 AND 39 AND starts_with(landed.commit_id, listed.commit_id))
)
SELECT
    *, row_number() OVER one AS number, lag(version) OVER one AS previous, lag(run) OVER one AS previous_run, lag(seq) OVER one AS previous_seq,
    lag(released) OVER one AS previous_released
FROM placed
WINDOW one AS (PARTITION BY model ORDER BY released, version)
