/*
title = "Releases that no check let through"
catalogue = "ZK-9"
question = "Was every model held against the hold-out before it was released?"
paper = "Zinkevich, rule 9: detect problems before exporting models"
grade = "E1"
unit = "1: unchecked"
better = "lower"
warn = 1
formula = "per release of the last 365 days: 1 unless the newest check of kind gate on it (subject: model and version, or its run), made before it was released, passed; headline: share of releases"
why = "A model that was not checked before it is exported is checked by its users."
remedy = "Make the export wait for an evaluation that can say no."
effort = "hours"
pitfalls = "A check whose bound lies below the baseline lets everything through. A check that is not recorded is not seen."
without = "no checks before releases are recorded"
supply = "export a table of subject (model and version), check, kind = gate, status, date: debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"
of = ["check_result"]

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(value) / count(*) END"
unit = "share of releases"
better = "lower"
warn = 0.0001
fail = 0.25
basis = "0 is wanted; 0.25 is a convention of debtui"
*/
WITH
gate AS (SELECT * FROM check_result_at WHERE kind = 'gate'),
held AS (
    SELECT
        release_at.model, release_at.version, release_at.released, release_at.file, gate.name, gate.status, gate.value, gate.bound, gate.recorded
    FROM release_at
    LEFT JOIN gate ON gate.subject IN (release_at.model || ' ' || release_at.version, release_at.run) AND coalesce(gate.recorded <= release_at.released, true)
    WHERE release_at.released >= (SELECT committed FROM commit_at) - INTERVAL 365 DAY AND EXISTS (FROM gate)
    QUALIFY row_number() OVER (PARTITION BY release_at.model, release_at.version ORDER BY gate.recorded DESC NULLS LAST, gate.status) = 1
)
SELECT
    model || ' ' || version AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN status = 'pass' THEN 0.0 ELSE 1.0 END::DOUBLE AS value,
    CASE WHEN status IS NULL THEN 'no check is recorded before it was released on ' || strftime(released, '%Y-%m-%d')
        ELSE name || ': ' || status || coalesce(', ' || printf('%.4g', value) || coalesce(' held against ' || printf('%.4g', bound), ''), '')
            || CASE WHEN status = 'pass' THEN '' ELSE ', and released on ' || strftime(released, '%Y-%m-%d') END END AS explanation,
    model, version, released
FROM held
