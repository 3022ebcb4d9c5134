-- Each person's way to the tenth commit: days from the first, or how long they have been watched without it.
WITH
numbered AS (
    SELECT person, log_at.committed AS committed, row_number() OVER (PARTITION BY person ORDER BY committed, position) AS n
    FROM log_at
    WHERE NOT bot AND NOT merge
)
SELECT
    person,
    min(numbered.committed) AS first_commit,
    max(numbered.committed) FILTER (WHERE n = 10) AS tenth_commit,
    date_diff('second', min(numbered.committed), max(numbered.committed) FILTER (WHERE n = 10)) / 86400.0 AS days,
    date_diff('second', min(numbered.committed), any_value(commit_at.committed)) / 86400.0 AS watched_days,
    count(*) AS commits
FROM numbered
JOIN commit_at ON true
GROUP BY person
