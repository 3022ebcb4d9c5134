/*
title = "Data that joins what it made"
catalogue = "AP-3"
question = "Where does a pipeline take the same data twice, once directly and once through a stage of its own?"
paper = "Sculley et al. 2015, section 4: pipeline jungles, 'scrapes, joins, and sampling steps, often with intermediate files output'"
grade = "E3"
unit = "stages between"
better = "lower"
formula = "pairs of a thing and a later one that is made of it directly and through at least one other thing; dbt-project-evaluator calls it rejoining of upstream concepts; headline: their number; beside it the profile of all pipelines: stages, intermediate things, longest way"
why = "Two ways from one source to one target drift apart: a filter that one of them gets and the other does not is found by nobody."
remedy = "Let the later stage take everything from the earlier one's output, or nothing."
pitfalls = "A model that corrects another one needs the same features by design; read the pair before untangling it. One finding of a jungle's profile, not a score of it."
without = "no file says where data goes; read are pipelines of DVC, dbt, Feast, Kedro, Airflow or Dagster, or reads and writes with literal paths; exports of OpenLineage"

[headline]
value = "CASE WHEN (SELECT count(*) FROM data_edge_at) > 0 THEN count(*) END"
unit = "rejoined pairs"
better = "lower"
basis = "dbt-project-evaluator tells every one; no limit is published"
*/
WITH
-- From thing to thing, the jobs between them left out.
step AS (
    SELECT DISTINCT read.source, written.target, written.source AS job
    FROM data_edge_at AS read
    JOIN data_edge_at AS written ON written.source = read.target
    JOIN data_node_at ON data_node_at.node = written.source AND data_node_at.kind = 'job'
    WHERE read.how = 'reads' AND written.how = 'writes' AND read.source <> written.target
    UNION
    SELECT source, target, NULL FROM data_edge_at WHERE how = 'derives'
),
around AS (
    SELECT a.source, b.target, list(DISTINCT a.target ORDER BY a.target) AS through
    FROM step AS a
    JOIN step AS b ON b.source = a.target
    WHERE a.target <> b.target AND a.source <> b.target
    GROUP BY a.source, b.target
),
rejoined AS (
    SELECT around.source, around.target, around.through, any_value(step.job) AS job
    FROM around
    JOIN step ON step.source = around.source AND step.target = around.target
    GROUP BY around.source, around.target, around.through
)
SELECT
    rejoined.source || ' > ' || rejoined.target AS subject,
    coalesce(job.path, target.path) AS path,
    coalesce(job.line, target.line) AS line,
    len(rejoined.through)::DOUBLE AS value,
    target.name || ' is made of ' || source.name || ' directly, and through '
        || array_to_string(list_transform(rejoined.through, lambda name: regexp_replace(name, '^\w+:', '')), ', ') AS explanation,
    target.kind,
    (SELECT count(*) FROM data_node_at WHERE kind = 'job') AS stages,
    (SELECT count(*) FROM data_node_at WHERE kind <> 'job' AND edges_in > 0 AND edges_out > 0) AS intermediate,
    (SELECT max(depth) FROM data_node_at) AS longest_way
FROM rejoined
JOIN data_node_at AS source ON source.node = rejoined.source
JOIN data_node_at AS target ON target.node = rejoined.target
LEFT JOIN data_node_at AS job ON job.node = rejoined.job
