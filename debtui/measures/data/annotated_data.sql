/*
title = "Annotated data dependencies"
catalogue = "DD-10"
question = "Of the data behind the models, what has an owner, a description, a freshness rule and a test?"
paper = "Sculley et al. 2015, section 3: 'data sources and features to be annotated; automated checks can then be run to ensure that all dependencies have the appropriate annotations, and dependency trees can be fully resolved'"
grade = "E3"
unit = "annotations missing"
better = "lower"
warn = 3
formula = "per source, file, table, topic, dataset, view or feature in the closure of a model (of what nothing reads, where no model is known): of owner, description, freshness rule and test those that no declaration has; headline: share of nodes that have all four"
why = "Whoever is told that a source will go away has to find out who needs it, what it is, and how one would notice."
remedy = "Write the missing words where the thing is declared, the root sources first: they fail without anybody here doing anything."
effort = "minutes"
pitfalls = "An owner in CODEOWNERS is the file's, not the data's, and is not counted. Tests in a program are not seen; only declared ones."
without = "no model or last dataset is known whose data could be followed; read are pipelines of DVC, dbt, Feast, Kedro, Airflow or Dagster, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE missing = 0) / count(*) END"
unit = "share annotated"
better = "higher"
basis = "no published basis"
*/
WITH
behind AS (
    SELECT node, count(DISTINCT end_node) AS ends
    FROM closure_at
    WHERE end_kind = 'model' OR NOT EXISTS (FROM closure_at WHERE end_kind = 'model')
    GROUP BY node
),
judged AS (
    SELECT
        data_node_at.*,
        behind.ends,
        list_filter(
            [
                CASE WHEN owner IS NULL THEN 'owner' END, CASE WHEN description IS NULL THEN 'description' END,
                CASE WHEN freshness IS NULL THEN 'freshness rule' END, CASE WHEN coalesce(tests, 0) = 0 THEN 'test' END
            ],
            lambda told: told IS NOT NULL
        ) AS lacks
    FROM behind
    JOIN data_node_at USING (node)
    WHERE data_node_at.kind IN ('source', 'file', 'table', 'topic', 'dataset', 'view', 'feature', 'api')
)
SELECT
    node AS subject,
    path,
    line,
    len(lacks)::DOUBLE AS value,
    name || CASE WHEN len(lacks) = 0 THEN ' has an owner, a description, a freshness rule and a test' ELSE ' has no ' || array_to_string(lacks, ', no ') END
        || '; ' || ends || CASE WHEN ends = 1 THEN ' model or end needs it' ELSE ' models or ends need it' END AS explanation,
    kind,
    ends,
    len(lacks) AS missing,
    edges_in = 0 AS root
FROM judged
