-- Settings that production Python code declares. `word` is the name as settings are matched by it: small letters, no dashes.
-- A class whose base stands in another file is a pydantic model where its bases lead to one, by name.
WITH RECURSIVE
class AS (
    SELECT DISTINCT
        regexp_extract(py_class.name, '\w+$') AS name,
        unnest(list_transform(string_split(py_class.bases, ','), lambda base: regexp_extract(base, '(\w+)\s*(?:\[.*)?$', 1))) AS base
    FROM file_at
    JOIN py_class USING (blob)
    WHERE file_at.kind = 'code'
),
model AS (
    SELECT name FROM class WHERE regexp_matches(base, '(BaseModel|BaseSettings|SQLModel)$')
    UNION
    SELECT class.name FROM class JOIN model ON class.base = model.name
)
SELECT
    file_at.path, file_at.blob, file_at.from_seq, py_setting.key, py_setting.value, py_setting.type, py_setting.line,
    CASE py_setting.kind WHEN 'class' THEN 'pydantic' ELSE py_setting.kind END AS kind,
    py_setting.owner, py_setting.annotation, py_setting.constrained, lower(replace(py_setting.key, '-', '_')) AS word
FROM file_at
JOIN py_setting USING (blob)
WHERE file_at.kind = 'code' AND (py_setting.kind <> 'class' OR regexp_extract(py_setting.owner, '\w+$') IN (FROM model))
