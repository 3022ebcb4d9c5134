/*
title = "Runs of which much is not recorded"
catalogue = "RP-3"
question = "What is known of how a released model was made?"
paper = "Breck et al. 2017, infrastructure test 1: 'Training is reproducible'"
grade = "E1"
unit = "of 8 not recorded"
better = "lower"
warn = 1
fail = 5
formula = "per run that made a release: which of commit, clean work tree, parameters, version of the data, environment (image, lock), seed, hardware, command are not recorded; headline: share of released models whose run has all eight"
why = "What is not recorded on the day cannot be found out later, when the model misbehaves."
remedy = "Let the training record all eight: trackers do the commit and the command by themselves, an image's digest and the data's version are one line each."
effort = "hours"
pitfalls = "A recorded commit may be that of the launcher. Recognised by the names of parameters and tags."
without = "no released model is tied to a run"
supply = "the tracker's own store or export, with the registry: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share of releases with all eight"
better = "higher"
warn = 0.9
basis = "a convention of debtui; no published basis"
*/
SELECT
    provenance_at.run AS subject,
    provenance_at.file AS path,
    NULL::BIGINT AS line,
    provenance_at.missing::DOUBLE AS value,
    'made ' || release_at.model || ' ' || release_at.version || CASE WHEN missing = 0 THEN '; all eight are recorded' ELSE '; not recorded: ' || provenance_at.absent END AS explanation,
    release_at.model, release_at.version, provenance_at.missing
FROM release_at
JOIN provenance_at USING (run)
WHERE release_at.basis = 'record'
QUALIFY row_number() OVER (PARTITION BY provenance_at.run ORDER BY release_at.released) = 1
