/*
title = "Models that feed on models"
catalogue = "CC-1"
question = "How many models stand on one another, so that none can be improved alone?"
paper = "Sculley et al. 2015, section 2: correction cascades, 'improving the accuracy of any individual component actually leads to system-level detriments'"
grade = "E3"
unit = "models"
better = "lower"
warn = 3
formula = "per model the models on the way to it that has most, itself included (1: it needs no other model); its ancestors are the models in its closure"
why = "A model that learns a small correction on top of another one cannot be retrained without the other, and the other cannot be improved without it."
remedy = "Let the first model learn the correction itself, with features that tell the cases apart; or accept the cost of a model of its own."
pitfalls = "A candidate, not a proof: a frozen, pinned copy of an embedding is a dependency and no cascade. Files count as models by their name or by who writes them."
without = "no model is known; read are a pipeline of DVC, Kedro or MLflow that writes a model, or a model saved under a literal path"

[headline]
value = "max(value)"
unit = "models on one way"
better = "lower"
warn = 3
basis = "a cascade in the paper's sense begins at a correction of a correction"
*/
WITH
above AS (
    SELECT closure_at.end_node, list(data_node_at.name ORDER BY distance DESC, data_node_at.name) AS ancestors
    FROM closure_at
    JOIN data_node_at USING (node)
    WHERE data_node_at.kind = 'model' AND NOT coalesce(data_node_at.frozen, false)
    GROUP BY closure_at.end_node
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    data_node_at.models::DOUBLE AS value,
    data_node_at.name || CASE WHEN above.ancestors IS NULL THEN ' needs no other model'
        ELSE ' is a candidate: it stands on ' || array_to_string(above.ancestors, ', ') END AS explanation,
    coalesce(len(above.ancestors), 0) AS ancestors,
    data_node_at.owner AS declared_owner
FROM data_node_at
LEFT JOIN above ON above.end_node = data_node_at.node
WHERE data_node_at.kind = 'model'
