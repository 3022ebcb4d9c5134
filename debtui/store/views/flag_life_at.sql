-- The life of every flag that production code has ever named: came, last changed, still there or gone, and since when it is
-- stale by the rule of the measure AP-6 (a switch over 40 days old whose places have not changed for 56 days).
WITH
place AS (
    SELECT
        key, count(*) AS places, bool_or(boolean) FILTER (WHERE kind = 'code') AS switch,
        arg_min((path, line), (role, path, line)) AS first_place
    FROM flag_place_at
    WHERE kind IN ('code', 'tool-config')
    GROUP BY key
),
ruled AS (
    SELECT
        history.*,
        coalesce(place.places, 0) AS places,
        coalesce(place.switch, false) AS switch,
        place.first_place,
        date_diff('day', history.changed, commit_at.committed) AS unchanged_days,
        greatest(history.introduced::DATE + 41, history.changed::DATE + 56) AS stale_from,
        commit_at.committed::DATE AS today
    FROM flag_history_at AS history
    LEFT JOIN place USING (key)
    JOIN commit_at ON true
)
SELECT
    key, mechanism, language, switch, alive, places, files, first_place[1] AS path, first_place[2] AS line,
    first_seq, introduced, changed_seq, changed, gone_seq, gone,
    CASE WHEN switch AND alive AND stale_from <= today THEN stale_from::TIMESTAMP END AS stale_since,
    life_days, unchanged_days,
    CASE WHEN switch AND alive AND stale_from <= today THEN date_diff('day', stale_from, today) END AS stale_days
FROM ruled
WHERE sure OR places > 0
