-- Since when each manifest has named each package without a break, and since when as it does now: by whose commits of the mainline.
-- Only of manifests of which every version has been read.
WITH
held AS (
    SELECT
        file_span.path, requirement.name, file_span.from_seq, file_span.to_seq,
        string_agg(DISTINCT requirement.specifier, ' ' ORDER BY requirement.specifier) AS specifier
    FROM file_span
    JOIN requirement USING (blob)
    JOIN commit_at ON file_span.from_seq <= commit_at.seq
    GROUP BY ALL
),
unread AS (
    SELECT DISTINCT file_span.path
    FROM file_span
    SEMI JOIN held ON held.path = file_span.path
    JOIN commit_at ON file_span.from_seq <= commit_at.seq
    ANTI JOIN (SELECT blob FROM analysed WHERE analyser = 'requirement') AS known USING (blob)
),
turn AS (
    SELECT
        *,
        lag(to_seq) OVER history IS DISTINCT FROM from_seq AS began,
        lag(to_seq) OVER history IS DISTINCT FROM from_seq OR lag(specifier) OVER history <> specifier AS turned
    FROM held
    WINDOW history AS (PARTITION BY path, name ORDER BY from_seq)
),
newest AS (
    SELECT
        path, name, max(from_seq) FILTER (WHERE began) AS added_seq, max(from_seq) FILTER (WHERE turned) AS bumped_seq,
        count(*) FILTER (WHERE turned) AS versions
    FROM turn
    GROUP BY path, name
)
SELECT
    newest.path, newest.name, newest.added_seq, a.committed AS added, a.author AS added_by,
    newest.bumped_seq, b.committed AS bumped, b.author AS bumped_by, newest.versions
FROM newest
JOIN mainline AS a ON a.seq = newest.added_seq
JOIN mainline AS b ON b.seq = newest.bumped_seq
ANTI JOIN unread ON unread.path = newest.path
