-- Which declarations in Python code a setting may belong to, by name. `holder` is the class that has the field, inherited or not,
-- or else the file; `shared`: how many settings of the section it declares; `tagged`: one of them is a
-- type or a kind with the value that the class gives it; `single`: nothing else declares the name.
WITH RECURSIVE
kin AS (
    SELECT DISTINCT path, owner AS class, owner AS ancestor, 0 AS steps
    FROM declared_setting_at
    WHERE owner <> '' AND kind <> 'lazy'
    UNION
    SELECT class_base_at.path, class_base_at.name, kin.ancestor, kin.steps + 1
    FROM kin
    JOIN class_base_at ON class_base_at.base = kin.class
    WHERE kin.steps < 5
),
held AS (
    SELECT declared_setting_at.*, declared_setting_at.path || '::' || declared_setting_at.owner AS holder
    FROM declared_setting_at
    WHERE owner = '' OR kind = 'lazy'
    UNION ALL
    SELECT declared_setting_at.*, kin.path || '::' || kin.class
    FROM declared_setting_at
    JOIN kin ON kin.ancestor = declared_setting_at.owner AND (kin.steps > 0 OR kin.path = declared_setting_at.path)
    WHERE declared_setting_at.kind <> 'lazy'
    QUALIFY kin.steps = min(kin.steps) OVER (PARTITION BY kin.path, kin.class, declared_setting_at.word)
),
section AS (
    SELECT path, section, word, list(DISTINCT value) AS tags FROM own_setting_at GROUP BY ALL
),
alone AS (
    SELECT word, count(*) = 1 AS single FROM declared_setting_at GROUP BY word
)
SELECT
    section.path, section.section, section.word, held.holder, held.path AS declared_in, held.line AS declared_line, held.key AS declared,
    held.kind, held.value, held.type, held.annotation, held.constrained, alone.single,
    count(DISTINCT section.word) OVER beside AS shared,
    bool_or(regexp_matches(section.word, '(^|_)(type|kind)$') AND list_contains(section.tags, held.value)) OVER beside AS tagged
FROM section
JOIN held USING (word)
JOIN alone USING (word)
WINDOW beside AS (PARTITION BY section.path, section.section, held.holder)
