/*
title = "Tables that do not keep still"
catalogue = "DD-3"
question = "Which input changes under the models' feet?"
paper = "Zinkevich, rule 10; Sculley et al. 2015, section 3: unstable data dependencies"
grade = "E1"
unit = "events in 90 days"
better = "lower"
warn = 1
fail = 3
formula = "per table with daily statistics or distributions, in the 90 days before the moment: features that appeared or disappeared, features that drifted (MN-6) and silent failures that began (ZK-10)"
why = "What moves every month has to be watched every month; nobody planned for that."
remedy = "Agree on a contract with its owner, read a versioned copy, or depend on it less."
pitfalls = "A column that is added harms nobody, one that goes may. Seen is what is recorded: statistics of a table, not the code that makes it."
without = "no daily statistics of tables are recorded"
supply = "export a table of date, table, feature, n, null_share, mean, std, distinct, max_ts: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_stat", "feature_bin"]

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(value) / count(*) END"
unit = "events per table"
better = "lower"
warn = 1
basis = "a convention of debtui; no published basis"
*/
WITH
since AS (SELECT committed - INTERVAL 90 DAY AS since FROM commit_at),
span AS (
    SELECT dataset, feature, min(recorded) AS first_seen, max(recorded) AS last_seen, min(file) AS file
    FROM feature_stat_at
    WHERE recorded IS NOT NULL
    GROUP BY dataset, feature
),
of_table AS (SELECT dataset, min(first_seen) AS first_seen, max(last_seen) AS last_seen, min(file) AS file FROM span GROUP BY dataset),
event AS (
    SELECT span.dataset, span.feature || ' appeared' AS told, span.first_seen AS happened
    FROM span JOIN of_table USING (dataset) WHERE span.feature <> '' AND span.first_seen > of_table.first_seen
    UNION ALL
    SELECT span.dataset, span.feature || ' disappeared', span.last_seen
    FROM span JOIN of_table USING (dataset) WHERE span.feature <> '' AND span.last_seen < of_table.last_seen
    UNION ALL
    SELECT dataset, feature || ' drifted', min(recorded) FROM drift_at WHERE drifted AND recorded >= (SELECT since FROM since) GROUP BY dataset, feature
    UNION ALL
    SELECT dataset, CASE WHEN feature = '' THEN kind ELSE feature || ': ' || kind END, began FROM silent_failure_at
),
tables AS (
    SELECT dataset, file FROM of_table
    UNION ALL
    SELECT dataset, min(file) FROM drift_at WHERE dataset NOT IN (SELECT dataset FROM of_table) GROUP BY dataset
)
SELECT
    coalesce(nullif(tables.dataset, ''), tables.file) AS subject,
    tables.file AS path,
    NULL::BIGINT AS line,
    count(event.told)::DOUBLE AS value,
    coalesce(string_agg(strftime(event.happened, '%Y-%m-%d') || ' ' || event.told, '; ' ORDER BY event.happened, event.told), 'nothing in 90 days') AS explanation
FROM tables
LEFT JOIN event ON event.dataset = tables.dataset AND event.happened >= (SELECT since FROM since)
GROUP BY tables.dataset, tables.file
