/*
title = "Outputs without a policy"
catalogue = "UC-2"
question = "Who may use what the models answer, and what have they been promised?"
paper = "Sculley et al. 2015, section 2: 'undeclared consumers may be difficult to detect unless the system is specifically designed to guard against this case, for example with access restrictions or strict service-level agreements'"
grade = "E3"
unit = "rules missing"
better = "lower"
formula = "per model output, of a declared owner, access level, contract of its columns and service level (a freshness rule, or an slo agreed with a consumer in debtui.toml) those that are missing; headline: share of outputs that have all four"
why = "What nobody restricts everybody uses, and none of them has to say so."
remedy = "Name an owner and who may read it; enforce the columns; agree on a service level with each consumer. dbt knows access, groups and contracts."
effort = "hours"
pitfalls = "Declared is not enforced: the warehouse's own rights are not seen here."
without = "no output of a model is known: nothing that a model makes, that a surface shows, or that a declared consumer reads; [data.consumers.billing] in debtui.toml takes reads and slo"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE missing = 0) / count(*) END"
unit = "share with a policy"
better = "higher"
basis = "no published basis"
*/
WITH
agreed AS (
    SELECT DISTINCT node FROM data_claim_at WHERE kind = 'consumer' AND slo IS NOT NULL AND node IS NOT NULL
),
judged AS (
    SELECT
        data_node_at.*,
        model_output_at.reason,
        model_output_at.path AS said_in,
        model_output_at.line AS said_at,
        list_filter(
            [
                CASE WHEN data_node_at.owner IS NULL THEN 'owner' END,
                CASE WHEN data_node_at.access IS NULL THEN 'access level' END,
                CASE WHEN NOT coalesce(data_node_at.contract, false) THEN 'contract' END,
                CASE WHEN data_node_at.freshness IS NULL AND agreed.node IS NULL THEN 'service level' END
            ],
            lambda told: told IS NOT NULL
        ) AS lacks
    FROM model_output_at
    JOIN data_node_at USING (node)
    LEFT JOIN agreed USING (node)
)
SELECT
    node AS subject,
    said_in AS path,
    said_at AS line,
    len(lacks)::DOUBLE AS value,
    name || ' ' || reason || '; declared ' || CASE WHEN len(lacks) = 0 THEN 'are owner, access level, contract and service level' ELSE 'is no ' || array_to_string(lacks, ', no ') END AS explanation,
    kind,
    len(lacks) AS missing,
    access,
    owner AS declared_owner
FROM judged
