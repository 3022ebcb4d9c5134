/*
title = "Actions without a limit that holds"
catalogue = "MN-3"
question = "What stops a model that suddenly does far too much?"
paper = "Sculley et al. 2015, section 7: action limits, 'broad enough not to trigger spuriously'; an alert and an investigation where one is hit"
grade = "E4"
unit = "of 4 at fault"
better = "lower"
warn = 1
formula = "per declared action: no limit; no rule in the repository that names its rate; head-room (limit / 99th percentile of the rate, the 90 days before the moment, 20 values at least) below 1.5 or above 100; hits that began in the last 30 days into which no incident shows that anybody looked (opened or taken up within 7 days, or opened before and closed after). What is not recorded is no fault and is said; headline: share of declared actions that have a limit and a rule"
why = "Refunds, blocks, bids, orders: a model that errs does so a thousand times before somebody reads of it."
remedy = "Put a cap on every action that nobody looks at first, well above what is usual; let an alert fire before it; write down why it was hit."
pitfalls = "What is declared is not enforced. A limit on attempts is none on effects. Actions that nobody declared are not seen. The bound of the rule is not held against the limit. 1.5, 100 and 7 days are conventions of debtui."
without = "no action that a model takes by itself is declared"
supply = "declare each in debtui.toml: [actions.refund] with limit = 200, metric = \"refunds_per_hour\" and, where needed, model and investigations; record the metric in a table of date, metric, value among the exports"
of = ["action_setting"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE limited AND alert IS NOT NULL) / count(*) END"
unit = "share of actions"
better = "higher"
warn = 0.9999
basis = "1 is wanted"
*/
WITH
rate AS (
    SELECT action.name, action.most, point.series, point.recorded, point.value, commit_at.committed
    FROM action_setting AS action
    JOIN series ON series.metric = action.metric AND series.run IS NULL AND coalesce(series.model = action.model, true)
    JOIN point USING (series)
    CROSS JOIN commit_at
    WHERE point.value IS NOT NULL AND point.recorded <= commit_at.committed AND point.recorded > commit_at.committed - INTERVAL 90 DAY
),
-- The limit holds for each series of the metric; the one with the least head-room tells it.
usual AS (
    SELECT name, max(high) AS high, max(counted) AS counted
    FROM (SELECT name, quantile_cont(value, 0.99) AS high, count(*) AS counted FROM rate GROUP BY name, series HAVING count(*) >= 20)
    GROUP BY name
),
lately AS (SELECT name, max(recorded) AS newest, count(*) FILTER (WHERE recorded > committed - INTERVAL 30 DAY) AS counted FROM rate GROUP BY name),
hit AS (
    SELECT
        name, recorded,
        EXISTS (
            FROM incident_at JOIN action_name ON action_name.called = incident_at.subject
            WHERE action_name.name = begun.name
                AND (coalesce(incident_at.acknowledged, incident_at.opened) BETWEEN date_trunc('day', begun.recorded) AND begun.recorded + INTERVAL 7 DAY
                    OR begun.recorded BETWEEN incident_at.opened AND incident_at.closed)
        ) AS looked_into
    FROM (
        FROM rate
        QUALIFY value >= most AND coalesce(lag(value) OVER (PARTITION BY name, series ORDER BY recorded) < most, true)
    ) AS begun
    WHERE recorded > committed - INTERVAL 30 DAY
),
hits AS (SELECT name, count(*) AS counted, count(*) FILTER (WHERE NOT looked_into) AS open, max(recorded) AS newest FROM hit GROUP BY name),
rule AS (
    SELECT action.name, arg_min(struct_pack(name := monitor_rule_at.name, threshold := monitor_rule_at.threshold), (monitor_rule_at.path, monitor_rule_at.line)) AS told
    FROM action_setting AS action
    JOIN monitor_rule_at ON list_contains(
        list_transform(string_split(monitor_rule_at.subject, ','), lambda word: regexp_replace(lower(trim(word)), '[^a-z0-9]+', '_', 'g')),
        regexp_replace(lower(action.metric), '[^a-z0-9]+', '_', 'g')
    )
    GROUP BY action.name
),
judged AS (
    SELECT
        action.name, action.metric, action.most, action.path, action.line, rule.told.name AS alert, rule.told.threshold AS alert_bound,
        round(action.most / nullif(usual.high, 0), 6) AS head_room, usual.high, lately.newest,
        CASE WHEN lately.counted > 0 AND action.most IS NOT NULL THEN coalesce(hits.counted, 0) END AS hits_30_days,
        hits.newest AS newest_hit,
        CASE WHEN EXISTS (FROM incident_at) THEN coalesce(hits.open, 0) END AS not_looked_into
    FROM action_setting AS action
    LEFT JOIN usual USING (name)
    LEFT JOIN lately USING (name)
    LEFT JOIN hits USING (name)
    LEFT JOIN rule USING (name)
)
SELECT
    name AS subject,
    path,
    line,
    ((most IS NULL)::INTEGER + (alert IS NULL)::INTEGER + coalesce(head_room < 1.5 OR head_room > 100, false)::INTEGER
        + coalesce(not_looked_into > 0, false)::INTEGER)::DOUBLE AS value,
    CASE WHEN most IS NULL THEN 'no limit is declared' ELSE 'limit ' || printf('%.6g', most) END
        || CASE WHEN alert IS NOT NULL THEN ', ' || alert || coalesce(' (' || alert_bound || ')', '') || ' names its rate'
            WHEN metric IS NULL THEN '; no metric is declared to be its rate, so no rule can name it' ELSE '; no rule names ' || metric END
        || CASE WHEN most IS NULL THEN ''
            WHEN head_room IS NOT NULL THEN '; head-room ' || printf('%.2f', head_room) || ' over ' || printf('%.6g', high)
                || CASE WHEN head_room < 1.5 THEN ', close to what is usual' WHEN head_room > 100 THEN ', too far away to stop anything' ELSE '' END
            WHEN newest IS NULL THEN '; its rate is not recorded in the last 90 days' ELSE '; too few values of its rate to tell the head-room' END
        || CASE WHEN hits_30_days IS NULL THEN CASE WHEN newest IS NULL OR most IS NULL THEN '' ELSE '; its rate is not recorded in the last 30 days' END
            WHEN hits_30_days = 0 THEN '; not hit in 30 days'
            ELSE '; hit ' || hits_30_days || ' times in 30 days, last on ' || strftime(newest_hit, '%Y-%m-%d')
                || coalesce(', ' || CASE WHEN not_looked_into = 0 THEN 'each looked into' ELSE 'into ' || not_looked_into || ' of them nobody looked' END,
                    '; whether anybody looked into it is not recorded') END AS explanation,
    most IS NOT NULL AS limited,
    alert, head_room, hits_30_days, not_looked_into, newest
FROM judged
