-- Keys that production Python code gives to clients of flag services: where at that commit, and since which day by the history;
-- without a place where the code no longer names them.
WITH
asked AS (
    SELECT flag_read.key, min((file_at.path, flag_read.line)) AS place, count(*) AS reads
    FROM file_at
    JOIN flag_read USING (blob)
    WHERE file_at.kind = 'code' AND flag_read.mechanism = 'sdk'
    GROUP BY flag_read.key
),
named AS (
    SELECT flag_mention.key, min(mainline.committed) AS first_named
    FROM flag_mention
    JOIN file_span USING (blob)
    JOIN commit_at ON file_span.from_seq <= commit_at.seq
    JOIN path_class USING (path)
    JOIN mainline ON mainline.seq = file_span.from_seq
    WHERE flag_mention.mechanism = 'sdk' AND path_class.kind = 'code'
    GROUP BY flag_mention.key
)
SELECT key, (asked.place)[1] AS path, (asked.place)[2] AS line, coalesce(asked.reads, 0) AS reads, named.first_named
FROM asked
FULL JOIN named USING (key)
