/*
title = "Dated and conditional exceptions"
catalogue = "CF-13"
question = "Which exceptions by date or by case has the configuration collected?"
paper = "Sculley et al. 2015, section 6: features logged wrongly from one date to another, not available before, substituted in production"
grade = "E3"
unit = "days"
formula = "settings of ML configuration that name a bound, with a date as value (from, until, before, after, since), or an exception (exclude, fallback, substitute, override), and comparisons with a literal date in production Python code; value: days since the date"
why = "Each exception was right on the day it was written. Together they are the configuration that nobody can check and everybody has to know."
remedy = "Put an end date on each; when the data before it has left the training window, delete it. Keep what cannot be deleted in one place."
pitfalls = "A date may be the window that is meant. Dates in data, schedules and licences are left out by name only."

[headline]
value = "CASE WHEN EXISTS (FROM setting_at) OR count(*) > 0 THEN count(*) END"
unit = "exceptions"
better = "lower"
basis = "no published basis"
*/
WITH
setting AS (
    SELECT path, key, line, name, value, try_cast(regexp_extract(value, '\d{4}-\d{2}-\d{2}') AS DATE) AS day
    FROM setting_at
    WHERE value NOT IN ('', '[]', '{}', 'null', '~')
),
found AS (
    SELECT path, path || '::' || key AS subject, line, day, 'setting' AS form, key || ': ' || left(value, 80) AS told
    FROM setting
    WHERE (day IS NOT NULL AND regexp_matches(name, '(^|[_-])(from|until|till|before|after|since|valid|effective|expires?|sunset|cut_?off|not_before|not_after)([_-]|$)', 'i'))
        OR regexp_matches(name, '^(excludes?|excluded|exclusions?|exceptions?|fallback|substitutes?|overrides?|disallow)([_-]|$)|[_-](excluded?|exclusions|exceptions|fallback|substitute|overrides?)$', 'i')
    UNION ALL
    SELECT
        file_at.path,
        file_at.path || '::' || py_comparison.left_side || ' ' || py_comparison.operator || ' ' || py_comparison.right_side,
        py_comparison.line,
        try_cast(regexp_extract(padded.day, '\d{4}-\d{2}-\d{2}') AS DATE),
        'code',
        py_comparison.left_side || ' ' || py_comparison.operator || ' ' || py_comparison.right_side
    FROM file_at
    JOIN py_comparison USING (blob),
        LATERAL (SELECT regexp_replace(py_comparison.left_side || ' ' || py_comparison.right_side, '(\d{4}), *0?(\d{1,2}), *0?(\d{1,2})\b',
            '\1-\2-\3') AS sides) AS joined,
        LATERAL (SELECT regexp_replace(regexp_replace(sides, '-(\d)\b', '-0\1', 'g'), '-(\d)-', '-0\1-', 'g') AS day) AS padded
    WHERE file_at.kind = 'code'
        AND (regexp_matches(py_comparison.left_side || ' ' || py_comparison.right_side, '(date|datetime|Timestamp)\(\s*(year=)?["'']?\d{4}\b')
            OR regexp_matches(py_comparison.left_side || ' ' || py_comparison.right_side, '["'']\d{4}-\d{2}-\d{2}'))
)
SELECT
    found.subject,
    found.path,
    found.line::BIGINT AS line,
    date_diff('day', found.day, commit_at.committed::DATE)::DOUBLE AS value,
    CASE found.form WHEN 'code' THEN 'code decides by a date: ' ELSE 'an exception: ' END || found.told AS explanation,
    found.form
FROM found
JOIN commit_at ON true
