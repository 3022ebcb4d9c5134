/*
title = "Features that say the same"
catalogue = "DD-7"
question = "Which features are two names of one thing?"
paper = "Sculley et al. 2015, section 3: correlated features"
grade = "E1"
unit = "features too many"
better = "lower"
warn = 1
formula = "clusters: features joined by pairs with an absolute rank correlation of 0.9 or more, at the newest record of each table; per cluster: its features but one; headline: those of all clusters / features"
why = "Which of them a model credits is chance; when the world moves, the wrong one was chosen."
remedy = "Keep the one that is nearer to the cause, or that is cheaper and fresher; leave the others out and evaluate."
effort = "hours"
pitfalls = "A correlation cannot say which one is the cause. It holds for the time and place of its sample."
without = "no correlations of features are recorded"
supply = "export a table of table, date, feature_a, feature_b, spearman, n: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_pair"]

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(value) / sum(features) END"
unit = "share of features"
better = "lower"
warn = 0.1
basis = "a convention of debtui; no published basis"
*/
SELECT
    CASE WHEN dataset = '' THEN '' ELSE dataset || ': ' END || string_agg(feature, ', ' ORDER BY feature) AS subject,
    file AS path,
    NULL::BIGINT AS line,
    (count(*) - 1)::DOUBLE AS value,
    CASE WHEN count(*) = 1 THEN 'no other goes with it as closely as 0.9; the closest: ' || printf('%.2f', max(strongest))
        ELSE count(*) || ' features, correlated by up to ' || printf('%.2f', max(strongest)) END AS explanation,
    dataset,
    count(*) AS features
FROM feature_cluster_at
GROUP BY file, dataset, cluster
