-- Which settings some program names. Nobody can say that a setting is unused where a section is handed over as a whole, or
-- where another program reads the file: a section is judged only when programs here name at least half of its settings, and
-- two of them; the others are opaque. So are the settings of a section that says which class it is handed to (`_target_`), or
-- is called like one that does, and what is no `own_setting_at`. A gin macro is named by `%name` in the files that are read
-- together with its own, and a binding is judged only where a function or class of its name is defined here. Variables of the
-- environment are matched in any case; one that begins like a package that is required may be that package's. Jsonnet is
-- left out: only an evaluation knows where a setting goes.
WITH RECURSIVE
word AS (
    SELECT word FROM code_word_at
    UNION
    SELECT unnest(regexp_extract_all(config_key.value, '[A-Za-z_]\w*')) AS word
    FROM file_at
    JOIN config_key USING (blob)
    WHERE config_key.value LIKE '%${%' OR config_key.value LIKE '%{{%' OR config_key.value LIKE '%\%(%'
),
included AS (
    SELECT path, path AS part FROM file_at WHERE language = 'gin'
    UNION
    SELECT included.path, file_at.path
    FROM included
    JOIN file_at AS whole ON whole.path = included.part
    JOIN config_directive ON config_directive.blob = whole.blob AND config_directive.kind = 'include'
    JOIN file_at ON regexp_extract(file_at.path, '[^/]+$') = regexp_extract(config_directive.target, '[^/]+$')
),
macro AS (
    SELECT DISTINCT own.part AS path, unnest(regexp_extract_all(setting_at.value, '%(\w+)', 1)) AS name
    FROM included AS own
    JOIN included AS other USING (path)
    JOIN setting_at ON setting_at.path = other.part
    WHERE setting_at.value LIKE '%\%%' ESCAPE '\'
),
defined AS (
    SELECT regexp_extract(py_function.name, '\w+$') AS name FROM file_at JOIN py_function USING (blob)
    UNION
    SELECT regexp_extract(py_class.name, '\w+$') FROM file_at JOIN py_class USING (blob)
),
-- Names of sections that are handed to a class; that of a whole file is its folder's, as with Hydra's packages.
handed AS (
    SELECT DISTINCT regexp_extract(regexp_replace(coalesce(nullif(section, ''), regexp_extract(path, '([^/]+)/[^/]+$', 1)), '(\[\])+$', ''), '[^.]+$') AS name
    FROM setting_at
    WHERE name IN ('_target_', 'class_path', '_component_')
),
package AS (
    SELECT unnest(string_split(upper(requirement.name), '-')) AS word FROM file_at JOIN requirement USING (blob)
),
-- What a framework reads is its own where the framework lives.
judged AS (
    SELECT path, document, key FROM own_setting_at
    UNION
    SELECT path, document, key FROM setting_at
    WHERE path LIKE '%feature\_store.y%ml' ESCAPE '\' AND EXISTS (FROM file_at WHERE path LIKE '%feast/\_\_init\_\_.py' ESCAPE '\')
),
looked_up AS (
    SELECT
        setting_at.*,
        CASE
            WHEN length(setting_at.name) < 3 THEN true
            WHEN setting_at.language = 'gin' AND setting_at.section = '' THEN macro.name IS NOT NULL
            WHEN setting_at.language = 'dotenv' THEN lower(setting_at.name) IN (SELECT lower(word) FROM word)
            ELSE word.word IS NOT NULL
        END AS named
    FROM setting_at
    LEFT JOIN word ON word.word = replace(setting_at.name, '-', '_')
    LEFT JOIN macro ON macro.path = setting_at.path AND macro.name = setting_at.name
),
section AS (
    SELECT path, section, count(DISTINCT name) AS names, count(DISTINCT name) FILTER (WHERE named) AS named_names
    FROM looked_up
    GROUP BY path, section
)
SELECT
    looked_up.*,
    section.named_names < 2 OR 2 * section.named_names < section.names
        OR (looked_up.path, looked_up.document, looked_up.key) NOT IN (SELECT (path, document, key) FROM judged)
        OR list_has_any(
            string_split(regexp_extract(looked_up.path, '([^/]+)/[^/]+$', 1) || '.' || replace(looked_up.section, '[]', ''), '.'),
            (SELECT coalesce(list(name), []) FROM handed)
        )
        OR regexp_matches(looked_up.section, '(kw|_)args(\.|\[|$)')
        OR looked_up.language = 'Jsonnet'
        OR looked_up.language = 'dotenv' AND NOT looked_up.named AND (
            regexp_matches(looked_up.name, '^(AWS|AZURE|GOOGLE|GCP|HF|POSTGRES|PG|MYSQL|PYTHON|CUDA|NCCL|OMP|TF|JAVA|NODE|DOCKER|COMPOSE)')
            OR string_split(upper(looked_up.name), '_')[1] IN (FROM package)
        )
        OR looked_up.language = 'gin' AND looked_up.section <> '' AND regexp_extract(looked_up.section, '\w+$') NOT IN (FROM defined) AS opaque,
    section.names AS section_size, section.named_names AS section_named
FROM looked_up
JOIN section USING (path, section)
