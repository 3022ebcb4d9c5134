/*
title = "Alerts that stop before the model"
catalogue = "MN-5"
question = "Who runs the model: do they hear of what goes wrong upstream?"
paper = "Sculley et al. 2015, section 7: up-stream producers, 'any up-stream alerts must be propagated to the control plane of an ML system'"
grade = "E1"
unit = "alerts not passed on"
better = "lower"
warn = 1
formula = "per producer in debtui.toml and model that it supplies (of those with receivers; all of them where the producer names none): incidents of the last 365 days whose system or subject is the producer or what it makes, without any record of the same number that was sent to a receiver of the model or is about the model; incidents without any route are not counted and are said; headline: share of the counted that reached the model"
why = "The producer's people know that the data is late; those whose model answers from it read of it in the complaints."
remedy = "Route the producer's alerts to the model's people, too, at a level that they still read."
pitfalls = "Sent is not read: a receiver may be muted, or drown. Incidents that were never written down, and alerts that fired for nothing, are not told apart. Whether misses of the model's own promises reach its consumers is not measured."
without = "no receivers of a model and no producer of data are declared, or no incidents are recorded"
supply = "declare them in debtui.toml: [alerts] with eta = [\"ml-oncall\"], and [data.producers.shop] with makes; export incidents as a table of incident_id, system, opened_at, route (receivers, a semicolon between): debtui collect --exports DIR"
of = ["incident"]

[headline]
value = "CASE WHEN sum(counted) > 0 THEN (sum(counted) - sum(value)) / sum(counted) END"
unit = "share of alerts"
better = "higher"
warn = 0.9999
basis = "1 is wanted"
*/
WITH
told AS (
    SELECT
        *, coalesce(incident, subject || ' ' || opened::VARCHAR, subject) AS number,
        list_transform(string_split_regex(lower(coalesce(route, '')), '[,;]'), lambda one: trim(one)) AS receivers
    FROM incident_at
),
called AS (
    SELECT name AS producer, lower(name) AS word FROM data_claim_at WHERE kind = 'producer'
    UNION
    SELECT name, lower(thing) FROM data_claim_at WHERE kind = 'producer'
    UNION
    SELECT claim.name, lower(data_node_at.name) FROM data_claim_at AS claim JOIN data_node_at USING (node) WHERE claim.kind = 'producer'
),
heard AS (SELECT model, list(lower(receiver)) AS receivers, min(path) AS path, min(line) AS line FROM alert_receiver GROUP BY model),
pair AS (
    SELECT DISTINCT claim.name AS producer, heard.*
    FROM data_claim_at AS claim
    JOIN heard ON claim.models IS NULL OR list_contains(string_split(claim.models, ', '), heard.model)
    WHERE claim.kind = 'producer'
),
alert AS (
    SELECT called.producer, told.number, min(told.opened) AS opened
    FROM called
    JOIN told ON called.word IN (lower(told.system), lower(told.subject))
    CROSS JOIN commit_at
    WHERE coalesce(told.opened > commit_at.committed - INTERVAL 365 DAY, true)
    GROUP BY called.producer, told.number
),
sent AS (
    SELECT
        pair.producer, pair.model, alert.number, alert.opened,
        bool_or(list_has_any(told.receivers, pair.receivers) OR lower(pair.model) IN (lower(told.subject), lower(coalesce(told.system, '')))) AS reached,
        bool_or(told.route IS NOT NULL) AS routed
    FROM pair
    JOIN alert USING (producer)
    JOIN told ON told.number = alert.number
    GROUP BY pair.producer, pair.model, alert.number, alert.opened
),
judged AS (
    SELECT
        producer, model, count(*) FILTER (WHERE reached OR routed) AS counted, count(*) FILTER (WHERE routed AND NOT reached) AS lost,
        count(*) FILTER (WHERE NOT reached AND NOT routed) AS unknown, max(opened) FILTER (WHERE routed AND NOT reached) AS newest,
        arg_max(number, (opened, number)) FILTER (WHERE routed AND NOT reached) AS example
    FROM sent
    GROUP BY producer, model
)
SELECT
    pair.producer || ' > ' || pair.model AS subject,
    pair.path,
    pair.line::BIGINT AS line,
    CASE WHEN judged.counted > 0 THEN judged.lost END::DOUBLE AS value,
    CASE WHEN judged.producer IS NULL THEN 'no incident of ' || pair.producer || ' is recorded in 365 days'
        WHEN judged.counted = 0 THEN judged.unknown || ' incidents of 365 days, of none of which is recorded where it was sent'
        ELSE judged.counted - judged.lost || ' of ' || judged.counted || ' incidents of 365 days reached ' || array_to_string(list_sort(pair.receivers), ', ')
            || coalesce('; last not passed on: ' || judged.example || ' of ' || strftime(judged.newest, '%Y-%m-%d'), '')
            || CASE WHEN judged.unknown > 0 THEN '; of ' || judged.unknown || ' more it is not recorded where they were sent' ELSE '' END END AS explanation,
    pair.producer, pair.model, coalesce(judged.counted, 0) AS counted, judged.unknown, judged.newest
FROM pair
LEFT JOIN judged ON judged.producer = pair.producer AND judged.model = pair.model
