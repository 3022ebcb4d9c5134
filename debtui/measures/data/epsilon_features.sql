/*
title = "Features that matter to no model"
catalogue = "DD-6"
question = "Which feature could go without anybody noticing?"
paper = "Sculley et al. 2015, section 3: underutilized data dependencies, epsilon-features"
grade = "E1"
unit = "1: worth nothing"
better = "lower"
warn = 1
formula = "per feature at the model's newest record: 1 where its importance is not above noise (mean - 2 standard deviations <= 0; without a spread: not above the best random probe; without a probe: below a thousandth of the total), else 0; headline: share of features worth nothing"
why = "Each is an input that can break, drift or cost, and gains nothing."
remedy = "Leave it out, evaluate, and delete it with all that computes it."
effort = "hours"
pitfalls = "Of features that go together each can look worthless, all of them are not: see the cluster (DD-7). In a bad model no feature is worth anything. Some are kept for rare slices, or by law."
without = "no importance of features is recorded"
supply = "export a table of model, release, date, feature, importance, std: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_importance"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) / count(*) END"
unit = "share of features"
better = "lower"
warn = 0.1
basis = "a convention of debtui; no published basis"
*/
SELECT
    feature_worth_at.model || ': ' || feature_worth_at.feature AS subject,
    feature_worth_at.file AS path,
    NULL::BIGINT AS line,
    epsilon::INTEGER::DOUBLE AS value,
    printf('%.4g', importance) || coalesce(' +- ' || printf('%.2g', spread), '') || ', ' || printf('%.1f', 100 * coalesce(share, 0)) || ' % of all'
        || CASE WHEN epsilon THEN ': ' || rule ELSE '' END || coalesce('; ' || printf('%.0f', 100 * cost_share) || ' % of the cost', '')
        || coalesce('; goes together with ' || with_it.others, '') AS explanation,
    feature_worth_at.model, version, recorded, share, cost_share
FROM feature_worth_at
LEFT JOIN (
    SELECT one.feature, string_agg(DISTINCT other.feature, ', ' ORDER BY other.feature) AS others
    FROM feature_cluster_at AS one
    JOIN feature_cluster_at AS other ON other.file = one.file AND other.dataset = one.dataset AND other.cluster = one.cluster AND other.feature <> one.feature
    GROUP BY one.feature
) AS with_it ON with_it.feature = feature_worth_at.feature
WHERE newest
