/*
title = "Inputs that are not what they were"
catalogue = "MN-6"
question = "Does the world still look as it did when the model was trained?"
paper = "Sculley et al. 2015, section 7: monitoring; Breck et al. 2017, Monitor 2"
grade = "E1"
unit = "PSI"
better = "lower"
warn = 0.1
fail = 0.25
formula = "per feature at its newest period: population stability index against the reference distribution, sum of (a - e) ln(a / e) over its bins; counted as 0 below 0.1 or where chance explains it (chi-square with B - 1 degrees of freedom, false-discovery rate 5 % over the features of the period); headline: share of features drifted"
why = "The model answers for a world that is gone, with the same confidence."
remedy = "Find out whether the world or the pipeline changed; train on the new one, or mend the pipeline."
pitfalls = "Drift is no loss of quality. Seasons need a reference of the same season. With many examples every difference is beyond chance: hence the least of 0.1. An empty bin counts as a share of 0.0001; other tools cut bins otherwise, their PSI is another."
without = "no distributions of features are recorded for more than one period"
supply = "export a table of date, table, feature, bin, count, reference: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["feature_bin"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE drifted) / count(*) END"
unit = "share of features"
better = "lower"
warn = 0.1
fail = 0.5
basis = "0.5: Evidently's share of a drifted data set; 0.1 is a convention of debtui"
*/
SELECT
    CASE WHEN dataset = '' THEN '' ELSE dataset || '.' END || feature AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN drifted THEN psi ELSE 0 END AS value,
    strftime(recorded, '%Y-%m-%d') || ' against ' || strftime(reference, '%Y-%m-%d') || ': PSI ' || printf('%.3f', psi)
        || CASE WHEN p IS NULL THEN ', of shares without counts' ELSE ' on ' || examples::BIGINT || ' examples' END
        || CASE WHEN drifted THEN '; drifted since ' || strftime(since, '%Y-%m-%d') WHEN psi >= 0.1 THEN '; chance explains it' ELSE '' END AS explanation,
    dataset, feature, recorded, psi, drifted
FROM (
    SELECT *, min(recorded) FILTER (WHERE drifted AND recorded > coalesce(last_fine, TIMESTAMP '0001-01-01')) OVER (PARTITION BY file, dataset, feature) AS since
    FROM (SELECT *, max(recorded) FILTER (WHERE NOT drifted) OVER (PARTITION BY file, dataset, feature) AS last_fine FROM drift_at)
    QUALIFY row_number() OVER (PARTITION BY file, dataset, feature ORDER BY recorded DESC) = 1
)
