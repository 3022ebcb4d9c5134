/*
title = "Undeclared consumers"
catalogue = "UC-1"
question = "Who reads what a model answers, without anybody here knowing?"
paper = "Sculley et al. 2015, section 2: undeclared consumers, 'visibility debt'"
grade = "E1"
unit = "undeclared"
better = "lower"
warn = 1
formula = "per model output and principal that a log of accesses under the exports shows reading it: undeclared where neither a consumer, service, surface or job of the graph, nor its owner, nor one of the principals in debtui.toml is called so; counted from three different days on"
why = "Whoever reads an output without saying so is changed by every change of the model, and the model cannot be changed without breaking somebody unknown."
remedy = "Ask the principal who they are; declare them under [data.consumers] with what they read, or take the access away."
effort = "minutes"
pitfalls = "One service account may stand for many. Readers on fewer than three days are told and not counted. Objects that no file here speaks of are not seen. Logs name people: export them in aggregate."
without = "no log of accesses shows anybody reading a model's output"
supply = "name a directory with CSV or JSON Lines of principal, object and time (and n, a number of reads): debtui collect --exports DIR, or exports = [\"DIR\"] in debtui.toml"

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(value) END"
unit = "undeclared readers"
better = "lower"
warn = 1
basis = "none is wanted; three days as a lower bound are a convention"
*/
WITH
declared AS (
    SELECT closure_at.node, unnest([data_node_at.name, data_node_at.owner]) AS called
    FROM closure_at
    JOIN data_node_at ON data_node_at.node = closure_at.end_node
    WHERE closure_at.end_kind IN ('consumer', 'service', 'surface')
    UNION ALL
    SELECT node, unnest(string_split(principals, ' ')) FROM data_claim_at WHERE role = 'reads' AND node IS NOT NULL
    UNION ALL
    SELECT data_edge_at.source, data_node_at.name
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.target AND data_node_at.kind = 'job'
),
known AS (SELECT DISTINCT node, lower(called) AS called FROM declared WHERE called IS NOT NULL)
SELECT
    data_access_at.node || ' < ' || data_access_at.principal AS subject,
    model_output_at.path AS path,
    model_output_at.line,
    (known.called IS NULL AND data_access_at.days >= 3)::INTEGER::DOUBLE AS value,
    data_access_at.principal || ' read ' || data_node_at.name || ' on ' || data_access_at.days || CASE WHEN data_access_at.days = 1 THEN ' day, ' ELSE ' days, ' END
        || strftime(data_access_at.first_seen, '%Y-%m-%d') || ' to ' || strftime(data_access_at.last_seen, '%Y-%m-%d') || ', '
        || data_access_at.recent || ' times in the last 30 days of the log; '
        || CASE WHEN known.called IS NULL THEN 'no consumer is declared by that name' ELSE 'declared' END AS explanation,
    data_access_at.principal,
    data_access_at.object,
    data_access_at.reads,
    data_access_at.recent,
    known.called IS NOT NULL AS declared,
    data_node_at.owner AS declared_owner
FROM data_access_at
JOIN model_output_at ON model_output_at.node = data_access_at.node
JOIN data_node_at ON data_node_at.node = data_access_at.node
LEFT JOIN known ON known.node = data_access_at.node AND known.called = lower(data_access_at.principal)
