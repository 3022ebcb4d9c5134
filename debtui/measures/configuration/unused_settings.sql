/*
title = "Settings that no program names"
catalogue = "CF-10"
question = "Which settings does no code read?"
paper = "Sculley et al. 2015, section 6: it should be easy to detect unused settings"
grade = "E3"
unit = "settings"
formula = "settings of ML configuration whose name (last part of the key) is a word of no program, or a gin macro to which nothing read together with it refers / settings of sections of which programs name at least half; other sections are opaque and left out, so are those handed to a class (`_target_`) and Jsonnet"
why = "Nobody dares to remove a setting that might be read. Each one is read by every newcomer, copied into every new model's file, and wrong without anybody noticing."
remedy = "Delete it and load the configuration in a test; look at `nearest` first: a misspelt setting is unused too."
effort = "minutes"
pitfalls = "Lexical: a common name (name, type) always looks used, a name that is put together at run time never does. Programs in other repositories are not seen. A section of which programs name less than half, and a section of one setting, are never judged."

[headline]
value = "sum(value) / nullif((SELECT count(*) FROM setting_use_at WHERE NOT opaque), 0)"
unit = "share"
better = "lower"
basis = "no published basis"
*/
WITH
unused AS (
    SELECT path, any_value(language) AS language, name, section, min(line) AS line, min(key) AS key, count(*) AS places, min_by(value, line) AS setting,
        any_value(section_size) AS section_size, any_value(section_named) AS section_named
    FROM setting_use_at
    WHERE NOT named AND NOT opaque
    GROUP BY path, section, name
),
near AS (
    SELECT unused.name, max_by(word, jaro_winkler_similarity(word, unused.name)) AS nearest
    FROM (SELECT DISTINCT name FROM unused) AS unused
    JOIN code_word_at ON word <> unused.name AND word[1] = unused.name[1] AND abs(length(word) - length(unused.name)) <= 3
        AND jaro_winkler_similarity(word, unused.name) > 0.9
    GROUP BY unused.name
)
SELECT
    unused.path || '::' || unused.key AS subject,
    unused.path,
    unused.line::BIGINT AS line,
    unused.places::DOUBLE AS value,
    'looks unread: ' || CASE WHEN unused.language = 'gin' AND unused.section = '' THEN 'nothing that gin reads with this file refers to %' ELSE 'no program names ' END
        || unused.name || ', while ' || unused.section_named || ' of ' || unused.section_size
        || ' settings beside it are' || coalesce('; the nearest word is ' || near.nearest, '') AS explanation,
    unused.setting,
    near.nearest
FROM unused
LEFT JOIN near USING (name)
