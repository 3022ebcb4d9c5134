/*
title = "Days to the tenth commit"
catalogue = "ON-4"
question = "How long does a newcomer take from the first commit to the tenth?"
paper = "Sourcegraph handbook, time to productive contribution; Sculley et al., fifth question"
grade = "E2"
unit = "days"
formula = "median over people who reached their tenth non-merge commit of the days since their first; per quarter of the first commit, with the Kaplan-Meier median in which those who have not reached it count as censored"
why = "A system that is hard to understand shows it first in how slowly new people get from one change to many."
remedy = "Ask the last two newcomers what they waited for; write down that, automate that."
pitfalls = "Those who reached ten are survivors; one-time contributors make the Kaplan-Meier median endless in open source. Squash merges hide commits. Never to be used on persons: rows are cohorts."

[headline]
value = "(SELECT median(days) FROM newcomer_at WHERE days IS NOT NULL)"
unit = "days"
better = "lower"
basis = "no published basis"
*/
WITH
person AS (
    SELECT
        year(first_commit) || '-Q' || quarter(first_commit) AS cohort,
        person, days, coalesce(days, watched_days) AS watched, days IS NOT NULL AS reached
    FROM newcomer_at
),
-- Kaplan-Meier: the chance to be still below ten after each day on which somebody reached it.
event AS (
    SELECT
        cohort, watched, reached,
        count(*) OVER (PARTITION BY cohort ORDER BY watched ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk
    FROM person
),
curve AS (
    SELECT
        cohort, watched,
        exp(sum(CASE WHEN reached THEN CASE WHEN at_risk = 1 THEN -100 ELSE ln(1 - 1.0 / at_risk) END ELSE 0 END)
            OVER (PARTITION BY cohort ORDER BY watched)) AS still_below
    FROM event
),
km AS (
    SELECT cohort, min(watched) AS km_median FROM curve WHERE still_below <= 0.5 GROUP BY cohort
)
SELECT
    'newcomers of ' || person.cohort AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    median(days)::DOUBLE AS value,
    count(*) FILTER (WHERE reached) || ' of ' || count(*) || ' reached ten commits'
        || coalesce(', half of them within ' || median(days)::INTEGER || ' days', '') AS explanation,
    count(*) AS newcomers,
    count(*) FILTER (WHERE reached) AS reached,
    quantile_cont(days, 0.9) AS p90_days,
    any_value(km.km_median) AS kaplan_meier_median
FROM person
LEFT JOIN km ON km.cohort = person.cohort
GROUP BY person.cohort
