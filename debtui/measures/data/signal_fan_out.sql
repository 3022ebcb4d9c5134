/*
title = "Signals that many models share"
catalogue = "EN-5"
question = "Which source or feature would change many models at once?"
paper = "Sculley et al. 2015, section 2: entanglement, 'changing anything changes everything'"
grade = "E3"
unit = "models"
better = "none"
formula = "per source, file, table, topic, dataset, view or feature the models in whose closure it stands; headline: share of models that share at least one of them with another"
why = "Improving one of these for one model shifts the input of all the others. Sharing is good reuse and a risk at once."
remedy = "Know the list before changing the signal, and evaluate every model on it; version what is shared, so that they need not move together."
pitfalls = "Keys and calendars are shared by everybody and entangle nothing. Only what files say in so many words is known."
without = "no model is known whose data could be followed; read are pipelines of DVC, dbt, Feast or Kedro that lead to a model, or a model saved under a literal path"

[headline]
value = "CASE WHEN count(*) > 0 THEN (SELECT count(*) FILTER (WHERE shares) / count(*) FROM (SELECT a.end_node, bool_or(b.end_node IS NOT NULL) AS shares FROM closure_at AS a LEFT JOIN closure_at AS b ON b.node = a.node AND b.end_node <> a.end_node AND b.end_kind = 'model' WHERE a.end_kind = 'model' GROUP BY a.end_node)) END"
unit = "share of models"
better = "none"
basis = "no published basis: it multiplies the risk of a change, and is reuse as well"
*/
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    count(*)::DOUBLE AS value,
    data_node_at.name || ' feeds ' || count(*) || CASE WHEN count(*) = 1 THEN ' model: ' ELSE ' models: ' END
        || array_to_string(list(ending.name ORDER BY ending.name)[:6], ', ') AS explanation,
    data_node_at.kind,
    data_node_at.owner AS declared_owner,
    min(closure_at.distance) AS nearest
FROM closure_at
JOIN data_node_at USING (node)
JOIN data_node_at AS ending ON ending.node = closure_at.end_node
WHERE closure_at.end_kind = 'model' AND data_node_at.kind NOT IN ('job', 'model')
GROUP BY data_node_at.node, data_node_at.name, data_node_at.path, data_node_at.line, data_node_at.kind, data_node_at.owner
