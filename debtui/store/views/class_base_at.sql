-- Bases of the classes of production Python code, by the last part of their names.
SELECT DISTINCT
    file_at.path,
    regexp_extract(py_class.name, '\w+$') AS name,
    unnest(list_transform(string_split(py_class.bases, ','), lambda base: regexp_extract(base, '(\w+)\s*(?:\[.*)?$', 1))) AS base
FROM file_at
JOIN py_class USING (blob)
WHERE file_at.kind = 'code'
