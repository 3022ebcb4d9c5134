/*
title = "Feature sets without an owner"
catalogue = "ZK-11"
question = "Whom to ask about a table or a set of features, and where does it say what it is?"
paper = "Zinkevich, Rules of Machine Learning, rule 11: 'Give feature columns owners and documentation'"
grade = "E3"
unit = "missing"
better = "lower"
warn = 1
formula = "per declared table, feature view, dataset and source: 1 without an owner or with one who is known here and has not committed for 180 days, and 1 without a description; headline: share that lacks neither"
why = "Many features outlive the person who understood them; then nobody dares to change or delete them."
remedy = "Name a team that exists, and write down what it is, where it comes from and how it should help."
effort = "minutes"
pitfalls = "Whether a description says anything is not judged. An owner who never committed here, such as a team, is taken at their word."
without = "no table, feature view, dataset or source is declared; read are properties of dbt, definitions of Feast, catalogues of Kedro and files of DVC"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value = 0) / count(*) END"
unit = "share owned and described"
better = "higher"
warn = 0.9
basis = "a convention: nine of ten; no published basis"
*/
WITH
named AS (
    SELECT data_node_at.node, lower(trim(unnest(string_split(data_node_at.owner, ',')))) AS called
    FROM data_node_at
    WHERE data_node_at.owner IS NOT NULL
),
person_named AS (
    SELECT lower(name) AS called, person FROM person
    UNION
    SELECT lower(email), person FROM person
    UNION
    SELECT lower(raw_name), person FROM identity
    UNION
    SELECT lower(raw_email), person FROM identity
),
-- Of the owners that are known here, whether one is active; owners that are not known are taken at their word.
known AS (
    SELECT
        named.node,
        bool_or(coalesce(activity_at.active, person_named.person IS NULL)) AS active,
        max(activity_at.last_commit) AS last_commit
    FROM named
    LEFT JOIN person_named USING (called)
    LEFT JOIN activity_at ON activity_at.person = person_named.person
    GROUP BY named.node
),
judged AS (
    SELECT
        data_node_at.*,
        known.active,
        known.last_commit,
        (data_node_at.owner IS NULL OR NOT known.active)::INTEGER + (data_node_at.description IS NULL)::INTEGER AS missing
    FROM data_node_at
    LEFT JOIN known USING (node)
    WHERE data_node_at.declared AND data_node_at.kind IN ('table', 'view', 'dataset', 'source')
)
SELECT
    node AS subject,
    path,
    line,
    missing::DOUBLE AS value,
    name || CASE WHEN owner IS NULL THEN ' has no owner' WHEN active THEN ' is ' || owner || '''s'
            ELSE ' is ' || owner || '''s, who made the last commit here on ' || strftime(last_commit, '%Y-%m-%d') END
        || CASE WHEN description IS NULL THEN ', and nothing says what it is' ELSE ', and is described' END AS explanation,
    kind,
    owner AS declared_owner,
    active AS owner_active
FROM judged
