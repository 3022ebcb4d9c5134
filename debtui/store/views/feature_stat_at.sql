-- Statistics of features recorded by the time of that commit.
SELECT *
FROM feature_stat
WHERE coalesce(recorded <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
