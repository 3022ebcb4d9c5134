-- Incidents that had begun by the time of that commit.
SELECT *
FROM incident
WHERE coalesce(opened <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
