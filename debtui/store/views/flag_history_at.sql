-- When each flag came, when the set of places that name it last changed, and when it went. From history alone: it can be
-- asked at every commit, also where the files have not been read for what they do with a flag. Not `sure`: only a text
-- constant in a file that asks for flags says so.
WITH
-- A new version of a file that still names the flag ends one span and begins the next: no change.
edge AS (
    SELECT key, path, from_seq AS seq, 1 AS step FROM flag_mention_at
    UNION ALL
    SELECT key, path, to_seq, -1 FROM flag_mention_at WHERE to_seq IS NOT NULL
),
moved AS (
    SELECT key, path, seq FROM edge GROUP BY key, path, seq HAVING sum(step) <> 0
),
changed AS (
    SELECT key, max(seq) AS changed_seq FROM moved GROUP BY key
),
named AS (
    SELECT
        key,
        string_agg(DISTINCT mechanism, ', ' ORDER BY mechanism) AS mechanism,
        bool_or(mechanism <> 'named') AS sure,
        string_agg(DISTINCT language, ', ' ORDER BY language) AS language,
        min(from_seq) AS first_seq,
        CASE WHEN bool_or(to_seq IS NULL) THEN NULL ELSE max(to_seq) END AS gone_seq,
        count(DISTINCT path) FILTER (WHERE to_seq IS NULL) AS files
    FROM flag_mention_at
    GROUP BY key
)
SELECT
    named.key, named.mechanism, named.sure, named.language, named.files,
    named.gone_seq IS NULL AS alive,
    named.first_seq, began.committed AS introduced,
    changed.changed_seq, last.committed AS changed,
    named.gone_seq, went.committed AS gone,
    greatest(date_diff('day', began.committed, coalesce(went.committed, commit_at.committed)), 0) AS life_days
FROM named
JOIN changed USING (key)
JOIN mainline AS began ON began.seq = named.first_seq
JOIN mainline AS last ON last.seq = changed.changed_seq
LEFT JOIN mainline AS went ON went.seq = named.gone_seq
JOIN commit_at ON true
