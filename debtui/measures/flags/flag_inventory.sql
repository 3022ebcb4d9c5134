/*
title = "Flags added and never removed"
catalogue = "AP-8"
question = "Do flags leave as fast as they come?"
paper = "Toggle studies (Tërnava 2026; Rahman et al. 2016); Unleash"
grade = "E2"
unit = "flags"
better = "lower"
formula = "keys named in production code (Python, JavaScript, TypeScript, Go, Java, C++): added and removed per quarter, by the first and last mainline commit that names them; headline: 1 - removed / added over all history"
why = "A flag that is never removed is code that nobody dares to touch; the inventory only grows."
remedy = "Give each flag an owner and an end date on the day it is added; remove two for each new one until the net is below zero."
pitfalls = "A renamed key looks removed and added. Options of a command line are counted with the rest. Published lags: removals trail additions by about 35 % in Kubernetes and 13 % in GitLab."

[headline]
value = "1 - sum(removed) / nullif(sum(added), 0)"
unit = "share"
better = "lower"
basis = "no published basis; 0.35 in Kubernetes and 0.13 in GitLab are reported"
*/
WITH
mention AS (
    SELECT flag_mention.key, file_span.from_seq, CASE WHEN file_span.to_seq <= commit_at.seq THEN file_span.to_seq END AS to_seq
    FROM flag_mention
    JOIN file_span USING (blob)
    JOIN commit_at ON file_span.from_seq <= commit_at.seq
    JOIN path_class USING (path)
    WHERE path_class.kind IN ('code', 'tool-config') AND flag_mention.mechanism <> 'named'
),
life AS (
    SELECT key, min(from_seq) AS born, CASE WHEN bool_or(to_seq IS NULL) THEN NULL ELSE max(to_seq) END AS died
    FROM mention
    GROUP BY key
),
event AS (
    SELECT date_trunc('quarter', mainline.committed) AS quarter, life.key, 1 AS added, 0 AS removed
    FROM life
    JOIN mainline ON mainline.seq = life.born
    UNION ALL
    SELECT date_trunc('quarter', mainline.committed), life.key, 0, 1
    FROM life
    JOIN mainline ON mainline.seq = life.died
)
SELECT
    year(quarter) || '-Q' || quarter(quarter) AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    (sum(added) - sum(removed))::DOUBLE AS value,
    sum(added) || ' added, ' || sum(removed) || ' removed; ' || sum(sum(added) - sum(removed)) OVER (ORDER BY quarter)
        || ' in the inventory then' AS explanation,
    sum(added) AS added,
    sum(removed) AS removed,
    sum(sum(added) - sum(removed)) OVER (ORDER BY quarter) AS inventory,
    left(string_agg(CASE WHEN added = 1 THEN '+' ELSE '-' END || key, ' ' ORDER BY added DESC, key), 300) AS keys
FROM event
GROUP BY quarter
