/*
title = "Flags not seen changing"
catalogue = "AP-6"
question = "Which switches in code have been there for months without anybody touching them?"
paper = "Sculley et al. 2015, dead experimental codepaths; Uber Piranha (8 weeks unmodified); Unleash (release flags live 40 days)"
grade = "E3"
unit = "days"
better = "lower"
warn = 90
fail = 365
formula = "switches in production Python code (environment, options, SDK calls, upper-case constants) that are over 40 days old and whose set of mentions has not changed for 56 days; value: days since that set last changed"
why = "Each switch doubles the states of the system that nobody tests. Knight Capital lost 465 million dollars in 45 minutes to one old path."
remedy = "Begin with what nobody reads (unread) and what is constant everywhere: delete the switch and the branch it keeps alive."
pitfalls = "Not seen changing is not dead: values set at deployment are invisible here, kill switches and permissions are meant to stay, and options of a command line are its interface."

[headline]
value = "count(*) FILTER (WHERE value >= 56 AND age_days > 40) / nullif(count(*), 0)"
unit = "share"
better = "lower"
basis = "no published basis for a share; 56 days: Piranha's heuristic, 40 days: Unleash's release flags"
*/
WITH
read AS (
    SELECT
        key, any_value(mechanism) AS mechanism, count(*) AS reads, bool_or(boolean) AS switch,
        min((path, line)) AS first_place, count(DISTINCT path) AS files, sum(branch_lines) AS branch_lines
    FROM flag_place_at
    WHERE kind = 'code' AND role = 'read'
    GROUP BY key
),
defined AS (
    SELECT
        key, any_value(mechanism) AS mechanism, count(*) AS definitions, bool_or(boolean) AS switch,
        min((path, line)) AS first_place, count(DISTINCT path) AS files, sum(uses) AS uses,
        count(DISTINCT "default") AS defaults, any_value("default") AS default_value
    FROM flag_place_at
    WHERE kind = 'code' AND role = 'definition'
    GROUP BY key
),
named AS (
    SELECT py_attribute.name AS key, count(DISTINCT file_at.path) AS files
    FROM file_at
    JOIN py_attribute USING (blob)
    WHERE file_at.kind = 'code'
    GROUP BY py_attribute.name
),
flag AS (
    SELECT
        coalesce(read.key, defined.key) AS key,
        coalesce(read.mechanism, defined.mechanism) AS mechanism,
        coalesce(defined.first_place, read.first_place) AS place,
        coalesce(read.reads, 0) AS reads,
        coalesce(defined.definitions, 0) AS definitions,
        defined.mechanism = 'constant' AND defined.defaults = 1 AS constant,
        defined.key IS NOT NULL AND read.key IS NULL AND coalesce(defined.uses, 0) = 0
            AND coalesce(named.files, 0) - (defined.mechanism = 'constant')::INTEGER * defined.files <= 0 AS unread,
        read.branch_lines,
        defined.default_value
    FROM read
    FULL JOIN defined USING (key)
    LEFT JOIN named ON named.key = coalesce(read.key, defined.key)
    WHERE coalesce(read.switch, false) OR coalesce(defined.switch, false)
)
SELECT
    flag.key AS subject,
    (flag.place)[1] AS path,
    (flag.place)[2]::BIGINT AS line,
    life.unchanged_days::DOUBLE AS value,
    flag.mechanism || ' switch since ' || strftime(life.introduced, '%Y-%m-%d') || ', mentions unchanged since '
        || strftime(life.changed, '%Y-%m-%d')
        || CASE WHEN flag.unread THEN '; no read of it was seen' ELSE '' END
        || CASE WHEN flag.constant THEN '; one literal value (' || flag.default_value || ')' ELSE '' END
        || CASE WHEN flag.definitions > 1 THEN '; defined in ' || flag.definitions || ' places' ELSE '' END AS explanation,
    flag.mechanism,
    date_diff('day', life.introduced, commit_at.committed) AS age_days,
    flag.reads, flag.definitions, flag.unread, flag.constant, flag.branch_lines
FROM flag
JOIN flag_life_at AS life USING (key)
JOIN commit_at ON true
