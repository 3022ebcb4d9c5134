-- Freshness found by the time of that commit; without a time it holds at the newest.
SELECT *
FROM freshness
WHERE coalesce(recorded <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
