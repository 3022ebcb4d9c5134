-- What runs came to by the time of that commit: the last value of each of their metrics, by step, then by time; null where that is no number.
SELECT
    run_at.run, run_at.model, run_at.started, run_at.seq, series.metric, series.slice,
    arg_max(CASE WHEN point.value IS NULL THEN struct_pack(value := NULL::DOUBLE) ELSE struct_pack(value := point.value) END, (coalesce(point.step, -1), coalesce(point.recorded, TIMESTAMP '0001-01-01'))).value AS value,
    arg_max(point.examples, (coalesce(point.step, -1), coalesce(point.recorded, TIMESTAMP '0001-01-01'))) AS examples,
    max(point.recorded) AS recorded, count(*) AS points
FROM run_at
JOIN series USING (run)
JOIN point USING (series)
WHERE coalesce(point.recorded <= (SELECT committed FROM commit_at), true)
GROUP BY run_at.run, run_at.model, run_at.started, run_at.seq, series.metric, series.slice
UNION ALL
SELECT run, any_value(model), any_value(committed), any_value(seq), metric, '', arg_max(value, path), NULL, any_value(committed), 1
FROM committed_result_at
GROUP BY run, metric
