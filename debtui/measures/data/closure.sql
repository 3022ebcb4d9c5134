/*
title = "Closure of data dependencies"
catalogue = "DD-1"
question = "What is the transitive closure of all data dependencies?"
paper = "Sculley et al. 2015, sections 3 and 9: 'What is the transitive closure of all data dependencies?'"
grade = "E3"
unit = "nodes"
better = "none"
formula = "per model (where no model is known: per dataset that nothing reads) the sources, files, tables, features and jobs that lead to it, however far away; depth: steps of the longest way from a root; roots: nodes that nothing leads to"
why = "Data dependencies cost more than code dependencies, and no compiler checks them: whoever changes one of these nodes changes the model, and mostly does not know."
remedy = "Start with the roots that nobody owns: name an owner and a test for each. Then cut: a source that only one unimportant feature needs."
pitfalls = "Only what files declare or say in so many words: paths and names that a program computes are missing, and counted in data_opaque_at. Columns are not told apart, so a table's whole history is one dependency."
without = "no file says where data goes; read are pipelines of DVC, dbt, Feast, Kedro, Airflow or Dagster, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "max(value)"
unit = "nodes behind the largest"
better = "none"
basis = "no published basis: a large closure is no debt in itself, an unowned one is"
*/
WITH
ending AS (
    SELECT * FROM closure_at
    WHERE end_kind = 'model' OR NOT EXISTS (FROM closure_at WHERE end_kind = 'model')
),
closure AS (
    SELECT
        ending.end_node,
        count(*) AS nodes,
        count(*) FILTER (WHERE data_node_at.edges_in = 0) AS roots,
        count(*) FILTER (WHERE data_node_at.edges_in = 0 AND data_node_at.kind IN ('source', 'api', 'topic')) AS outside_roots,
        count(DISTINCT data_node_at.owner) AS owners,
        count(*) FILTER (WHERE data_node_at.kind <> 'job') AS things,
        count(*) FILTER (WHERE data_node_at.kind <> 'job' AND data_node_at.owner IS NOT NULL) AS owned,
        count(*) FILTER (WHERE data_node_at.kind <> 'job' AND data_node_at.freshness IS NOT NULL) AS with_freshness,
        count(*) FILTER (WHERE data_node_at.kind <> 'job' AND data_node_at.tests > 0) AS tested,
        count(*) FILTER (WHERE data_node_at.kind <> 'job' AND data_node_at.pin IS NOT NULL) AS pinned,
        count(*) FILTER (WHERE data_node_at.cycle > 0) AS in_cycles
    FROM ending
    JOIN data_node_at USING (node)
    GROUP BY ending.end_node
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    closure.nodes::DOUBLE AS value,
    data_node_at.name || ' depends on ' || closure.nodes || ' nodes, ' || data_node_at.depth || ' steps deep, from ' || closure.roots || ' roots; of '
        || closure.things || ' data among them ' || closure.owned || ' have a declared owner, ' || closure.tested || ' a test, '
        || closure.with_freshness || ' a freshness rule, ' || closure.pinned || ' a pinned version'
        || CASE WHEN closure.in_cycles > 0 THEN '; ' || closure.in_cycles || ' stand in a cycle' ELSE '' END AS explanation,
    data_node_at.kind,
    data_node_at.depth,
    closure.roots,
    closure.outside_roots,
    closure.owners,
    closure.owned::DOUBLE / nullif(closure.things, 0) AS owned_share,
    closure.tested::DOUBLE / nullif(closure.things, 0) AS tested_share,
    closure.in_cycles
FROM closure
JOIN data_node_at ON data_node_at.node = closure.end_node
