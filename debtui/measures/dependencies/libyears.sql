/*
title = "Libyears"
catalogue = "DP-2"
question = "How old are the packages, beside what could be installed?"
paper = "Cox, Bouwers, van Eekelen and Visser 2015, Measuring Dependency Freshness in Software Systems; libyear.com"
grade = "E1"
unit = "years"
better = "lower"
warn = 1
fail = 3
formula = "per package of each manifest with a version that is pinned or locked: release date of the newest version that was out at that commit (no pre-release, not yanked) - release date of the version used, never below 0; headline: their sum"
why = "The longer an upgrade waits, the more of them come at once; security fixes are written for what is new."
remedy = "Take one package after the other, the oldest first, each in a commit of its own with the tests it needs; let a bot propose the next ones."
effort = "hours"
pitfalls = "Only packages of which an index's answer is at hand are counted: which ones, and how fresh the answer is, is the reader's to know. Versions of calendars and lines that are maintained side by side are measured alike. One package in two manifests counts twice."
without = "no release dates of a package that is pinned or locked are at hand: debtui asks no network"
supply = "save an index's answers as JSON (https://pypi.org/simple/<name>/ with Accept: application/vnd.pypi.simple.v1+json, or https://pypi.org/pypi/<name>/json) into a directory, and name it with --exports"

[headline]
value = "CASE WHEN (SELECT count(*) FROM package_lag_at) > 0 THEN coalesce(sum(value), 0) END"
unit = "years"
better = "lower"
warn = 10
basis = "below 10: one company's habit"
*/
SELECT
    lag.path || '::' || lag.name AS subject,
    lag.path,
    lag.line::BIGINT AS line,
    lag.years AS value,
    lag.name || ' ' || lag.used || ' is of ' || strftime(lag.used_released, '%Y-%m-%d') || '; ' || lag.newest || ' of '
        || strftime(lag.newest_released, '%Y-%m-%d') || ' is ' || lag.behind || CASE lag.behind WHEN 1 THEN ' version' ELSE ' versions' END || ' on' AS explanation,
    lag.name AS package, lag.used, lag.newest, lag.behind,
    age.added, age.added_by, age.bumped, age.bumped_by
FROM package_lag_at AS lag
LEFT JOIN requirement_age_at AS age ON age.path = lag.path AND age.name = lag.name
WHERE lag.years > 0
