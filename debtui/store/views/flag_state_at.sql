-- Exports of flag services that hold at that commit: checked-in ones from the commit that brought them, others from their own date.
-- The newest of each scope wins. Of the others, what is younger than the newest commit, or has no date, holds there alone.
WITH
held AS (
    SELECT service, scope, blob, total FROM flag_record
    UNION ALL
    SELECT service, scope, blob, NULL FROM flag_environment
    UNION ALL
    SELECT service, scope, blob, NULL FROM flag_reference
),
-- Data of tests are no state of a service.
checked_in AS (
    SELECT held.service, held.scope, held.blob, file_at.path, max(held.total) AS total, any_value(mainline.committed) AS told
    FROM held
    JOIN file_at USING (blob)
    JOIN mainline ON mainline.seq = file_at.from_seq
    WHERE NOT regexp_matches(lower(file_at.path), '(^|/)(tests?|fixtures|testdata|test_data|__snapshots__|snapshots)/')
    GROUP BY held.service, held.scope, held.blob, file_at.path
),
given AS (
    SELECT document, service, scope, total, exported, file, coalesce(total > flags, false) AS page
    FROM exported_file
    JOIN commit_at
        ON coalesce(exported <= commit_at.committed, false) OR commit_at.seq = (SELECT max(seq) FROM mainline)
    WHERE service IS NOT NULL
),
complete AS (
    SELECT service, scope, max(exported) AS told FROM given WHERE NOT page GROUP BY service, scope
),
-- A page replaces nothing: the others of its list stand beside it.
outside AS (
    SELECT given.*
    FROM given
    LEFT JOIN complete USING (service, scope)
    WHERE CASE WHEN given.page THEN coalesce(given.exported > complete.told, true)
        ELSE given.exported IS NOT DISTINCT FROM complete.told END
),
newest AS (
    SELECT service, scope, max(inner_told) AS inner_told, max(outer_told) AS outer_told
    FROM (
        SELECT service, scope, told AS inner_told, NULL AS outer_told FROM checked_in
        UNION ALL
        SELECT service, scope, NULL, exported FROM outside
    )
    GROUP BY service, scope
)
SELECT service, scope, checked_in.blob, NULL::BIGINT AS document, checked_in.path, checked_in.path AS file, checked_in.total, checked_in.told
FROM checked_in
JOIN newest USING (service, scope)
WHERE coalesce(inner_told >= outer_told, true)
UNION ALL
SELECT service, scope, NULL, outside.document, NULL, outside.file, outside.total, outside.exported
FROM outside
JOIN newest USING (service, scope)
WHERE coalesce(inner_told < outer_told, inner_told IS NULL)
