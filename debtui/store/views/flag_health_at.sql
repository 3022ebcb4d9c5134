-- Unleash's own numbers at that commit, over flags that are not archived: health = round(100 - stale % - potentially stale %).
SELECT
    count(*) AS flags,
    count(*) FILTER (WHERE record.stale) AS stale,
    count(*) FILTER (WHERE verdict.stale AND NOT coalesce(record.stale, false)) AS potentially_stale,
    round(100 - 100.0 * count(*) FILTER (WHERE verdict.stale) / count(*))::INTEGER AS health,
    (100 - round(100 - 100.0 * count(*) FILTER (WHERE verdict.stale) / count(*)))::INTEGER AS technical_debt
FROM flag_verdict_at AS verdict
JOIN flag_record_at AS record USING (service, key)
WHERE service = 'Unleash' AND NOT verdict.archived
HAVING count(*) > 0
