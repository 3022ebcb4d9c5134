/*
title = "Models that others wait for"
catalogue = "CC-2"
question = "Which model cannot be changed without looking at others again?"
paper = "Sculley et al. 2015, section 2: correction cascades and the 'improvement deadlock'"
grade = "E3"
unit = "models"
better = "lower"
formula = "per model the other models in whose closure it stands; headline: share of models with at least one model among what they are made of"
why = "Whoever improves this model has to evaluate all of those again, or finds out in production."
remedy = "Give those models a pinned copy of this one's output, so that they move when their owners choose; or make them need it no longer."
pitfalls = "A candidate: that a model needs another's output says nothing about how much it matters."
without = "no model is known; read are a pipeline of DVC, Kedro or MLflow that writes a model, or a model saved under a literal path"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE above > 0) / count(*) END"
unit = "share of models on models"
better = "lower"
basis = "no published basis"
*/
WITH
pair AS (
    SELECT closure_at.end_node, closure_at.node
    FROM closure_at
    JOIN data_node_at USING (node)
    WHERE closure_at.end_kind = 'model' AND data_node_at.kind = 'model'
),
below AS (
    SELECT pair.node, count(*) AS waiting, list(data_node_at.name ORDER BY data_node_at.name) AS names
    FROM pair
    JOIN data_node_at ON data_node_at.node = pair.end_node
    GROUP BY pair.node
),
above AS (
    SELECT end_node, count(*) AS above FROM pair GROUP BY end_node
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    coalesce(below.waiting, 0)::DOUBLE AS value,
    CASE WHEN below.waiting IS NULL THEN 'no other model is made of ' || data_node_at.name
        ELSE 'candidate: a change of ' || data_node_at.name || ' asks for another look at ' || array_to_string(below.names, ', ') END AS explanation,
    coalesce(above.above, 0) AS above,
    data_node_at.owner AS declared_owner
FROM data_node_at
LEFT JOIN below USING (node)
LEFT JOIN above ON above.end_node = data_node_at.node
WHERE data_node_at.kind = 'model'
