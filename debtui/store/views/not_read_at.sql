-- Files of that commit that an analyser should have read and has not (status null), or could not.
SELECT path, analyser, status, reason
FROM demand_at
WHERE status IS DISTINCT FROM 'ok'
