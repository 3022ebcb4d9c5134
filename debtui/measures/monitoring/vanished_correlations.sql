/*
title = "What no longer goes with the label"
catalogue = "MN-7"
question = "Which feature has come to mean something else?"
paper = "Sculley et al. 2015, section 3: correlated features; Łopuszyński 2017, the flu trends"
grade = "E1"
unit = "change of the correlation"
better = "lower"
warn = 0.0001
formula = "per feature at its newest record: |r now - r first| where the correlation with the label changed its sign or lost more than half (Fisher's z, false-discovery rate 5 % over the features of the period), else 0; headline: features"
why = "What the model learnt from it has become wrong."
remedy = "Find out what changed; train anew without what was before, or leave the feature out."
pitfalls = "Labels that are late or chosen by the model's own actions change it, too. Held against the first record there is."
without = "no correlations with the label are recorded for more than one period"
supply = "export a table of date, table, feature_a, feature_b, spearman, n with feature_b = label: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_pair"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) END"
unit = "features"
better = "lower"
warn = 1
basis = "a convention of debtui; no published basis"
*/
SELECT
    CASE WHEN dataset = '' THEN '' ELSE dataset || '.' END || feature AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN verdict IN ('reversed', 'lost') THEN abs(correlation - correlation_before) ELSE 0 END AS value,
    printf('%+.2f', correlation_before) || ' with the label on ' || strftime(reference, '%Y-%m-%d') || ', ' || printf('%+.2f', correlation) || ' on ' || strftime(recorded, '%Y-%m-%d')
        || CASE verdict WHEN 'reversed' THEN ': reversed' WHEN 'lost' THEN ': more than half of it is lost' WHEN 'examples unknown' THEN '; no verdict: the numbers of rows are not told' ELSE '' END AS explanation,
    dataset, feature, recorded, score, verdict
FROM association_change_at
QUALIFY row_number() OVER (PARTITION BY dataset, feature ORDER BY recorded DESC) = 1
