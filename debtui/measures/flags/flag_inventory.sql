/*
title = "Flags added and never removed"
catalogue = "AP-8"
question = "Do flags leave as fast as they come?"
paper = "Toggle studies (Tërnava 2026; Rahman et al. 2016); Unleash"
grade = "E2"
unit = "flags"
better = "lower"
formula = "keys named in production Python code: added and removed per quarter, by the first and last mainline commit that names them; headline: 1 - removed / added over all history. removal_lag and median_life_of_removed: up to the end of that quarter; median_life_of_all: Kaplan-Meier, at the commit, in the newest quarter's row, empty where over half of all flags are still there"
why = "A flag that is never removed is code that nobody dares to touch; the inventory only grows."
remedy = "Give each flag an owner and an end date on the day it is added; remove two for each new one until the net is below zero."
pitfalls = "A renamed key looks removed and added. Options of a command line are counted with the rest. Published lags: removals trail additions by about 35 % in Kubernetes and 13 % in GitLab. The life of removed flags alone is too short: those that stay are not in it; the Kaplan-Meier median counts them."

[headline]
value = "1 - sum(removed) / nullif(sum(added), 0)"
unit = "share"
better = "lower"
basis = "no published basis; 0.35 in Kubernetes and 0.13 in GitLab are reported"
*/
WITH
event AS (
    SELECT date_trunc('quarter', introduced) AS quarter, key, 1 AS added, 0 AS removed, NULL AS lived FROM flag_history_at
    UNION ALL
    SELECT date_trunc('quarter', gone), key, 0, 1, life_days FROM flag_history_at WHERE NOT alive
),
quarterly AS (
    SELECT
        quarter, sum(added) AS added, sum(removed) AS removed, list(lived) FILTER (WHERE removed = 1) AS lives,
        left(string_agg(CASE WHEN added = 1 THEN '+' ELSE '-' END || key, ' ' ORDER BY added DESC, key), 300) AS keys
    FROM event
    GROUP BY quarter
),
-- Everything up to the end of each quarter.
so_far AS (
    SELECT
        *, sum(added - removed) OVER run AS inventory, 1 - sum(removed) OVER run / sum(added) OVER run AS removal_lag,
        list_median(flatten(list(lives) OVER run)) AS median_life_of_removed, quarter = max(quarter) OVER () AS newest
    FROM quarterly
    WINDOW run AS (ORDER BY quarter)
),
half AS (
    SELECT min(age_days) FILTER (WHERE survival <= 0.5 + 1e-9) AS days FROM flag_survival_at
)
SELECT
    year(so_far.quarter) || '-Q' || quarter(so_far.quarter) AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    (so_far.added - so_far.removed)::DOUBLE AS value,
    so_far.added || ' added, ' || so_far.removed || ' removed; ' || so_far.inventory || ' in the inventory then'
        || CASE WHEN so_far.newest THEN '; median life of all flags (Kaplan-Meier): '
               || coalesce(half.days || ' days', 'not reached, over half are still there') ELSE '' END AS explanation,
    so_far.added,
    so_far.removed,
    so_far.inventory,
    so_far.keys,
    round(so_far.removal_lag, 4) AS removal_lag,
    so_far.median_life_of_removed,
    CASE WHEN so_far.newest THEN half.days END AS median_life_of_all
FROM so_far
JOIN half ON true
