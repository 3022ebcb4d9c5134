/*
title = "Settings repeated in sibling files"
catalogue = "CF-3"
question = "How much of each configuration only repeats the one beside it?"
paper = "Sculley et al. 2015, section 6: easy to specify as a small change from a previous configuration"
grade = "E3"
unit = "settings"
formula = "ML configuration files of one directory and format that share at least half of the smaller one's keys are siblings; headline: settings with the same key and value in a sibling / settings of files that have one"
why = "What is repeated has to be changed everywhere at once, and one place is always forgotten."
remedy = "Move what is equal into one base file and let the others state only what differs."
pitfalls = "Full configurations are a fair choice for reproducibility: then a program should write them."

[headline]
value = "any_value(repeated_everywhere) / nullif(any_value(settings_everywhere), 0)"
unit = "share"
better = "lower"
warn = 0.5
basis = "no published basis"
*/
WITH
leaf AS (
    SELECT path, regexp_replace(path, '[^/]+$', '') AS folder, language, key, min(value) AS value, min(line) AS line
    FROM setting_at
    GROUP BY ALL
),
size AS (
    SELECT path, count(*) AS settings FROM leaf GROUP BY path
),
pair AS (
    SELECT a.path AS path_a, b.path AS path_b, count(*) AS shared, count_if(a.value = b.value) AS equal, min(a.line) AS line
    FROM leaf AS a
    JOIN leaf AS b ON a.folder = b.folder AND a.language = b.language AND a.key = b.key AND a.path < b.path
    GROUP BY ALL
),
sibling AS (
    SELECT pair.*, size_a.settings AS settings_a, size_b.settings AS settings_b
    FROM pair
    JOIN size AS size_a ON size_a.path = path_a
    JOIN size AS size_b ON size_b.path = path_b
    WHERE shared >= 0.5 * least(size_a.settings, size_b.settings) AND shared >= 3
),
repeated AS (
    SELECT DISTINCT leaf.path, leaf.key
    FROM leaf
    JOIN (SELECT path_a AS path, path_b AS other FROM sibling UNION ALL SELECT path_b, path_a FROM sibling) AS beside USING (path)
    JOIN leaf AS twin ON twin.path = beside.other AND twin.key = leaf.key AND twin.value = leaf.value
),
whole AS (
    SELECT
        (SELECT count(*) FROM repeated) AS repeated_everywhere,
        (SELECT sum(settings) FROM size WHERE path IN (SELECT path_a FROM sibling UNION SELECT path_b FROM sibling)) AS settings_everywhere
)
SELECT
    sibling.path_a || ' ' || sibling.path_b AS subject,
    sibling.path_a AS path,
    sibling.line::BIGINT AS line,
    sibling.equal::DOUBLE AS value,
    sibling.equal || ' of ' || least(sibling.settings_a, sibling.settings_b) || ' settings stand in ' || sibling.path_b || ' too, with the same value'
        AS explanation,
    sibling.path_b AS other,
    sibling.shared,
    whole.repeated_everywhere,
    whole.settings_everywhere
FROM sibling, whole
WHERE sibling.equal > 0
