-- Every value that a setting ever had on the mainline. A key given twice in one file counts by its last line, as parsers have it.
WITH
leaf AS (
    SELECT blob, document, key, max_by(value, line) AS value, max_by(type, line) AS type
    FROM config_key
    GROUP BY blob, document, key
),
held AS (
    SELECT file_span.path, leaf.document, leaf.key, leaf.value, leaf.type, file_span.from_seq, file_span.to_seq
    FROM file_span
    JOIN path_class ON path_class.path = file_span.path AND path_class.kind IN ('ml-config', 'deployment-config')
    JOIN leaf USING (blob)
    WHERE file_span.mode LIKE '100%'
),
turn AS (
    SELECT
        *,
        lag(value) OVER history IS DISTINCT FROM value OR lag(to_seq) OVER history IS DISTINCT FROM from_seq AS turned
    FROM held
    WINDOW history AS (PARTITION BY path, document, key ORDER BY from_seq)
),
numbered AS (
    SELECT *, count_if(turned) OVER (PARTITION BY path, document, key ORDER BY from_seq) AS run
    FROM turn
)
SELECT
    path, document, key, any_value(value) AS value, any_value(type) AS type, min(from_seq) AS from_seq,
    CASE WHEN bool_or(to_seq IS NULL) THEN NULL ELSE max(to_seq) END AS to_seq
FROM numbered
GROUP BY path, document, key, run
ORDER BY path, document, key, from_seq
