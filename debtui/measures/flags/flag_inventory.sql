/*
title = "Flags added and never removed"
catalogue = "AP-8"
question = "Do flags leave as fast as they come?"
paper = "Toggle studies (Tërnava 2026; Rahman et al. 2016); Unleash"
grade = "E2"
unit = "flags"
better = "lower"
formula = "keys named in production code (Python, JavaScript, TypeScript, Go, Java, C++): added and removed per quarter, by the first and last mainline commit that names them; headline: 1 - removed / added over all history. removal_lag and median_life_of_removed: up to the end of that quarter; median_life_of_all: Kaplan-Meier, at the commit, in the newest quarter's row, empty where over half of all flags are still there"
why = "A flag that is never removed is code that nobody dares to touch; the inventory only grows."
remedy = "Give each flag an owner and an end date on the day it is added; remove two for each new one until the net is below zero."
pitfalls = "A renamed key looks removed and added. Options of a command line and variables that hold a value are counted with the rest: in six repositories read by eye, four of five keys were no switches. Published lags: removals trail additions by about 35 % in Kubernetes and 13 % in GitLab. The life of removed flags alone is too short: those that stay are not in it; the Kaplan-Meier median counts them."

[headline]
value = "1 - sum(removed) / nullif(sum(added), 0)"
unit = "share"
better = "lower"
basis = "no published basis; 0.35 in Kubernetes and 0.13 in GitLab are reported"
*/
WITH
half AS (
    SELECT min(age_days) FILTER (WHERE survival <= 0.5 + 1e-9) AS days FROM flag_survival_at
),
newest AS (
    SELECT max(quarter) AS quarter FROM flag_quarter_at
)
SELECT
    year(this.quarter) || '-Q' || quarter(this.quarter) AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    (this.added - this.removed)::DOUBLE AS value,
    this.added || ' added, ' || this.removed || ' removed; ' || this.inventory || ' in the inventory then'
        || CASE WHEN newest.quarter IS NOT NULL THEN '; median life of all flags (Kaplan-Meier): '
               || coalesce(half.days || ' days', 'not reached, over half are still there') ELSE '' END AS explanation,
    this.added,
    this.removed,
    this.inventory,
    this.keys,
    round(this.removal_lag, 4) AS removal_lag,
    this.median_life_of_removed,
    CASE WHEN newest.quarter IS NOT NULL THEN half.days END AS median_life_of_all
FROM flag_quarter_at AS this
LEFT JOIN newest USING (quarter)
JOIN half ON true
