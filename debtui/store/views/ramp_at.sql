-- People who came when there were incumbents to catch up with, and the months until they did.
WITH
monthly AS (
    SELECT person, date_trunc('month', committed) AS month, count(*) AS commits
    FROM log_at
    WHERE NOT bot AND NOT merge
    GROUP BY person, month
),
started AS (
    SELECT person, min(month) AS first_month, count(*) AS active_months FROM monthly GROUP BY person
),
-- What is usual in a month for those whose first commit is over a year old.
incumbent AS (
    SELECT monthly.month, median(monthly.commits) AS usual
    FROM monthly
    JOIN started USING (person)
    WHERE monthly.month >= started.first_month + INTERVAL 12 MONTH
    GROUP BY monthly.month
)
SELECT
    started.person, started.first_month,
    min(date_diff('month', started.first_month, monthly.month)) FILTER (WHERE monthly.commits >= incumbent.usual) AS months
FROM started
JOIN monthly USING (person)
LEFT JOIN incumbent USING (month)
WHERE started.active_months >= 3 AND started.first_month >= (SELECT min(month) FROM incumbent)
GROUP BY started.person, started.first_month
