-- Settings that production Python code declares. `word` is the name as settings are matched by it: small letters, no dashes.
-- A class of which its file does not tell what it is counts as a pydantic model where its bases lead to one, by name, or where a
-- model is built on it.
WITH RECURSIVE
model AS (
    SELECT name FROM class_base_at WHERE regexp_matches(base, '(BaseModel|BaseSettings|SQLModel)$')
    UNION
    SELECT class_base_at.name FROM class_base_at JOIN model ON class_base_at.base = model.name
),
mixin AS (
    SELECT base AS name FROM class_base_at WHERE name IN (FROM model)
)
SELECT
    file_at.path, file_at.blob, file_at.from_seq, py_setting.key, py_setting.value, py_setting.type, py_setting.line,
    CASE py_setting.kind WHEN 'class' THEN 'pydantic' ELSE py_setting.kind END AS kind,
    regexp_extract(py_setting.owner, '\w+$') AS owner, py_setting.annotation, py_setting.constrained,
    lower(replace(py_setting.key, '-', '_')) AS word
FROM file_at
JOIN py_setting USING (blob)
WHERE file_at.kind = 'code' AND (py_setting.kind <> 'class' OR regexp_extract(py_setting.owner, '\w+$') IN (FROM model UNION FROM mixin))
