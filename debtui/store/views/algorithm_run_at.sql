-- Runs that tell their algorithm, and on how many rows they were trained; `scale`: as a share of the rows of the newest release before them.
WITH
told AS (
    SELECT
        run_at.run, run_at.file, run_at.model, run_at.started,
        (SELECT min(value) FROM run_value WHERE run = run_at.run AND role = 'param'
            AND lower(regexp_extract(key, '[^.]+$')) IN ('model_type', 'algorithm', 'estimator', 'model_class', 'classifier', 'model_name', 'estimator_class')) AS algorithm,
        coalesce(
            (SELECT max(try_cast(value AS DOUBLE)) FROM run_value WHERE run = run_at.run
                AND lower(regexp_extract(key, '[^.]+$')) IN ('n_train_rows', 'train_rows', 'n_rows', 'num_rows', 'n_train', 'train_size', 'n_samples', 'train_examples')),
            (SELECT max(examples) FROM run_input WHERE run = run_at.run AND coalesce(lower(role), 'training') LIKE 'train%')
        ) AS rows
    FROM run_at
),
released AS (
    SELECT release_at.model, release_at.released, max(told.rows) AS rows
    FROM release_at
    JOIN told USING (run)
    WHERE told.rows IS NOT NULL
    GROUP BY ALL
)
SELECT told.*, told.rows / nullif(coalesce(before.rows, told.rows), 0) AS scale
FROM told
ASOF LEFT JOIN released AS before ON before.model = told.model AND before.released <= told.started
WHERE told.algorithm IS NOT NULL
