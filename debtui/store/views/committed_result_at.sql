-- Metrics that are committed, by that commit: what each mainline commit that changed a file of metrics made of its numbers. One run per directory and commit.
SELECT
    coalesce(nullif(regexp_replace(file_span.path, '/?[^/]+$', ''), ''), regexp_replace(file_span.path, '\.[^.]+$', '')) AS model,
    coalesce(nullif(regexp_replace(file_span.path, '/?[^/]+$', ''), ''), regexp_replace(file_span.path, '\.[^.]+$', '')) || '@' || mainline.commit_id[:12] AS run,
    file_span.path, mainline.seq, mainline.commit_id, mainline.committed, metric_leaf.key AS metric, metric_leaf.value, metric_leaf.line
FROM file_span
JOIN commit_at ON file_span.from_seq <= commit_at.seq
JOIN path_class ON path_class.path = file_span.path AND path_class.kind = 'metrics'
JOIN metric_leaf USING (blob)
JOIN mainline ON mainline.seq = file_span.from_seq
WHERE file_span.mode LIKE '100%'
