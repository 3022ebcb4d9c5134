/*
title = "Stale flags in the flag service"
catalogue = "AP-5"
question = "Which flags does their own service call stale?"
paper = "Sculley et al. 2015, dead experimental codepaths; the rules of LaunchDarkly, Unleash, GrowthBook and PostHog"
grade = "E1"
unit = "stale"
better = "lower"
warn = 1
formula = "flags of the exports that are not archived, each judged by its own service's rule: Unleash by age and type, LaunchDarkly temporary, 30 days old and inactive or launched for 7, GrowthBook one-sided and not updated for 2 weeks, PostHog not called for 30 days or rolled out to all; a row is 1 (stale), 0 or nothing (cannot tell); headline: stale / temporary flags that can be judged"
why = "A flag that has done its work keeps the old branch alive, and the branch nobody runs any more is the one that fails. Uber removed 1,381 stale flags, 17 % of all."
remedy = "Open the flag where code asks for it, keep the branch that is served, delete the other one and the flag, then archive it in the service."
effort = "minutes"
pitfalls = "Kill switches and permissions are meant to live and are not counted. Flags that are rarely asked for look inactive. LaunchDarkly: every environment of the export counts. GrowthBook: drafts are not in the export. Where the export has no date (Unleash's export, flagd, Flagsmith), the age is that of the first mention in Python code."
without = "no export of a flag service holds at this commit"
supply = "check one in, or name its directory: `debtui collect --exports DIR`, or exports = [\"DIR\"] in debtui.toml"

[headline]
value = "count(*) FILTER (WHERE value = 1) / nullif(count(*) FILTER (WHERE value = 1 OR value = 0 AND temporary IS DISTINCT FROM false), 0)"
unit = "share"
better = "lower"
warn = 0.25
fail = 0.75
basis = "Unleash's colours for technical debt (25 and 75 % of its flags); for other services no published basis"
*/
WITH
scanned AS (
    SELECT key, count(*) AS places FROM flag_reference_at GROUP BY key
)
SELECT
    verdict.service || ': ' || verdict.key AS subject,
    coalesce(verdict.code_path, verdict.path) AS path,
    verdict.code_line::BIGINT AS line,
    verdict.stale::INTEGER::DOUBLE AS value,
    coalesce(verdict.type || ' flag', 'flag')
        || CASE verdict.age_basis WHEN 'service' THEN ', made on ' || strftime(verdict.born, '%Y-%m-%d') || ', ' || verdict.age_days || ' days ago'
            WHEN 'git' THEN ', first named in code on ' || strftime(verdict.born, '%Y-%m-%d') || ', ' || verdict.age_days || ' days ago (the export has no date)' ELSE ', of unknown age' END
        || ': ' || verdict.because
        || CASE WHEN verdict.served IS NOT NULL THEN '; serves ' || verdict.served ELSE '' END
        || CASE WHEN verdict.told IS NULL THEN '; the export has no date, so it is taken for today''s' ELSE '' END
        || ' [' || verdict.rule || ']' AS explanation,
    verdict.service, verdict.rule, verdict.type, verdict.temporary, verdict.age_days, verdict.updated, verdict.last_used, verdict.served,
    verdict.owner AS service_owner, verdict.reads, scanned.places AS scanner_places,
    CASE WHEN verdict.service = 'Unleash' THEN (SELECT technical_debt FROM flag_health_at) END AS technical_debt,
    verdict.file AS export
FROM flag_verdict_at AS verdict
LEFT JOIN scanned USING (key)
WHERE NOT verdict.archived
