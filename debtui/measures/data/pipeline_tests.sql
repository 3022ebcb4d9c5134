/*
title = "Pipeline steps without tests"
catalogue = "AP-4"
question = "Which step of a pipeline would nobody notice breaking?"
paper = "Sculley et al. 2015, section 5: 'testing such pipelines often requires expensive end-to-end integration tests'"
grade = "E3"
unit = "tests missing"
better = "lower"
formula = "per step that writes data: a unit test (a file of tests imports a program that runs it) and a data test (declared for something it writes) that are missing; a step that is a query has no program, and needs the data test alone. Headline: share of steps that have all they need"
why = "A step without tests is tested by the model, which learns whatever comes out of it."
remedy = "Put the step's work into a function and test it on ten rows; declare a test of what it writes where the tool has words for that."
effort = "hours"
pitfalls = "A test that imports the program need not call it. Tests of data that a program makes itself are not seen, nor whether continuous integration runs the pipeline from end to end. DVC has no words for data tests."
without = "no step of a pipeline is known that writes data; read are pipelines of DVC, dbt, Feast, Kedro or Airflow, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share of steps tested"
better = "higher"
basis = "dbt-project-evaluator aims at all of them; no published limit"
*/
WITH
step AS (
    SELECT
        data_step_at.step,
        bool_or(data_node_at.tests > 0) AS data_tested
    FROM data_step_at
    JOIN data_node_at ON data_node_at.node = data_step_at.thing
    WHERE data_step_at.way = 'out'
    GROUP BY data_step_at.step
),
-- A program is a step of its own, or runs one.
program AS (
    SELECT step.step, file_at.path
    FROM step
    JOIN data_node_at ON data_node_at.node = step.step AND data_node_at.kind = 'job'
    JOIN file_at ON file_at.path = data_node_at.name
    UNION
    SELECT step.step, file_at.path
    FROM step
    JOIN data_edge_at ON data_edge_at.target = step.step AND data_edge_at.how = 'runs'
    JOIN data_node_at ON data_node_at.node = data_edge_at.source
    JOIN file_at ON file_at.path = data_node_at.name
),
imported AS (
    SELECT DISTINCT unnest([py_import.module, py_import.module || '.' || py_import.name]) AS module
    FROM file_at
    JOIN py_import USING (blob)
    WHERE file_at.kind = 'test' AND py_import.level = 0
),
unit_tested AS (
    SELECT DISTINCT program.step
    FROM program
    JOIN imported ON program.path = replace(imported.module, '.', '/') || '.py' OR ends_with(program.path, '/' || replace(imported.module, '.', '/') || '.py')
    WHERE imported.module <> ''
),
judged AS (
    SELECT
        step.step,
        (SELECT list(path ORDER BY path) FROM program WHERE program.step = step.step) AS programs,
        list_filter(
            [
                CASE WHEN node.kind = 'job' AND step.step NOT IN (SELECT step FROM unit_tested) THEN 'unit test' END,
                CASE WHEN NOT coalesce(step.data_tested, false) THEN 'data test' END
            ],
            lambda told: told IS NOT NULL
        ) AS lacks
    FROM step
    JOIN data_node_at AS node ON node.node = step.step
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    len(judged.lacks)::DOUBLE AS value,
    data_node_at.name || CASE WHEN len(judged.lacks) = 0 THEN ' has the tests it needs' ELSE ' has no known ' || array_to_string(judged.lacks, ' and no ') END
        || CASE WHEN data_node_at.kind <> 'job' THEN '' WHEN judged.programs IS NULL THEN '; which program runs it is not said'
            ELSE '; its program: ' || array_to_string(judged.programs, ', ') END AS explanation,
    data_node_at.kind,
    data_node_at.owner AS declared_owner
FROM judged
JOIN data_node_at ON data_node_at.node = judged.step
