/*
title = "Steps of pipeline jungles"
catalogue = "AP-3a"
question = "Where has a pipeline grown step by step, so that nobody would build it that way?"
paper = "Sculley et al. 2015, section 5: 'a jungle of scrapes, joins, and sampling steps, often with intermediate files output'"
grade = "E3"
unit = "marks"
better = "lower"
warn = 1
formula = "per step (a job, or a table that a query derives) the marks it has of these four: 7 or more direct inputs; outputs that 3 or more steps read which nothing reads on; an output that nothing reads; a shell script that runs it. Headline: all marks"
why = "Each new signal was a small change, and together they cannot be tested but as a whole, nor understood at all."
remedy = "Draw the path of one model on paper, and rebuild it from the raw data on; meanwhile delete outputs that nothing reads and read each thing in one place."
pitfalls = "Steps that a template makes inflate the marks. What joins what it made is told by AP-3. Copied steps and steps that people start by hand are not seen."
without = "no step of a pipeline is known that reads or writes data; read are pipelines of DVC, dbt, Feast, Kedro or Airflow, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "CASE WHEN count(*) > 0 THEN sum(value) END"
unit = "marks"
better = "lower"
basis = "dbt-project-evaluator's limits: 7 inputs, 3 leaf children (at least, as its SQL has it); no published number of marks"
*/
WITH
flow AS (
    -- From one step to the next, through what the first writes and the second reads.
    SELECT DISTINCT made.step AS maker, made.thing, taken.step AS taker
    FROM data_step_at AS made
    JOIN data_step_at AS taken ON taken.thing = made.thing AND taken.way = 'in' AND taken.step <> made.step
    WHERE made.way = 'out'
),
fan_out AS (
    SELECT maker AS step, count(DISTINCT taker) AS leaves FROM flow WHERE taker NOT IN (SELECT maker FROM flow) GROUP BY maker
),
unread AS (
    SELECT data_step_at.step, list(data_node_at.name ORDER BY data_node_at.name) AS names
    FROM data_step_at
    JOIN data_node_at ON data_node_at.node = data_step_at.thing
    WHERE data_step_at.way = 'out' AND data_step_at.kind NOT IN ('model', 'output', 'surface', 'service') AND data_node_at.edges_out = 0
    GROUP BY data_step_at.step
),
shell AS (
    SELECT target AS step, min(split_part(source, ':', 2)) AS program
    FROM data_edge_at
    WHERE how = 'runs' AND regexp_matches(source, '\.(sh|bash|zsh)$')
    GROUP BY target
),
step AS (
    SELECT step, count(*) FILTER (WHERE way = 'in') AS inputs, count(*) FILTER (WHERE way = 'out') AS outputs
    FROM data_step_at
    GROUP BY step
),
judged AS (
    SELECT
        step.*,
        list_filter(
            [
                CASE WHEN step.inputs >= 7 THEN step.inputs || ' things are read at once' END,
                CASE WHEN fan_out.leaves >= 3 THEN fan_out.leaves || ' steps end in what it writes' END,
                CASE WHEN unread.step IS NOT NULL THEN 'nothing known reads ' || array_to_string(unread.names[:3], ', ')
                    || CASE WHEN len(unread.names) > 3 THEN ' and ' || (len(unread.names) - 3) || ' more' ELSE '' END END,
                CASE WHEN shell.step IS NOT NULL THEN 'it is run by the shell script ' || shell.program END
            ],
            lambda told: told IS NOT NULL
        ) AS marks
    FROM step
    LEFT JOIN fan_out USING (step)
    LEFT JOIN unread USING (step)
    LEFT JOIN shell USING (step)
)
SELECT
    data_node_at.node AS subject,
    data_node_at.path AS path,
    data_node_at.line,
    len(judged.marks)::DOUBLE AS value,
    data_node_at.name || ' reads ' || judged.inputs || ' and writes ' || judged.outputs || ', ' || data_node_at.depth || ' steps deep'
        || CASE WHEN len(judged.marks) > 0 THEN '; ' || array_to_string(judged.marks, '; ') ELSE '' END AS explanation,
    judged.inputs,
    judged.outputs,
    data_node_at.depth,
    data_node_at.owner AS declared_owner
FROM judged
JOIN data_node_at ON data_node_at.node = judged.step
