/*
title = "Hard-coded reads of others' data"
catalogue = "UC-3"
question = "Which program reads what another component makes, under a name of its own?"
paper = "Sculley et al. 2015, section 2: undeclared consumers, 'expensive at best and dangerous at worst'"
grade = "E3"
unit = "reads"
better = "lower"
formula = "places in programs that name a file, table or model in so many words which a stage or a program of another component writes; a stage is of the components of the file that says so and of the programs that it runs"
why = "Whoever moves or changes the output does not know this reader, and this reader does not know that it moved."
remedy = "Take the location from the component that writes it, or declare the read in the pipeline, so that both sides see it."
effort = "hours"
pitfalls = "Names that are put together, or kept in settings, are not seen; scripts that are run once and thrown away are."
without = "no program reads, under a literal name, what something known writes"

[headline]
value = "CASE WHEN (SELECT count(*) FROM data_edge_at WHERE how = 'writes') > 0 THEN sum(value) END"
unit = "reads"
better = "lower"
warn = 1
basis = "no published basis"
*/
WITH
running AS (
    SELECT data_edge_at.target AS job, list(DISTINCT path_class.component) AS components
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.source
    JOIN path_class ON path_class.path = data_node_at.name
    WHERE data_edge_at.how = 'runs'
    GROUP BY data_edge_at.target
),
written AS (
    SELECT data_edge_at.target AS node, any_value(path_class.component) AS component, any_value(data_edge_at.path) AS path,
        list(DISTINCT path_class.component) || coalesce(flatten(list(DISTINCT running.components)), []) AS components
    FROM data_edge_at
    JOIN path_class USING (path)
    LEFT JOIN running ON running.job = data_edge_at.source
    WHERE data_edge_at.how = 'writes'
    GROUP BY data_edge_at.target
)
SELECT
    data_edge_at.path || ' reads ' || data_edge_at.source AS subject,
    data_edge_at.path AS path,
    min(data_edge_at.line) AS line,
    count(*)::DOUBLE AS value,
    'names ' || any_value(data_node_at.name) || ', which ' || any_value(written.path) || ' of ' || any_value(written.component)
        || ' says is written there' AS explanation,
    any_value(path_class.component) AS reader,
    any_value(written.component) AS writer
FROM data_edge_at
JOIN written ON written.node = data_edge_at.source
JOIN path_class ON path_class.path = data_edge_at.path
JOIN data_node_at ON data_node_at.node = data_edge_at.source
WHERE data_edge_at.how = 'reads'
    AND data_edge_at.tool IN ('python_files', 'sql')
    AND NOT list_contains(written.components, path_class.component)
GROUP BY data_edge_at.path, data_edge_at.source
