-- Means of predictions and labels recorded by the time of that commit.
SELECT *
FROM prediction_bias
WHERE coalesce(recorded <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
