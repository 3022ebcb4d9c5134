-- Importances of features recorded by the time of that commit; those without a time hold at the newest.
SELECT *
FROM feature_importance
WHERE coalesce(recorded <= (SELECT committed FROM commit_at), (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline))
