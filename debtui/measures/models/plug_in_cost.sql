/*
title = "What a new algorithm touches"
catalogue = "AL-2"
question = "How much has to be changed to try another algorithm?"
paper = "Sculley et al. 2015, conclusion: how easily can an entirely new algorithmic approach be tested at full scale"
grade = "E2"
unit = "files"
better = "lower"
warn = 10
formula = "per algorithm that runs name and that is not the model's first: files touched by the commits whose message names it, up to the first run at full scale (else up to the moment); beside it the share of them that were not new with it; headline: median over algorithms"
why = "Where a new algorithm has to touch everything, nobody tries one."
remedy = "Keep one interface between data, algorithm and evaluation."
pitfalls = "Commits that do not name it are not seen; those that do may do other things as well."
without = "no commit names an algorithm that runs name as a second one"
supply = "record the algorithm as a parameter (model_type), export the runs, and name it in commit messages: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["run"]

[headline]
value = "median(value)"
unit = "files"
better = "lower"
warn = 10
basis = "a convention of debtui; no published basis"
*/
WITH
newer AS (
    SELECT model, algorithm, min(started) FILTER (WHERE scale >= 0.95) AS arrived, min(file) AS file, min(started) AS first_run
    FROM algorithm_run_at
    GROUP BY model, algorithm
    QUALIFY first_run > min(first_run) OVER (PARTITION BY model)
),
named AS (
    SELECT newer.model, newer.algorithm, newer.arrived, newer.file, log_at.commit_id, log_at.committed
    FROM newer
    JOIN log_at ON regexp_matches(lower(log_at.subject), '(^|[^a-z0-9])' || regexp_replace(regexp_replace(lower(newer.algorithm), '[^a-z0-9]+', '_', 'g'), '_+', '[^a-z0-9]*', 'g') || 's?([^a-z0-9]|$)')
    WHERE log_at.committed <= coalesce(newer.arrived, log_at.committed) AND NOT log_at.bot
)
SELECT
    named.model || ': ' || named.algorithm AS subject,
    any_value(named.file) AS path,
    NULL::BIGINT AS line,
    count(DISTINCT change_at.path)::DOUBLE AS value,
    'named in ' || count(DISTINCT named.commit_id) || ' of the commits since ' || strftime(min(named.committed), '%Y-%m-%d') || '; files touched that were there before: '
        || count(DISTINCT change_at.path) FILTER (WHERE change_at.status <> 'A') || ' of ' || count(DISTINCT change_at.path) || '; '
        || CASE WHEN any_value(named.arrived) IS NULL THEN 'no run at full scale yet' ELSE 'at full scale on ' || strftime(any_value(named.arrived), '%Y-%m-%d') END AS explanation,
    count(DISTINCT named.commit_id) AS commits
FROM named
JOIN change_at USING (commit_id)
GROUP BY named.model, named.algorithm
