/*
title = "Ramp-up time"
catalogue = "ON-5"
question = "After how many months does a newcomer contribute as much as the people already here?"
paper = "Rastogi et al. (Microsoft); Zhou and Mockus, FSE 2010"
grade = "E2"
unit = "months"
formula = "first month in which a newcomer's commits reach the median of the incumbents' (people whose first commit is over a year old) in that month, counted from the month of the first commit; of people with at least three active months who came when there were incumbents"
why = "Until then somebody else carries their share; a long ramp is what undocumented knowledge costs."
remedy = "Give newcomers whole small features with a named reviewer; measure again with the next cohort."
pitfalls = "Commits are not productivity, and the incumbents' median moves. Zhou and Mockus saw up to 12 months in a large project."

[headline]
value = "(SELECT median(months) FROM ramp_at)"
unit = "months"
better = "lower"
basis = "no published basis; 12 months is the longest that Zhou and Mockus 2010 report for a large project"
*/
SELECT
    'newcomers of ' || year(first_month) AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    median(months)::DOUBLE AS value,
    count(months) || ' of ' || count(*) || ' reached the incumbents'' median'
        || coalesce(', half of them within ' || median(months)::INTEGER || ' months', '') AS explanation,
    count(*) AS newcomers,
    count(months) AS reached,
    max(months) AS slowest
FROM ramp_at
GROUP BY year(first_month)
