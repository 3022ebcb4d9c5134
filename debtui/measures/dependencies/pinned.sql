/*
title = "Packages neither pinned nor locked"
catalogue = "RP-1"
question = "Would the same commit install the same packages again?"
paper = "Breck et al. 2017, Infra 1: training is reproducible; mllint's dependency rules"
grade = "E3"
unit = "packages"
better = "lower"
warn = 1
formula = "(direct packages with one exact version, or locked by a lock or a constraints file in the directory or above) / direct packages; per manifest and name; Dockerfiles, notebooks and Kubeflow components are counted by what they name; libraries are left out: what is built, with no lock that has half of its packages and no image beside it"
why = "What floats is chosen anew at each install: a model trained on Tuesday is not the one trained on Monday, and nobody changed a line."
remedy = "Write a lock with hashes (uv lock, poetry lock, pip-compile --generate-hashes) and install from it, in images and notebooks too."
effort = "minutes"
pitfalls = "A library should not pin: who installs it could not install anything else; what is built and not locked looks like one, and an application that is built and locks nothing goes unmeasured. That the lock is what is installed is not seen. An exact version without hashes holds as long as nobody uploads it anew; packages of packages float beside it unless there is a lock."
without = "no application's manifest names a package: libraries should not pin"
supply = "a lock, or a Dockerfile beside the manifest, tells an application from a library"

[headline]
value = "1 - count(*) / nullif((SELECT count(DISTINCT (path, name)) FROM package_at WHERE role <> 'build' AND NOT library), 0)"
unit = "share"
better = "higher"
warn = 0.99
basis = "no published basis"
*/
WITH
loose AS (
    SELECT path, name, min(line) AS line, min(project) AS project, min(specifier) AS specifier, min(role) AS role, min(source) AS source
    FROM package_at
    WHERE role <> 'build' AND NOT library
    GROUP BY path, name
    HAVING NOT bool_or(pinned OR lock IS NOT NULL)
)
SELECT
    loose.path || '::' || loose.name AS subject,
    loose.path,
    loose.line::BIGINT AS line,
    1::DOUBLE AS value,
    loose.name || ' is neither pinned nor locked: ' || CASE loose.specifier WHEN '' THEN 'any version' ELSE loose.specifier END
        || ' will do' || coalesce(', as since ' || strftime(age.bumped, '%Y-%m-%d') || ' (' || age.bumped_by || ')', '') AS explanation,
    loose.name AS package,
    loose.specifier,
    loose.role,
    loose.source,
    age.added, age.added_by, age.bumped, age.bumped_by, age.versions
FROM loose
LEFT JOIN requirement_age_at AS age ON age.path = loose.path AND age.name = loose.name
