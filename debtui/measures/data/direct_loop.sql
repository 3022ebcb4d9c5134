/*
title = "Direct feedback loops"
catalogue = "FL-1"
question = "Which model learns from what its own answers made people do?"
paper = "Sculley et al. 2015, section 4: 'a model may directly influence the selection of its own future training data'"
grade = "E4"
unit = "open loops"
better = "lower"
warn = 1
formula = "declared loop: a model in the closure of a surface that is declared in debtui.toml, where a declared log of that surface is in the closure of the model; mitigated where the surface says how. Candidate: a model behind which a thing is named like a log of what people were shown or did, and is no declared log; candidates have no number"
why = "What was never shown is never clicked on: the model proves itself right, and its numbers look better with every retraining."
remedy = "Show a small share at random, log with what probability each thing was shown, or keep some people out of the model's reach; then say so as `mitigated` in debtui.toml."
pitfalls = "A path is a possible loop, its strength is not known. Whether the declaration is true, nothing here can tell; what is mitigated in the settings may still be filtered out of the training data."
without = "no surface is declared, so nothing says where people see what a model answers; rows that stand here are candidates, by their names alone"
supply = "declare it in debtui.toml: [data.surfaces.ranking_page] with shown_by = [\"model.pkl\"], logs = [\"clicks\"] and, where there is one, mitigated = \"5 % random\""

[headline]
value = "CASE WHEN (SELECT count(*) FROM data_claim_at WHERE kind = 'surface' AND role = 'shown_by' AND node IS NOT NULL) > 0 THEN count(*) FILTER (WHERE status = 'declared loop') END"
unit = "loops without mitigation"
better = "lower"
warn = 1
basis = "a declared loop that nothing mitigates asks for a look"
*/
WITH
first_read AS (
    SELECT source, target, arg_min(path, (path, line)) AS path, arg_min(line, (path, line)) AS line
    FROM (SELECT source, target, path, line FROM data_edge_at WHERE how NOT IN ('precedes', 'returns'))
    GROUP BY source, target
),
found AS (
    SELECT
        data_loop_at.model, data_loop_at.log, data_loop_at.surface, data_loop_at.reader,
        data_loop_at.to_surface + data_loop_at.from_log AS steps,
        data_loop_at.mitigated,
        CASE WHEN data_loop_at.mitigated IS NULL THEN 'declared loop' ELSE 'mitigated' END AS status,
        data_loop_at.owner
    FROM data_loop_at
    UNION ALL
    SELECT
        closure_at.end_node, closure_at.node, NULL, closure_at.towards, closure_at.distance, NULL, 'candidate', NULL
    FROM closure_at
    JOIN data_node_at USING (node)
    WHERE closure_at.end_kind = 'model'
        AND data_node_at.kind NOT IN ('job', 'model', 'service')
        AND regexp_matches(
            lower(data_node_at.name), '(^|[^a-z])(impression|click|shown|served|action|decision|score|rank_position|prediction)s?([^a-z]|$)'
        )
        AND closure_at.node NOT IN (SELECT node FROM data_claim_at WHERE role = 'logs' AND node IS NOT NULL)
)
SELECT
    found.model || CASE WHEN found.surface IS NULL THEN '' ELSE ' ~ ' || found.surface END || ' ~ ' || found.log AS subject,
    first_read.path AS path,
    first_read.line AS line,
    CASE found.status WHEN 'declared loop' THEN 1 WHEN 'mitigated' THEN 0 END::DOUBLE AS value,
    CASE WHEN found.surface IS NULL
        THEN 'candidate: ' || model.name || ' is made of ' || log.name || ', which is named like a log of what people were shown or did; no surface is declared that it comes from'
        ELSE 'declared loop: ' || model.name || ' is shown on ' || surface.name || ', what people do there is logged in ' || log.name
            || ', and that is among what the model is made of, ' || found.steps || ' steps in all; '
            || CASE WHEN found.mitigated IS NULL THEN 'no mitigation is declared' ELSE 'mitigated, as declared: ' || found.mitigated END
    END AS explanation,
    found.status,
    found.steps,
    found.mitigated,
    coalesce(found.owner, model.owner) AS declared_owner
FROM found
JOIN data_node_at AS model ON model.node = found.model
JOIN data_node_at AS log ON log.node = found.log
LEFT JOIN data_node_at AS surface ON surface.node = found.surface
LEFT JOIN first_read ON first_read.source = found.log AND first_read.target = found.reader
UNION ALL
-- A name in the settings that nothing has: whether there is a loop cannot be told.
SELECT
    'surface:' || name || ' ~ ' || role || ' ' || thing,
    path,
    line,
    NULL,
    'unknown: ' || name || ' names ' || thing || ' under ' || role || ': ' || reason,
    'unknown',
    NULL,
    mitigated,
    owner
FROM data_claim_at
WHERE kind = 'surface' AND node IS NULL
