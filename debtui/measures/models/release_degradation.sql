/*
title = "Releases that trade one metric away"
catalogue = "EN-1"
question = "Does improving one model or signal degrade others?"
paper = "Sculley et al. 2015, section 2: entanglement, 'changing anything changes everything'"
grade = "E1"
unit = "degraded"
better = "lower"
warn = 1
formula = "per release that makes a metric better beyond its noise: metrics and slices of it that are worse beyond theirs, one-sided, false-discovery rate 10 % within the release (Benjamini-Hochberg); headline: share of those releases with at least one"
why = "What is gained in one place is paid for in another, and the sum of it is never looked at."
remedy = "Look at every metric and slice before a release; take the change apart until it is known which part does the harm, or write down that the price is wanted."
pitfalls = "Metrics of one test set move together. Releases that were never recorded are not seen. A deliberate trade is no debt: say so with [metrics], none is then judged."
without = "no release is recorded that makes a metric better beyond its noise: needed are releases with their metrics, and three runs of one configuration with different seeds (or examples counted) to know the noise"
supply = "name a directory with what a tracker recorded (MLflow, W&B, TensorBoard), or a table of model, release, released, metric, value: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value > 0) / count(*) END"
unit = "share of improving releases"
better = "lower"
warn = 0.1
fail = 0.3
basis = "a convention of debtui; no published basis"
*/
SELECT
    release_at.model || ' ' || release_at.version AS subject,
    release_at.file AS path,
    NULL::BIGINT AS line,
    (count(*) FILTER (WHERE verdict = 'worse'))::DOUBLE AS value,
    'better: ' || string_agg(told, ', ' ORDER BY score DESC) FILTER (WHERE verdict = 'better')
        || coalesce('; worse: ' || string_agg(told, ', ' ORDER BY score) FILTER (WHERE verdict = 'worse'), '; nothing is worse') AS explanation,
    release_at.released,
    release_at.previous,
    count(*) FILTER (WHERE verdict = 'better') AS improved,
    count(*) FILTER (WHERE verdict IN ('better', 'worse', 'within noise')) AS judged
FROM (
    SELECT
        *,
        metric || CASE WHEN slice = '' THEN '' ELSE ' [' || slice || ']' END || ' ' || printf('%.4g', value_before) || ' to ' || printf('%.4g', value_after)
            || ' (' || printf('%+.1f', score) || ' times its noise)' AS told
    FROM release_change_at
)
JOIN release_at USING (model, number)
GROUP BY release_at.model, release_at.version, release_at.file, release_at.released, release_at.previous
HAVING count(*) FILTER (WHERE verdict = 'better') > 0
