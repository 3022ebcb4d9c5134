/*
title = "Data older than it may be"
catalogue = "ZK-8"
question = "How old may the data be, and how old is it?"
paper = "Zinkevich, rule 8: know the freshness requirements"
grade = "E1"
unit = "times the allowed age"
better = "lower"
warn = 1
fail = 2
formula = "per table at its newest record: age of the newest event / the age that is allowed (error after, else warn after); no value where nothing is required; headline: tables that are too old"
why = "A model that is served with old data is an old model."
remedy = "Mend the load, or write down that older data will do."
pitfalls = "The time of a load is not that of an event: a fresh table can be full of old events. A requirement that nobody derived from a loss of quality is a guess."
without = "no ages of tables are recorded, nor daily statistics with the newest event"
supply = "export dbt's sources.json, or a table of subject, date, newest, error_after (seconds): debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["freshness", "feature_stat"]

[headline]
value = "CASE WHEN count(value) > 0 THEN count(*) FILTER (WHERE value > 1) END"
unit = "tables too old"
better = "lower"
warn = 1
basis = "0 is wanted"
*/
WITH
seen AS (
    SELECT subject, file, recorded, newest, coalesce(error_after, warn_after) AS allowed FROM freshness_at
    UNION ALL
    SELECT dataset, file, recorded, max(newest), NULL FROM feature_stat_at
    WHERE dataset <> '' AND newest IS NOT NULL AND dataset NOT IN (SELECT subject FROM freshness_at)
    GROUP BY dataset, file, recorded
),
latest AS (FROM seen QUALIFY row_number() OVER (PARTITION BY subject ORDER BY recorded DESC NULLS LAST, file) = 1)
SELECT
    subject,
    file AS path,
    NULL::BIGINT AS line,
    epoch(recorded - newest) / nullif(allowed, 0) AS value,
    'newest event ' || coalesce(strftime(newest, '%Y-%m-%d %H:%M'), 'unknown') || ', seen ' || coalesce(strftime(recorded, '%Y-%m-%d %H:%M'), 'at an unknown time')
        || coalesce('; may be ' || printf('%.1f', allowed / 3600) || ' hours old', '; how old it may be is not written down') AS explanation,
    recorded, newest, allowed
FROM latest
