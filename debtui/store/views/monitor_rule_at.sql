-- What files of that commit declare to be watched.
SELECT
    file_at.path, file_at.from_seq, monitor_rule.tool, monitor_rule.name, monitor_rule.subject, monitor_rule.kind, monitor_rule.threshold,
    monitor_rule.severity, monitor_rule.owner, monitor_rule.runbook, monitor_rule.line
FROM file_at
JOIN monitor_rule USING (blob)
-- What tests read as an example watches nothing.
WHERE NOT regexp_matches(file_at.path, '(^|/)(tests?|fixtures|testdata|test_data|__snapshots__)/')
