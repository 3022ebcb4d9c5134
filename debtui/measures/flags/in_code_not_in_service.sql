/*
title = "Flags in code and service disagree"
catalogue = "AP-6a"
question = "Which flags does code ask for that the service no longer has, and the reverse?"
paper = "LaunchDarkly, archived flags and extinctions; Sculley et al. 2015, dead experimental codepaths"
grade = "E3"
unit = "risk"
better = "lower"
warn = 1
fail = 2
formula = "keys of SDK calls in production Python code beside the keys of the exports that hold; value: 2 code asks for a flag that the service has lost or archived, 1 the service has a flag that no code names, 0 both have it, nothing: cannot tell; headline: keys that only one side has"
why = "A key that the service does not know is answered by the fallback in the code, or by nothing, whatever people believe they have switched on. A flag that no code asks for is a switch connected to nothing."
remedy = "Gone from the service: delete the call and keep the branch that the fallback takes, or restore the flag. No code names it: archive it in the service."
effort = "minutes"
pitfalls = "Keys that are built at run time, kept in constants, or asked for by wrappers and by other languages are not seen: check in a list of ld-find-code-refs for those. Environment switches, settings and options are not compared. A partial export says of no flag that it is gone."
without = "no export of a flag service holds at this commit"
supply = "check one in, or name its directory: `debtui collect --exports DIR`, or exports = [\"DIR\"] in debtui.toml"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE side IN ('code', 'service')) END"
unit = "flags"
better = "lower"
warn = 1
basis = "no published basis"
*/
WITH
scanned AS (
    SELECT key, count(*) AS places FROM flag_reference_at GROUP BY key
),
listed AS (
    SELECT
        key, string_agg(DISTINCT service, ', ' ORDER BY service) AS services, bool_and(coalesce(archived, false)) AS archived,
        min(created) AS created, min(path) AS path
    FROM flag_record_at
    GROUP BY key
),
-- A list that is known to be longer than what is here: a key that is not here may well be in the service.
partial AS (
    SELECT flag_state_at.service
    FROM flag_state_at
    LEFT JOIN (
        SELECT blob, NULL AS document, key FROM flag_record
        UNION ALL
        SELECT NULL, document, key FROM exported_flag
    ) AS record ON record.blob = flag_state_at.blob OR record.document = flag_state_at.document
    GROUP BY flag_state_at.service, flag_state_at.scope
    HAVING max(flag_state_at.total) > count(DISTINCT record.key)
),
service AS (
    SELECT string_agg(DISTINCT service, ', ' ORDER BY service) AS names, (SELECT count(*) FROM partial) > 0 AS partial
    FROM flag_record_at
    HAVING count(*) > 0
),
flag AS (
    SELECT
        coalesce(asked.key, listed.key) AS key, asked.path AS code_path, asked.line, coalesce(asked.reads, 0) AS reads, listed.path,
        listed.services, scanned.places, coalesce(asked.first_named, past.first_named) AS named, listed.created, service.partial,
        CASE
            WHEN listed.key IS NULL AND service.partial THEN 'unknown'
            WHEN listed.key IS NULL OR asked.key IS NOT NULL AND listed.archived THEN 'code'
            WHEN listed.archived THEN 'archived'
            WHEN asked.key IS NULL AND scanned.key IS NULL THEN 'service'
            ELSE 'both' END AS side,
        listed.key IS NOT NULL AS known,
        coalesce(listed.services, service.names) AS whose,
        CASE coalesce(listed.services, service.names)
            WHEN 'LaunchDarkly' THEN 'LaunchDarkly answers with the fallback in the code'
            WHEN 'Unleash' THEN 'Unleash answers that it is off, or with the fallback in the code'
            WHEN 'GrowthBook' THEN 'GrowthBook answers with no value, or with the fallback in the code'
            WHEN 'flagd' THEN 'flagd answers FLAG_NOT_FOUND and the code''s default is taken'
            WHEN 'Flagsmith' THEN 'Flagsmith answers with the code''s default, or raises where there is none'
            WHEN 'PostHog' THEN 'PostHog answers with nothing, which counts as off'
            ELSE 'the service answers with the fallback in the code' END AS consequence
    FROM (SELECT * FROM flag_code_at WHERE reads > 0) AS asked
    FULL JOIN listed USING (key)
    LEFT JOIN flag_code_at AS past ON past.key = listed.key
    LEFT JOIN scanned ON scanned.key = coalesce(asked.key, listed.key)
    JOIN service ON true
)
SELECT
    flag.key AS subject,
    coalesce(flag.code_path, flag.path) AS path,
    flag.line::BIGINT AS line,
    CASE flag.side WHEN 'code' THEN 2 WHEN 'service' THEN 1 WHEN 'both' THEN 0 END::DOUBLE AS value,
    CASE flag.side
        WHEN 'code' THEN 'asked for in ' || flag.reads || CASE flag.reads WHEN 1 THEN ' place' ELSE ' places' END
            || coalesce(' since ' || strftime(flag.named, '%Y-%m-%d'), '') || ', '
            || CASE WHEN flag.known THEN 'archived in ' ELSE 'not in the export of ' END || flag.whose || ': ' || flag.consequence
        WHEN 'service' THEN 'in ' || flag.whose || coalesce(' since ' || strftime(flag.created, '%Y-%m-%d'), '')
            || ', no SDK call that names it was seen' || CASE WHEN flag.named IS NULL THEN '' ELSE ' any more' END || ': where nothing else asks for it, switching it changes nothing'
        WHEN 'unknown' THEN 'not in the export of ' || flag.whose || ', which is only a part of its flags'
        ELSE 'in ' || flag.whose || ', asked for in ' || flag.reads || CASE flag.reads WHEN 1 THEN ' place' ELSE ' places' END
            || coalesce('; a scanner lists ' || flag.places, '') END AS explanation,
    flag.side, date_diff('day', CASE flag.side WHEN 'service' THEN flag.created ELSE flag.named END, commit_at.committed) AS days, flag.services, flag.reads, flag.places AS scanner_places
FROM flag
JOIN commit_at ON true
WHERE flag.side <> 'archived'
