/*
title = "Coupling across boundaries"
catalogue = "CO-4"
question = "How much of what changes together lies in different components?"
paper = "Sculley et al., entanglement: changing anything changes everything"
grade = "E2"
unit = "changes"
formula = "100 * shared changes of coupled pairs (CO-1) that cross a component boundary / shared changes of all coupled pairs; a row is a pair of components, or one with what stays within it"
why = "A boundary that every change crosses separates nothing: whoever owns one side cannot improve it without the other."
remedy = "Move what the two components share to one side, or give it an interface that changes less often than they do."
pitfalls = "Without [components] in debtui.toml a component is a directory, which may be no boundary of yours. A monorepo of independent models that are released together couples them in one version file: list it under dependencies.ignore_pairs."
without = "no two files change together often enough"

[headline]
value = "100 * sum(value) / nullif(sum(shared), 0)"
unit = "%"
better = "lower"
basis = "no published basis; read its trend"
*/
WITH coupled AS (
    SELECT
        least(component_a, component_b) AS one, greatest(component_a, component_b) AS other,
        shared, crosses, path_a, path_b
    FROM coupled_pair_at
)
SELECT
    CASE WHEN crosses THEN one || ' ~ ' || other ELSE one END AS subject,
    arg_max(least(path_a, path_b), shared) AS path,
    NULL::BIGINT AS line,
    CASE WHEN crosses THEN sum(shared) ELSE 0 END::DOUBLE AS value,
    count(*) || CASE WHEN count(*) = 1 THEN ' pair of files' ELSE ' pairs of files' END
        || CASE WHEN crosses THEN ', one in ' || one || ', one in ' || other || ',' ELSE ' within ' || one END
        || ' changed together ' || sum(shared)::BIGINT || ' times' AS explanation,
    arg_max(greatest(path_a, path_b), shared) AS strongest_with,
    count(*) AS pairs,
    sum(shared)::BIGINT AS shared
FROM coupled
GROUP BY one, other, crosses
