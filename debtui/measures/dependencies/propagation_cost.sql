/*
title = "Propagation cost"
catalogue = "CO-8"
question = "What share of the modules can a change in one reach?"
paper = "MacCormack, Rusnak and Baldwin 2006"
grade = "E3"
unit = "share"
better = "lower"
formula = "mean over a package's modules of the share of its modules that each reaches through imports, itself included; imports for the type checker left out (with_typing has them)"
why = "It is the odds that touching one place means looking at another; it bounds how locally anybody can think."
remedy = "Cut the cycles first; then the hubs, often an __init__ that re-exports everything."
pitfalls = "Small packages have high values. Compare a repository with its own past, never with another."

[headline]
value = "avg(value)"
unit = "share"
better = "lower"
basis = "no published basis for a limit"
*/
SELECT
    module_at.module AS subject,
    module_at.path AS path,
    1::BIGINT AS line,
    reach_at.reach AS value,
    'reaches ' || (reach_at.reach * reach_at.modules)::INTEGER || ' of ' || reach_at.modules || ' modules of ' || module_at.package AS explanation,
    module_at.package,
    reach_at.reach_typing AS with_typing,
    reach_at.modules
FROM reach_at
JOIN module_at USING (path)
