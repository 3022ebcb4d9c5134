/*
title = "Hard-coded reads of model outputs"
catalogue = "UC-3"
question = "Which program reads a model, or what it answers, under a name that it has no right to know?"
paper = "Sculley et al. 2015, section 2: undeclared consumers"
grade = "E3"
unit = "references"
better = "lower"
formula = "per program, notebook or query that reads a model or a model output under a literal path, table or address: 1 where it is of another component than every program that makes it (where none is known, than the files that say so), else 0"
why = "Nobody who moves or changes the output sees this reader: it breaks, or worse, it does not."
remedy = "Read it through a function of the component that makes it, or through the pipeline's own declaration of inputs."
pitfalls = "It looks like a read. Names that a program puts together are not seen, and tests are left out. Components are directories, unless debtui.toml says otherwise."
without = "no model and no output of one is known that something here makes"

[headline]
value = "CASE WHEN (SELECT count(*) FROM data_node_at WHERE kind = 'model' OR node IN (SELECT node FROM model_output_at)) > 0 THEN count(*) FILTER (WHERE value > 0) END"
unit = "references from outside"
better = "lower"
basis = "no published basis"
*/
WITH
output AS (
    SELECT node FROM data_node_at WHERE kind = 'model'
    UNION
    SELECT node FROM model_output_at
),
written AS (
    SELECT target AS node, source AS job, path FROM data_edge_at SEMI JOIN output ON output.node = data_edge_at.target WHERE how IN ('writes', 'derives')
),
-- The programs that make it, where they are known; else the files that say so.
maker AS (
    SELECT written.node, file_at.component
    FROM written
    JOIN data_edge_at AS runs ON runs.target = written.job AND runs.how = 'runs'
    JOIN data_node_at AS program ON program.node = runs.source
    JOIN file_at ON file_at.path = program.name
    UNION
    SELECT written.node, file_at.component
    FROM written
    JOIN file_at USING (path)
    WHERE NOT EXISTS (
        FROM data_edge_at AS runs
        JOIN data_node_at AS program ON program.node = runs.source
        JOIN file_at AS running ON running.path = program.name
        WHERE runs.target = written.job AND runs.how = 'runs'
    )
),
makers AS (
    SELECT node, list(component ORDER BY component) AS components FROM maker GROUP BY node
)
SELECT
    file_at.path || ' < ' || data_node_at.node AS subject,
    file_at.path AS path,
    min(data_edge_at.line) AS line,
    (NOT list_contains(any_value(makers.components), any_value(file_at.component)))::INTEGER::DOUBLE AS value,
    any_value(file_at.path) || ' names ' || any_value(data_node_at.name) || ', which ' || array_to_string(any_value(makers.components), ' and ')
        || CASE WHEN list_contains(any_value(makers.components), any_value(file_at.component)) THEN ' makes, its own component'
            ELSE ' makes; it looks like a read of another component''s output' END AS explanation,
    any_value(data_node_at.kind) AS kind,
    any_value(file_at.component) AS component
FROM data_edge_at
JOIN makers ON makers.node = data_edge_at.source
JOIN data_node_at ON data_node_at.node = data_edge_at.source
JOIN file_at ON file_at.path = data_edge_at.path
WHERE data_edge_at.how IN ('reads', 'uses', 'derives')
    AND file_at.kind IN ('code', 'notebook')
    AND (data_edge_at.tool LIKE 'python%' OR data_edge_at.tool LIKE 'sql%')
GROUP BY file_at.path, data_node_at.node
