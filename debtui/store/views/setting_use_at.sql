-- Which settings some program names. Nobody can say that a setting is unused where a section is handed over as a whole, or
-- where another program reads the file: a section is judged only when programs here name at least half of its settings, and
-- two of them; the others are opaque. Settings that a known framework reads are opaque too.
WITH
reference AS (
    SELECT DISTINCT unnest(regexp_extract_all(value, '[A-Za-z_]\w*')) AS word
    FROM setting_at
    WHERE value LIKE '%${%' OR value LIKE '%{{%' OR value LIKE '%\%(%'
),
word AS (
    SELECT word FROM code_word_at
    UNION
    SELECT word FROM reference
),
looked_up AS (
    SELECT setting_at.*, word.word IS NOT NULL OR length(name) < 3 AS named
    FROM setting_at
    LEFT JOIN word ON word.word = replace(setting_at.name, '-', '_')
),
section AS (
    SELECT path, section, count(DISTINCT name) AS names, count(DISTINCT name) FILTER (WHERE named) AS named_names
    FROM looked_up
    GROUP BY path, section
)
SELECT
    looked_up.*,
    section.named_names < 2 OR 2 * section.named_names < section.names
        OR regexp_matches(looked_up.path, '(^|/)(dvc\.ya?ml|mlproject|dbt_project\.ya?ml|feature_store\.ya?ml|catalog[^/]*\.ya?ml|[^/]*logging[^/]*\.(ya?ml|ini|conf|toml|json)|[^/]*compose[^/]*\.ya?ml)$', 'i')
        OR regexp_matches(looked_up.key, '(^|\.)(_target_|_partial_|_recursive_|_convert_|_args_|defaults|hydra)(\.|\[|$)') AS opaque,
    section.names AS section_size, section.named_names AS section_named
FROM looked_up
JOIN section USING (path, section)
