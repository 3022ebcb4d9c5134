/*
title = "Features that later ones replaced"
catalogue = "DD-4"
question = "Which feature was needed once, and is not any more?"
paper = "Sculley et al. 2015, section 3: underutilized data dependencies, legacy features"
grade = "E1"
unit = "days since it was worth something"
better = "lower"
warn = 365
formula = "per feature that is worth nothing at the model's newest record (DD-6), was worth something at an earlier one, and has been in the model for a year or more: days since the last record at which it was worth something"
why = "It came early, what it knew is now known by others, and nobody leaves it out to see."
remedy = "Leave out one feature at a time, regularly, and delete what is not missed."
effort = "hours"
pitfalls = "Features that go together take credit from each other: it may be worthless only beside its twin."
without = "no importance of features is recorded over more than one release"
supply = "export a table of model, release, date, feature, importance, std for every release: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_importance"]

[headline]
value = "CASE WHEN any_value(releases) > 1 THEN count(*) FILTER (WHERE value > 0) END"
unit = "features"
better = "lower"
warn = 1
basis = "a convention of debtui; no published basis"
*/
WITH
life AS (
    SELECT
        model, feature, min(recorded) AS introduced, max(recorded) FILTER (WHERE NOT epsilon) AS last_needed, max(share) AS best,
        arg_max(share, number) AS share, bool_or(epsilon AND newest) AS now_nothing, bool_or(newest) AS still_there, arg_max(file, number) AS file
    FROM feature_worth_at
    GROUP BY model, feature
),
told AS (SELECT count(DISTINCT (model, number)) AS releases FROM feature_worth_at)
SELECT
    model || ': ' || feature AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN now_nothing AND last_needed IS NOT NULL AND introduced <= commit_at.committed - INTERVAL 365 DAY
        THEN date_diff('day', last_needed, commit_at.committed) ELSE 0 END::DOUBLE AS value,
    'in the model since ' || strftime(introduced, '%Y-%m-%d') || '; ' || printf('%.1f', 100 * coalesce(share, 0)) || ' % of the importance now, '
        || printf('%.1f', 100 * coalesce(best, 0)) || ' % at its best'
        || CASE WHEN now_nothing THEN coalesce('; worth nothing since ' || strftime(last_needed, '%Y-%m-%d'), '; never worth anything') ELSE '' END AS explanation,
    model, introduced, last_needed, told.releases
FROM life, told, commit_at
WHERE still_there AND introduced IS NOT NULL
