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
formula = "switches in production code of Python, JavaScript, TypeScript, Go, Java and C++ (environment, settings, options, calls of flag services, upper-case constants) that are over 40 days old and whose set of mentions has not changed for 56 days; value: days since that set last changed"
why = "Each switch doubles the states of the system that nobody tests. Knight Capital lost 465 million dollars in 45 minutes to one old path."
remedy = "Begin with what nobody reads (unread), what is constant everywhere and what no active person owns: delete the switch and the branch it keeps alive. No test on both sides: write it first."
effort = "hours"
pitfalls = "Not seen changing is not dead: values set at deployment are invisible here, kill switches and permissions are meant to stay, and options of a command line are its interface. Age is counted from the first lexical mention of the key, or, where only the syntax tree finds it, from the last change of its file."

[headline]
value = "count(*) FILTER (WHERE value >= 56 AND age_days > 40) / nullif(count(*), 0)"
unit = "share"
better = "lower"
basis = "no published basis for a share; 56 days: Piranha's heuristic, 40 days: Unleash's release flags"
*/
WITH
read AS (
    SELECT
        flag_read_at.key, min(flag_read_at.mechanism) AS mechanism, count(*) AS reads, bool_or(flag_read_at.boolean) AS switch,
        min((flag_read_at.path, flag_read_at.line)) AS first_place, min(flag_read_at.from_seq) AS from_seq,
        sum(flag_read_at.then_lines) AS then_lines, sum(flag_read_at.else_lines) AS else_lines
    FROM flag_read_at
    WHERE flag_read_at.kind = 'code'
    GROUP BY flag_read_at.key
),
defined AS (
    SELECT
        flag_definition.key, min(flag_definition.mechanism) AS mechanism, count(*) AS definitions,
        bool_or(flag_definition.boolean) AS switch,
        coalesce(min((file_at.path, flag_definition.line)) FILTER (WHERE flag_definition.boolean), min((file_at.path, flag_definition.line))) AS first_place,
        min(file_at.from_seq) AS from_seq, count(DISTINCT file_at.path) AS files,
        count(*) FILTER (WHERE flag_definition.uses IS NULL OR flag_definition.uses > 0) = 0 AS unused,
        count(DISTINCT flag_definition.default) AS defaults, min(flag_definition.default) AS default_value
    FROM file_at
    JOIN flag_definition USING (blob)
    WHERE file_at.kind = 'code'
    GROUP BY flag_definition.key
),
named AS (
    SELECT py_attribute.name AS key, count(DISTINCT file_at.path) AS files
    FROM file_at
    JOIN py_attribute USING (blob)
    WHERE file_at.kind = 'code'
    GROUP BY py_attribute.name
),
tried AS (
    SELECT key, count(DISTINCT path) AS tests, coalesce(bool_or(value) AND bool_or(NOT value), false) AS both
    FROM (
        SELECT test_setting.key, file_at.path, test_setting.value
        FROM file_at
        JOIN test_setting USING (blob)
        WHERE file_at.kind = 'test'
        UNION ALL
        SELECT flag_mention.key, file_at.path, NULL
        FROM file_at
        JOIN flag_mention USING (blob)
        WHERE file_at.kind = 'test'
    )
    GROUP BY key
),
flag AS (
    SELECT
        coalesce(read.key, defined.key) AS key,
        coalesce(defined.mechanism, read.mechanism) AS mechanism,
        coalesce(defined.first_place, read.first_place) AS place,
        coalesce(least(read.from_seq, defined.from_seq), read.from_seq, defined.from_seq) AS from_seq,
        coalesce(read.reads, 0) AS reads,
        coalesce(defined.definitions, 0) AS definitions,
        defined.mechanism = 'constant' AND defined.defaults = 1 AS constant,
        defined.key IS NOT NULL AND read.key IS NULL AND defined.unused
            AND coalesce(named.files, 0) - (defined.mechanism = 'constant')::INTEGER * defined.files <= 0 AS unread,
        read.then_lines, read.else_lines, defined.default_value
    FROM read
    FULL JOIN defined USING (key)
    LEFT JOIN named ON named.key = coalesce(read.key, defined.key)
    WHERE coalesce(read.switch, false) OR coalesce(defined.switch, false)
)
SELECT
    flag.key AS subject,
    (flag.place)[1] AS path,
    (flag.place)[2]::BIGINT AS line,
    date_diff('day', coalesce(life.changed, held.committed), commit_at.committed)::DOUBLE AS value,
    flag.mechanism || ' switch' || CASE
            WHEN life.key IS NULL THEN ' at least since ' || strftime(held.committed, '%Y-%m-%d') || ', when its file last changed'
            ELSE ' since ' || strftime(life.introduced, '%Y-%m-%d') || ', mentions unchanged since ' || strftime(life.changed, '%Y-%m-%d') END
        || CASE WHEN flag.unread THEN '; no read of it was seen' ELSE '' END
        || CASE WHEN flag.constant THEN '; one literal value (' || flag.default_value || ')' ELSE '' END
        || CASE WHEN flag.definitions > 1 THEN '; defined in ' || flag.definitions || ' places' ELSE '' END
        || CASE WHEN flag.then_lines + flag.else_lines > 0
            THEN '; ' || flag.then_lines || ' lines behind its conditions, ' || flag.else_lines || ' on the other side' ELSE '' END
        || CASE WHEN coalesce(tried.both, false) THEN '' WHEN tried.tests > 0 THEN '; tests name it, but not both sides'
            ELSE '; no test names it' END AS explanation,
    flag.mechanism,
    date_diff('day', coalesce(life.introduced, held.committed), commit_at.committed) AS age_days,
    flag.reads, flag.definitions, flag.unread, flag.constant,
    flag.then_lines, flag.else_lines,
    flag.then_lines + flag.else_lines > 0 AND (flag.then_lines = 0 OR flag.else_lines = 0) AS one_sided,
    coalesce(tried.tests, 0) AS tests,
    coalesce(tried.both, false) AS tests_both_sides,
    owner_at.owner IS NOT NULL AS owner_active
FROM flag
-- Where only the syntax tree finds a key, its file's last change stands for its life.
LEFT JOIN flag_history_at AS life ON life.key = flag.key
JOIN mainline AS held ON held.seq = flag.from_seq
LEFT JOIN tried ON tried.key = flag.key
LEFT JOIN owner_at ON owner_at.path = (flag.place)[1]
JOIN commit_at ON true
