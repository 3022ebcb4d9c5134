/*
title = "Metrics that are traded for each other"
catalogue = "EN-2"
question = "Which two metrics does release after release play off against each other?"
paper = "Sculley et al. 2015, section 2: entanglement"
grade = "E1"
unit = "adjusted p"
better = "higher"
warn = 0.1
formula = "Spearman's rho of the changes of two metrics from release to release, oriented so that up is better; one-sided p by 4,999 permutations, false-discovery rate 10 % over the pairs of a model; from ten releases on"
why = "A team that gets better at one of them gets worse at the other and celebrates every second release."
remedy = "Decide what the one is worth in terms of the other, write it down as one objective, and hold releases to that."
pitfalls = "Precision and recall are opposed by construction: set one of the two to \"none\" under [metrics]. Two metrics of one sample share its luck."
without = "no model has ten releases with two metrics that are known to be better up or down"
supply = "name a directory with the releases' metrics: debtui collect --exports DIR; say which way a metric is better under [metrics] in debtui.toml"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value <= 0.1) END"
unit = "pairs"
better = "lower"
warn = 1
basis = "false-discovery rate 10 %"
*/
SELECT
    trade_off_at.model || ': ' || trade_off_at.first || ' / ' || trade_off_at.second AS subject,
    NULL::VARCHAR AS path,
    NULL::BIGINT AS line,
    trade_off_at.q AS value,
    CASE WHEN trade_off_at.q <= 0.1 THEN 'opposed: ' ELSE 'not shown to be opposed: ' END
        || 'rho ' || printf('%.2f', trade_off_at.correlation) || ' over ' || trade_off_at.releases || ' releases, p ' || printf('%.4f', trade_off_at.p)
        || ', adjusted ' || printf('%.3f', trade_off_at.q) || '; in ' || trade_off_at.apart || ' of ' || trade_off_at.moved
        || ' releases one rose and the other fell, most of all in ' || release_at.version AS explanation,
    trade_off_at.releases, trade_off_at.correlation, trade_off_at.p, trade_off_at.apart, trade_off_at.moved
FROM trade_off_at
JOIN release_at ON release_at.model = trade_off_at.model AND release_at.number = trade_off_at.worst
