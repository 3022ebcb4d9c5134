/*
title = "Packages used past an adapter"
catalogue = "AP-2"
question = "How many modules would change if a black-box package were swapped?"
paper = "Sculley et al. 2015, section 5, glue code: wrap black-box packages into common APIs"
grade = "E3"
unit = "modules"
better = "lower"
formula = "per package for machine learning or of a vendor's service: modules of code that import it, but for the one that takes the most names from it (taken for its adapter) / modules of Python code; numpy, pandas, polars, scipy and plotting are everybody's language and left out, as are imports for the type checker"
why = "Glue code freezes a system to the ways of one package: what every module imports by itself nobody can swap, wrap, or try an alternative to."
remedy = "Let one module of yours import the package and offer what you need of it; hold that with a contract of import-linter (forbidden) or an interface of tach."
pitfalls = "Which module is meant as the adapter is not known: the one that takes most names is taken for it. A library that extends the package, or a model written in it, has no use for an adapter: read the trend. The list of packages is debtui's; a notebook is no module."
without = "no module imports a package for machine learning or of a vendor's service"
supply = "nothing: there is no such package to be bound to"

[headline]
value = "CASE WHEN (SELECT count(*) FROM package_import_at WHERE black_box AND kind = 'code') > 0 THEN coalesce(sum(value), 0) / (SELECT count(*) FROM file_at WHERE kind = 'code' AND language = 'Python') END"
unit = "importing modules per module"
better = "lower"
basis = "no published basis; read the trend"
*/
WITH
used AS (
    SELECT package, path, line, module AS name FROM package_import_at WHERE black_box AND kind = 'code' AND NOT type_checking
),
module AS (
    SELECT package, path, count(DISTINCT name) AS names, min(line) AS line
    FROM used
    GROUP BY package, path
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY package ORDER BY names DESC, path) AS n FROM module
),
spread AS (
    SELECT
        package, count(*) - 1 AS others, arg_min((path, names), n) AS adapter, min((path, line)) FILTER (WHERE n > 1) AS place
    FROM ranked
    GROUP BY package
    HAVING count(*) > 1
),
api AS (
    SELECT package, count(DISTINCT name) AS names FROM used GROUP BY package
)
SELECT
    spread.package AS subject,
    (spread.place)[1] AS path,
    (spread.place)[2]::BIGINT AS line,
    spread.others::DOUBLE AS value,
    spread.package || ' is imported by ' || spread.others || CASE spread.others WHEN 1 THEN ' module' ELSE ' modules' END || ' beside '
        || (spread.adapter)[1] || ', which takes ' || (spread.adapter)[2] || ' of the ' || api.names || ' names that are used' AS explanation,
    spread.package,
    (spread.adapter)[1] AS adapter,
    api.names AS api_names,
    spread.others + 1 AS modules
FROM spread
JOIN api USING (package)
