/*
title = "Features that came in a bundle"
catalogue = "DD-5"
question = "Which features were added together, and never looked at one by one?"
paper = "Sculley et al. 2015, section 3: underutilized data dependencies, bundled features"
grade = "E1"
unit = "features"
better = "lower"
warn = 3
formula = "three features or more that are new in one recorded release of a model (its first one left out); none of them was evaluated alone when no run has a parameter or tag ablated, dropped_feature, without_feature or leave_out that names it; value: the unevaluated ones; headline: those of all bundles / features"
why = "In a bundle that gains as a whole the idle ones are carried along for ever."
remedy = "Evaluate the members one by one, keep those that gain."
effort = "hours"
pitfalls = "Before the first recorded release nothing is known. A run that left a feature out without saying so is not seen."
without = "no importance of features is recorded over more than one release"
supply = "export a table of model, release, date, feature, importance for every release: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_importance"]

[headline]
value = "CASE WHEN (SELECT max(number) FROM feature_worth_at) > 1 THEN coalesce(sum(value), 0) / (SELECT count(DISTINCT (model, feature)) FROM feature_worth_at) END"
unit = "share of features"
better = "lower"
warn = 0.1
basis = "a convention of debtui; no published basis"
*/
WITH
born AS (
    SELECT model, feature, min(number) AS number, arg_min(version, number) AS version, arg_min(recorded, number) AS recorded, arg_min(file, number) AS file
    FROM feature_worth_at
    GROUP BY model, feature
),
alone AS (
    SELECT DISTINCT lower(value) AS feature
    FROM run_value
    SEMI JOIN run_at USING (run)
    WHERE lower(regexp_extract(key, '[^.]+$')) IN ('ablated', 'ablation', 'dropped_feature', 'without_feature', 'leave_out', 'left_out')
),
bundle AS (
    SELECT born.*, alone.feature IS NOT NULL AS evaluated, worth.epsilon
    FROM born
    LEFT JOIN alone ON alone.feature = lower(born.feature)
    LEFT JOIN feature_worth_at AS worth ON worth.model = born.model AND worth.feature = born.feature AND worth.newest
    WHERE born.number > 1
)
SELECT
    bundle.model || ' ' || version || ': ' || string_agg(feature, ', ' ORDER BY feature) AS subject,
    min(file) AS path,
    NULL::BIGINT AS line,
    (count(*) FILTER (WHERE NOT evaluated))::DOUBLE AS value,
    count(*) || ' features are new in it, ' || count(*) FILTER (WHERE NOT evaluated) || ' of them were never left out alone'
        || CASE WHEN count(*) FILTER (WHERE epsilon) > 0
            THEN '; worth nothing now: ' || string_agg(feature, ', ' ORDER BY feature) FILTER (WHERE epsilon) ELSE '' END AS explanation,
    bundle.model, version, min(recorded) AS added
FROM bundle
GROUP BY bundle.model, version
HAVING count(*) >= 3
