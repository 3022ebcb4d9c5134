/*
title = "Data that nothing uses"
catalogue = "DD-8"
question = "Which sources, tables and features are made or declared, and read by nobody?"
paper = "Sculley et al. 2015, section 3; Zinkevich, rule 22: 'Clean up features you are no longer using'"
grade = "E3"
unit = "days"
better = "lower"
formula = "sources, files, tables, topics, datasets, feature views and features that a file declares or a job writes, that nothing known reads or serves and that are no model, output, metric or plot; value: days since the file that says so came to say it"
why = "It is computed, stored and watched for nobody, and it looks to everyone else as if it were needed."
remedy = "Ask the owner who reads it; if nobody answers, stop writing it, and delete it when nobody has missed it."
effort = "minutes"
pitfalls = "Readers outside this repository, in notebooks that are not checked in, and paths that a program computes are not seen."
without = "no file says where data goes; read are pipelines of DVC, dbt, Feast, Kedro, Airflow or Dagster, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "CASE WHEN (SELECT count(*) FROM data_edge_at) > 0 THEN count(*) END"
unit = "things"
better = "lower"
warn = 1
basis = "dbt-project-evaluator tells every unused source"
*/
WITH
told AS (
    SELECT target AS node, bool_and(how = 'evaluates') AS about FROM data_edge_at GROUP BY target
),
-- Whoever takes a view takes all of its features.
taken AS (
    SELECT DISTINCT part.target AS node
    FROM data_edge_at AS part
    JOIN data_edge_at AS whole ON whole.source = part.source
    JOIN data_node_at AS reader ON reader.node = whole.target
    WHERE reader.kind <> 'feature'
),
since AS (
    SELECT file_at.path, mainline.committed FROM file_at JOIN mainline ON mainline.seq = file_at.from_seq
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    coalesce(date_diff('day', since.committed, commit_at.committed), 0)::DOUBLE AS value,
    data_node_at.name || CASE WHEN data_node_at.edges_in > 0 THEN ' is written and' ELSE ' is declared and' END
        || ' nothing known reads it; its file has said so for at least '
        || coalesce(date_diff('day', since.committed, commit_at.committed), 0) || ' days' AS explanation,
    data_node_at.kind,
    data_node_at.owner AS declared_owner
FROM data_node_at
CROSS JOIN commit_at
LEFT JOIN told USING (node)
LEFT JOIN since ON since.path = data_node_at.path
WHERE data_node_at.edges_out = 0
    AND data_node_at.kind IN ('source', 'file', 'table', 'topic', 'dataset', 'view', 'feature')
    AND (data_node_at.declared OR data_node_at.edges_in > 0)
    AND NOT coalesce(told.about, false)
    AND (data_node_at.kind <> 'feature' OR data_node_at.node NOT IN (SELECT node FROM taken))
