/*
title = "Features that cost more than they gain"
catalogue = "DD-9"
question = "Which feature costs far more than it gains?"
paper = "Breck et al. 2017, Data 3: no feature's cost is too much"
grade = "E1"
unit = "times its share of the importance"
better = "lower"
warn = 5
formula = "per feature at the model's newest record: share of the cost / share of the importance (at least a ten-thousandth)"
why = "Compute, storage, latency and people's care go where they bring nothing."
remedy = "Look for a cheaper source or a rarer refresh, or leave it out."
pitfalls = "What is computed once for several features has no fair split. Cost has one unit per table, whatever that is."
without = "no cost of features is recorded"
supply = "add a column cost to the table of importances (model, release, date, feature, importance, cost): debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_importance"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 5) / count(*) END"
unit = "share of features"
better = "lower"
warn = 0.1
basis = "a convention of debtui; no published basis"
*/
SELECT
    model || ': ' || feature AS subject,
    file AS path,
    NULL::BIGINT AS line,
    cost_share / greatest(coalesce(share, 0), 0.0001) AS value,
    printf('%.1f', 100 * cost_share) || ' % of the cost for ' || printf('%.1f', 100 * coalesce(share, 0)) || ' % of the importance' AS explanation,
    model, version, cost, cost_share, share
FROM feature_worth_at
WHERE newest AND cost_share IS NOT NULL
