/*
title = "Upstream producers without an SLO"
catalogue = "MN-4"
question = "What do those promise whose data the models are made of?"
paper = "Sculley et al. 2015, section 7: up-stream producers, monitored and tested to a service level that takes account of the needs of ML"
grade = "E4"
unit = "of 4 missing"
better = "lower"
warn = 1
formula = "per outside source (source, API or topic that nothing in the graph of data makes, neither pinned nor frozen) behind anything that data is made for, what is missing of four: an SLO, as declared; models that it is for; a watch (a rule of freshness, or a rule that looks like it names the source, or records of its age); a test. Beside them the share of records of its age, the 90 days before the moment, that were over the age agreed (else over the record's own). Headline: share of sources with an SLO that is for models, and a watch"
why = "What comes from outside changes when others want it to; without an SLO nobody breaks a promise by it."
remedy = "Agree with the producer on age, completeness and notice of changes, for the model by name; then watch it from your own side."
pitfalls = "An SLO of the platform is none of the table. What is agreed is not kept: see the share of breaches, where ages are recorded. A producer that no file names is not seen; tables that a program reads without their source are no outside source here."
without = "no producer of data is declared, or no outside source that is not pinned leads to anything"
supply = "declare it in debtui.toml: [data.producers.shop] with makes = [\"shop.orders\"], slo = \"loaded by 5:00 on 99 % of days\", models = [\"eta\"] and, where agreed, most_hours = 24"

[headline]
value = "CASE WHEN count(value) > 0 THEN count(*) FILTER (WHERE value IS NOT NULL AND promised AND for_models AND watched) / count(value) END"
unit = "share of sources"
better = "higher"
warn = 0.9999
basis = "1 is wanted"
*/
WITH
root AS (
    SELECT *, ' ' || trim(lower(regexp_replace(name, '[^A-Za-z0-9]+', ' ', 'g'))) || ' ' AS words
    FROM data_node_at
    WHERE edges_in = 0 AND kind IN ('source', 'api', 'topic') AND pin IS NULL AND NOT coalesce(frozen, false) AND node IN (SELECT node FROM closure_at)
),
agreed AS (
    SELECT node, string_agg(DISTINCT name, ', ' ORDER BY name) AS producers, min(slo) AS slo, string_agg(DISTINCT models, ', ' ORDER BY models) AS models, min(most_hours) AS most_hours
    FROM data_claim_at
    WHERE kind = 'producer' AND node IS NOT NULL
    GROUP BY node
),
rule AS (
    -- CamelCase and punctuation become blanks, so that a source is found as words.
    SELECT *, ' ' || trim(lower(regexp_replace(regexp_replace(concat_ws(' ', name, subject), '([a-z0-9])([A-Z])', '\1 \2', 'g'), '[^A-Za-z0-9]+', ' ', 'g'))) || ' ' AS words FROM monitor_rule_at
),
ruled AS (
    SELECT
        root.node, min(rule.name) FILTER (WHERE rule.kind NOT IN ('schema', 'range', 'null', 'unique')) AS watch,
        bool_or(rule.kind IN ('schema', 'range', 'null', 'unique')) AS tested
    FROM root
    -- A name of one word is no name within others.
    JOIN rule ON lower(rule.subject) = lower(root.name) OR starts_with(lower(rule.subject), lower(root.name) || '.')
        OR (contains(trim(root.words), ' ') AND contains(rule.words, root.words))
    GROUP BY root.node
),
aged AS (
    SELECT
        root.node, count(*) AS records,
        count(*) FILTER (WHERE coalesce(
            epoch(freshness_at.recorded - freshness_at.newest) > coalesce(agreed.most_hours * 3600, freshness_at.error_after, freshness_at.warn_after),
            freshness_at.status IN ('warn', 'error'), false
        )) AS breached
    FROM root
    JOIN freshness_at ON lower(freshness_at.subject) IN (lower(root.name), lower(root.location))
    LEFT JOIN agreed USING (node)
    CROSS JOIN commit_at
    WHERE coalesce(freshness_at.recorded > commit_at.committed - INTERVAL 90 DAY, true)
    GROUP BY root.node
),
judged AS (
    SELECT
        root.*, agreed.producers, agreed.slo, agreed.models AS needed_by, aged.records, aged.breached,
        agreed.slo IS NOT NULL OR agreed.most_hours IS NOT NULL AS promised,
        agreed.models IS NOT NULL AS for_models,
        root.freshness IS NOT NULL OR aged.records IS NOT NULL OR ruled.watch IS NOT NULL AS watched,
        coalesce(root.tests, 0) > 0 OR coalesce(ruled.tested, false)
            OR EXISTS (FROM check_result_at WHERE kind = 'test' AND (lower(subject) = lower(root.name) OR starts_with(lower(subject), lower(root.name) || '.'))) AS tested,
        CASE WHEN root.freshness IS NOT NULL THEN 'freshness ' || root.freshness WHEN aged.records > 0 THEN 'its age is recorded' ELSE 'a rule looks like it: ' || ruled.watch END AS watch,
        agreed.most_hours
    FROM root
    LEFT JOIN agreed USING (node)
    LEFT JOIN aged USING (node)
    LEFT JOIN ruled USING (node)
)
SELECT
    node AS subject,
    path,
    line::BIGINT AS line,
    ((NOT promised)::INTEGER + (NOT for_models)::INTEGER + (NOT watched)::INTEGER + (NOT tested)::INTEGER)::DOUBLE AS value,
    CASE WHEN NOT promised THEN 'no SLO is declared'
        ELSE 'declared of ' || producers || ': ' || concat_ws(', ', slo, printf('%.6g', most_hours) || ' hours old at most')
            || CASE WHEN for_models THEN ', for ' || needed_by ELSE ', for no model' END END
        || CASE WHEN watched THEN '; watched: ' || watch ELSE '; nothing seen watches it' END
        || CASE WHEN tested THEN '; tested' ELSE '; no test is seen' END
        || CASE WHEN records > 0 THEN '; too old in ' || breached || ' of ' || records || ' records of 90 days' ELSE '; whether it is kept is not recorded' END AS explanation,
    kind, promised, for_models, watched, tested, breached::DOUBLE / nullif(records, 0) AS breach_rate, records, owner AS declared_owner
FROM judged
WHERE EXISTS (FROM data_claim_at WHERE kind = 'producer')
UNION ALL
-- A name in the settings that nothing has: what it promises is of nothing known.
SELECT
    'producer:' || name || ' ~ ' || thing, path, line, NULL, 'unknown: ' || name || ' makes ' || thing || ', it says; ' || reason, 'unknown', slo IS NOT NULL, models IS NOT NULL, NULL, NULL,
    NULL, NULL, owner
FROM data_claim_at
WHERE kind = 'producer' AND node IS NULL
