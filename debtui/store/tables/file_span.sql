-- A path holds a blob until the next mainline commit that changes the path.
WITH
span AS (
    SELECT path, blob, mode, seq AS from_seq, lead(seq) OVER (PARTITION BY path ORDER BY seq) AS to_seq
    FROM tree_change
)
SELECT path, blob, from_seq, to_seq, mode
FROM span
WHERE mode <> '000000'
ORDER BY path, from_seq
