/*
title = "Predictions that what came true denies"
catalogue = "MN-1"
question = "Is what the model says still what happens?"
paper = "Sculley et al. 2015, section 7: monitoring, prediction bias"
grade = "E1"
unit = "% off"
better = "lower"
warn = 10
formula = "per model and slice at its newest period: 100 * |mean prediction / mean label - 1|, 0 where that is not told apart from chance: |z| > 3, off by more than a tenth, false-discovery rate 5 % over the slices of the period; headline: share of slices biased"
why = "A model whose answers drift from what happens is wrong in a way that no error tells."
remedy = "Look at the slice's inputs first, then train anew; let it raise an alarm by slice."
pitfalls = "A model that always says the mean passes. Labels come late: compare periods that are complete. Training on a part of the negatives needs calibration."
without = "no means of predictions and of what came true are recorded"
supply = "export a table of model, period, slice, n, mean_prediction, mean_label: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["prediction_bias"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE biased) / count(*) END"
unit = "share of slices"
better = "lower"
warn = 0.0001
fail = 0.25
basis = "0 is wanted; a convention of debtui; no published basis"
*/
SELECT
    model || CASE WHEN slice = '' THEN '' ELSE ' [' || slice || ']' END AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN biased THEN 100 * abs(coalesce(ratio, 2) - 1) ELSE 0 END AS value,
    strftime(recorded, '%Y-%m-%d') || ': predicted ' || printf('%.4g', mean_prediction) || ', came true ' || printf('%.4g', mean_label)
        || coalesce(' on ' || examples || ' examples', '') || coalesce(', z = ' || printf('%.1f', score), ', no verdict: the number of examples is not told')
        || CASE WHEN biased THEN '; biased since ' || strftime(since, '%Y-%m-%d') WHEN score IS NOT NULL THEN '; within what chance does' ELSE '' END AS explanation,
    model, slice, recorded, ratio, biased
FROM (
    SELECT *, min(recorded) FILTER (WHERE biased AND recorded > coalesce(last_fine, TIMESTAMP '0001-01-01')) OVER one AS since
    FROM (
        SELECT *, max(recorded) FILTER (WHERE NOT biased) OVER (PARTITION BY model, slice) AS last_fine
        FROM bias_change_at
    )
    WINDOW one AS (PARTITION BY model, slice)
    QUALIFY row_number() OVER (PARTITION BY model, slice ORDER BY recorded DESC, file) = 1
)
