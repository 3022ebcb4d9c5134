/*
title = "Comparisons that see what is not there"
catalogue = "PR-4"
question = "Does the experiment find a difference where there is none?"
paper = "Sculley et al. 2015, conclusion: how precisely can the impact of a change be measured"
grade = "E1"
unit = "share flagged"
better = "lower"
formula = "per subject and check of kind aa (two groups that were treated alike): comparisons found significant / comparisons, with Wilson's 95 % interval; a row asks for attention when the interval lies above the declared level (bound, else 0.05); headline: all comparisons together"
why = "Where alike differs from alike, every other result of the same apparatus is worth as little."
remedy = "Look for units that are counted several times, for peeking, and for assignment that is not random."
pitfalls = "A few comparisons say little: look at the interval."
without = "no comparisons of groups that were treated alike are recorded"
supply = "export a table of subject, check, kind = aa, status (fail: significant), date, value (p), threshold: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["check_result"]

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(flagged) / sum(comparisons) END"
unit = "share flagged"
better = "lower"
warn = 0.1
fail = 0.2
basis = "0.05 is expected; twice and four times that are conventions of debtui"
*/
WITH
told AS (
    SELECT
        subject, name, min(file) AS file, count(*) AS comparisons, count(*) FILTER (WHERE status IN ('fail', 'warn')) AS flagged, coalesce(any_value(bound), 0.05) AS level
    FROM check_result_at
    WHERE kind = 'aa' AND status <> 'skipped'
    GROUP BY subject, name
),
interval AS (
    SELECT
        *, flagged / comparisons AS share, (flagged / comparisons + 1.9208 / comparisons) / (1 + 3.8416 / comparisons) AS middle,
        1.96 * sqrt(flagged / comparisons * (1 - flagged / comparisons) / comparisons + 0.9604 / (comparisons * comparisons)) / (1 + 3.8416 / comparisons) AS width
    FROM told
)
SELECT
    subject || ': ' || name AS subject,
    file AS path,
    NULL::BIGINT AS line,
    share AS value,
    flagged || ' of ' || comparisons || ' found a difference, the interval is ' || printf('%.2f', middle - width) || ' to ' || printf('%.2f', middle + width)
        || '; ' || printf('%.2g', level) || CASE WHEN middle - width > level THEN ' is expected: too many' ELSE ' is within it' END AS explanation,
    comparisons, flagged
FROM interval
