-- People who had committed by then: how much, from when to when, and whether within the last 180 days.
SELECT
    log_at.person,
    person.name,
    count(*) AS commits,
    min(log_at.committed) AS first_commit,
    max(log_at.committed) AS last_commit,
    max(log_at.committed) >= any_value(commit_at.committed) - INTERVAL 180 DAY AS active
FROM log_at
JOIN commit_at ON true
JOIN person ON person.person = log_at.person
WHERE NOT log_at.bot AND NOT log_at.merge
GROUP BY log_at.person, person.name
