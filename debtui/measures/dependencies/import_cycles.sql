/*
title = "Import cycles"
catalogue = "CO-7"
question = "Which modules cannot be understood, tested or moved without each other?"
paper = "Martin, Acyclic Dependencies Principle; import-linter and tach refuse them"
grade = "E3"
unit = "modules"
better = "lower"
warn = 2
fail = 10
formula = "modules in strongly connected components of more than one module of a package's import graph; imports for the type checker left out, imports inside functions kept; cut: each import of the component removed in turn, the one that leaves fewest modules in cycles"
why = "A cycle is one module in several files: every part needs all the others to be read, tested, or loaded."
remedy = "Cut the import that `cut` names, which takes most modules (cut_frees) out of their cycles at once: move the shared part below both."
effort = "hours"
pitfalls = "Imports inside functions do not fail at import time and are counted all the same. Go's compiler allows no cycles; classes of one Java package see each other without an import, which is not seen. In a component where trying each import would take over 20 million steps, only those that most of the shortest cycles go through are tried."

[headline]
value = "CASE WHEN (SELECT count(*) FROM reach_at) > 0 THEN count(*) END"
unit = "modules"
better = "lower"
warn = 1
basis = "no published basis; linters allow none"
*/
SELECT
    module_at.module AS subject,
    module_at.path AS path,
    reach_at.line,
    reach_at.cycle_size::DOUBLE AS value,
    'in a cycle of ' || reach_at.cycle_size || ' modules' || coalesce('; the shortest way back: ' || reach_at.cycle, '')
        || CASE WHEN reach_at.cut_frees > 0
            THEN '; without ' || reach_at.cut || ' ' || reach_at.cut_frees || ' of them are in none'
            ELSE '; no single import frees any of them'
        END AS explanation,
    reach_at.cycle,
    reach_at.knot,
    reach_at.cut,
    reach_at.cut_path || ':' || reach_at.cut_line AS cut_at,
    reach_at.cut_frees,
    reach_at.cycle_size_typing
FROM reach_at
JOIN module_at USING (path)
WHERE reach_at.cycle_size > 1
