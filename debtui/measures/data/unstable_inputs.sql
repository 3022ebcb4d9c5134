/*
title = "Unstable inputs of models"
catalogue = "DD-2"
question = "Which input of a model changes without anybody here deciding it?"
paper = "Sculley et al. 2015, section 3: unstable data dependencies"
grade = "E3"
unit = "models"
better = "lower"
formula = "what the jobs that write a model read: unstable is what another model is, or what a job that reads a model writes, or what comes from another repository or an API, and is read through no pinned version; headline: unstable inputs / inputs"
why = "An input that another team, or another model's next training, may change at any time makes even an improvement of it a silent failure here."
remedy = "Read a versioned copy, and move to a newer version when the evaluation says so; know that a frozen copy goes stale."
pitfalls = "Who owns a source is known where it is declared; a CODEOWNERS of the reading repository says nothing about it."
without = "no job is known that writes a model; read are a pipeline of DVC or Kedro that writes a model, or a program that reads and saves under literal paths"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE unstable) / count(*) END"
unit = "share of inputs"
better = "lower"
basis = "no published basis"
*/
WITH
trained AS (
    SELECT DISTINCT data_edge_at.source AS job, data_edge_at.target AS model
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.target
    WHERE data_node_at.kind = 'model' AND data_edge_at.how IN ('writes', 'derives')
),
input AS (
    SELECT data_edge_at.target AS job, data_edge_at.source AS node, max(data_edge_at.pin) AS pin
    FROM data_edge_at
    SEMI JOIN trained ON trained.job = data_edge_at.target
    WHERE data_edge_at.how IN ('reads', 'derives', 'uses')
    GROUP BY data_edge_at.target, data_edge_at.source
),
made_by_model AS (
    SELECT DISTINCT written.target AS node
    FROM data_edge_at AS written
    JOIN data_edge_at AS read ON read.target = written.source
    JOIN data_node_at ON data_node_at.node = read.source AND data_node_at.kind = 'model'
    WHERE written.how IN ('writes', 'derives')
),
brought AS (
    SELECT DISTINCT data_edge_at.target AS node
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.source
    WHERE data_node_at.kind IN ('source', 'api', 'topic') AND data_edge_at.how = 'derives'
),
judged AS (
    SELECT
        data_node_at.node,
        any_value(data_node_at.name) AS name,
        any_value(data_node_at.path) AS path,
        any_value(data_node_at.line) AS line,
        any_value(data_node_at.owner) AS owner,
        count(DISTINCT trained.model) AS models,
        any_value(CASE
            WHEN data_node_at.kind = 'model' THEN 'is another model'
            WHEN made_by_model.node IS NOT NULL THEN 'is computed with another model'
            WHEN data_node_at.kind IN ('source', 'api', 'topic') OR brought.node IS NOT NULL THEN 'comes from outside this repository'
        END) AS reason,
        coalesce(max(input.pin), any_value(data_node_at.pin)) AS pin,
        coalesce(bool_or(data_node_at.frozen), false) AS frozen
    FROM input
    JOIN trained USING (job)
    JOIN data_node_at ON data_node_at.node = input.node
    LEFT JOIN made_by_model ON made_by_model.node = input.node
    LEFT JOIN brought ON brought.node = input.node
    WHERE input.node <> trained.model
    GROUP BY data_node_at.node
)
SELECT
    node AS subject,
    path,
    line,
    CASE WHEN reason IS NOT NULL AND pin IS NULL AND NOT frozen THEN models ELSE 0 END::DOUBLE AS value,
    name || ' ' || CASE
        WHEN reason IS NULL THEN 'is made here from data, and no model is between'
        WHEN frozen THEN reason || ', and is declared frozen'
        WHEN pin IS NOT NULL THEN reason || ', and is read at the pinned version ' || pin[:12]
        ELSE reason || ', and no version of it is pinned; ' || models || CASE WHEN models = 1 THEN ' model reads it' ELSE ' models read it' END
    END AS explanation,
    reason IS NOT NULL AND pin IS NULL AND NOT frozen AS unstable,
    models,
    owner AS declared_owner
FROM judged
