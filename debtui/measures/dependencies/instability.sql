/*
title = "Stable components on unstable ones"
catalogue = "CO-6"
question = "Which components that others lean on lean themselves on less stable ones?"
paper = "Martin, Stable Dependencies Principle"
grade = "E3"
unit = "instability"
better = "lower"
warn = 0.2
fail = 0.5
formula = "Ce: components that a component imports, Ca: those that import it; I = Ce / (Ca + Ce); a violation is an import from A to B with I(A) < I(B); value: I(B) - I(A)"
why = "What many depend on should not move because something few depend on does."
remedy = "Turn the import round with an interface in the stable component, or move the imported part into it."
pitfalls = "Depends on where components are cut; static imports of Python only, imports for the type checker left out."

[headline]
value = "count(*)"
unit = "imports"
better = "lower"
basis = "no published basis for a number"
*/
WITH
edge AS (
    SELECT
        a.component AS importer, b.component AS imported, count(*) AS imports,
        min((import_edge_at.importer, import_edge_at.line)) AS place
    FROM import_edge_at
    JOIN module_at AS a ON a.path = import_edge_at.importer
    JOIN module_at AS b ON b.path = import_edge_at.imported
    WHERE a.component <> b.component AND NOT import_edge_at.type_checking
    GROUP BY a.component, b.component
),
fan AS (
    SELECT component, sum(ce) AS ce, sum(ca) AS ca, sum(ce) / (sum(ca) + sum(ce)) AS instability
    FROM (
        SELECT importer AS component, count(*) AS ce, 0 AS ca FROM edge GROUP BY importer
        UNION ALL
        SELECT imported, 0, count(*) FROM edge GROUP BY imported
    )
    GROUP BY component
)
SELECT
    edge.importer || ' -> ' || edge.imported AS subject,
    (edge.place)[1] AS path,
    (edge.place)[2]::BIGINT AS line,
    (b.instability - a.instability)::DOUBLE AS value,
    edge.importer || ' (I ' || round(a.instability, 2) || ', ' || a.ca || ' depend on it) imports ' || edge.imported || ' (I '
        || round(b.instability, 2) || ') in ' || edge.imports || ' places' AS explanation,
    a.ca AS importer_fan_in, a.ce AS importer_fan_out, b.ca AS imported_fan_in, b.ce AS imported_fan_out, edge.imports
FROM edge
JOIN fan AS a ON a.component = edge.importer
JOIN fan AS b ON b.component = edge.imported
WHERE a.instability < b.instability
