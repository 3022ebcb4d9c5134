-- Points of committed plots, by that commit: what each mainline commit that changed a file of plots made of it. A field is an axis, a step or a time; those of one `place` are one point.
SELECT file_span.path, mainline.seq, mainline.commit_id, mainline.committed, plot_point.place, plot_point.field, plot_point.value
FROM file_span
JOIN commit_at ON file_span.from_seq <= commit_at.seq
JOIN path_class ON path_class.path = file_span.path AND path_class.kind = 'plots'
JOIN plot_point USING (blob)
JOIN mainline ON mainline.seq = file_span.from_seq
WHERE file_span.mode LIKE '100%'
