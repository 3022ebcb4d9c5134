/*
title = "Packages used and declared"
catalogue = "DP-1"
question = "Which packages are imported and not declared, or declared and not imported?"
paper = "Sculley et al. 2015, sections 3 and 7; codes of deptry"
grade = "E3"
unit = "findings"
better = "lower"
warn = 1
formula = "per project (directory of a manifest, everything below it; a file answers to the manifests of its directories up to the first that is more than a requirements file): DEP001 imported and neither declared nor locked, DEP003 imported, locked and not declared, DEP004 declared for development only and imported by code that is neither test, notebook, documentation nor example, DEP002 declared to run and imported by nothing but tests or nothing at all, DEP005 declared though Python has it; imports of the repository's own modules, for the type checker, and in a try that catches ImportError count as uses only"
why = "What is not declared breaks on the next machine; what comes by way of another package goes when that one drops it. What is declared and unused is still installed, audited and bumped by everybody."
remedy = "Declare what is imported, in the group that needs it; delete what nothing imports, after a look at plugins, commands and drivers that are found by name."
effort = "minutes"
pitfalls = "A module's name is no distribution's name: a table of well-known ones, fitting names and the lock decide, and namespaces of several owners (google, azure) are left out where none of them is declared. Plugins, commands and drivers that no program imports look unused; `named` says that programs have the word. Manifests that are computed (a setup.py that reads a file) are not seen."
without = "no manifest (pyproject.toml, requirements.txt, setup.cfg, Pipfile, environment.yml) names a package"
supply = "declare what the code imports"

[headline]
value = "CASE WHEN (SELECT count(*) FROM package_at WHERE role <> 'build') > 0 THEN count(*) END"
unit = "findings"
better = "lower"
warn = 1
basis = "no published basis; deptry fails on the first"
*/
WITH
used AS (
    -- By the package that an import looks to come with; a module of the repository counts as one of its own packages.
    SELECT * FROM package_import_at WHERE package IS NOT NULL
),
judged AS (
    SELECT *
    FROM used
    WHERE kind IN ('code', 'notebook') AND basis <> 'own' AND project IS NOT NULL AND NOT type_checking AND NOT guarded
        AND NOT contains(path, '{{') -- a template
),
imported AS (
    SELECT
        CASE WHEN role IS NULL AND locked THEN 'DEP003' WHEN role IS NULL THEN 'DEP001' ELSE 'DEP004' END AS code,
        project, package AS name, min((path, line, module)) AS place, count(DISTINCT path) AS files, bool_and(lazy) AS lazy, any_value(basis) AS basis
    FROM judged
    WHERE role IS NULL
        OR (role = 'dev' AND kind = 'code' AND NOT regexp_matches(path, '(^|/)(docs?|documentation|examples?|samples?|[^/]*benchmarks?|notebooks?|features/steps)/|(^|/)features/[^/]*\.py$'))
    GROUP BY ALL
),
declared AS (
    SELECT project, name, min((path, line)) AS place, bool_or(standard) AS standard, bool_and(marker <> '') AS conditional, min(role) AS role,
        string_agg(DISTINCT section, ', ' ORDER BY section) AS sections
    FROM package_at
    WHERE role IN ('runtime', 'optional')
    GROUP BY project, name
),
use AS (
    SELECT
        declared.project, declared.name,
        count(DISTINCT used.path) FILTER (WHERE used.kind <> 'test') AS files,
        count(DISTINCT used.path) FILTER (WHERE used.kind = 'test') AS tests,
        min((used.path, used.line)) FILTER (WHERE used.kind = 'test') AS test
    FROM declared
    LEFT JOIN used ON (declared.project = '' OR starts_with(used.path, declared.project || '/'))
        AND (used.package = declared.name OR 'types-' || used.package = declared.name OR used.package || '-stubs' = declared.name)
    GROUP BY ALL
),
finding AS (
    SELECT
        code, project, name, (place)[1] AS path, (place)[2] AS line,
        name || ': ' || CASE code
            WHEN 'DEP004' THEN 'declared for development only, and imported'
            WHEN 'DEP003' THEN 'comes by way of another package that the lock has, is declared nowhere, and is imported'
            ELSE 'looks undeclared: no manifest for this file and no lock has it, and it is imported'
        END || ' as ' || (place)[3] || ' by ' || files || CASE files WHEN 1 THEN ' file' ELSE ' files' END
            || CASE WHEN lazy THEN ', inside functions only' ELSE '' END AS explanation,
        NULL::BOOLEAN AS named
    FROM imported
    UNION ALL
    SELECT
        CASE WHEN declared.standard THEN 'DEP005' ELSE 'DEP002' END, declared.project, declared.name, (declared.place)[1], (declared.place)[2],
        declared.name || ': ' || CASE
            WHEN declared.standard THEN 'declared, and a module of the standard library'
            WHEN use.tests > 0 THEN 'declared (' || declared.sections || '), and imported by ' || use.tests || ' test files only, first in ' || (use.test)[1]
            ELSE 'looks unused: declared (' || declared.sections || '), and no program imports it'
                || CASE WHEN word.word IS NULL THEN '' ELSE '; programs have the word, so it may be a plugin, a driver or a command' END
        END,
        word.word IS NOT NULL
    FROM declared
    JOIN use USING (project, name)
    LEFT JOIN code_word_at AS word ON word.word = replace(declared.name, '-', '_')
    WHERE (declared.standard AND NOT declared.conditional) OR (NOT declared.standard AND use.files = 0)
)
SELECT
    finding.code || ' ' || CASE finding.project WHEN '' THEN '' ELSE finding.project || '::' END || finding.name AS subject,
    finding.path,
    finding.line::BIGINT AS line,
    1::DOUBLE AS value,
    finding.explanation
        || coalesce('; added ' || strftime(age.added, '%Y-%m-%d') || ' by ' || age.added_by, '') AS explanation,
    finding.code,
    finding.name AS package,
    finding.project,
    finding.named,
    age.added, age.added_by, age.bumped, age.bumped_by
FROM finding
LEFT JOIN requirement_age_at AS age ON age.path = finding.path AND age.name = finding.name
