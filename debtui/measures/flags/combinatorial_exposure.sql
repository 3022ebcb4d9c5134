/*
title = "Switches met in one function"
catalogue = "AP-9"
question = "How many states can one function be in that nobody has tried together?"
paper = "Sculley et al. 2015, dead experimental codepaths: exponential increase in cyclomatic complexity"
grade = "E3"
unit = "switches"
better = "lower"
warn = 3
fail = 5
formula = "k = distinct switches that conditions of one function of production code ask (environment, settings, options of such a name or definition, constants, calls of flag services; directly, or through the variable that the function puts them in); 2^k combinations, against the distinct combinations of on and off that single tests give to them"
why = "k switches on one path make 2^k systems. Testing all of them is difficult or impossible, and each new switch doubles what is untested."
remedy = "Retire the oldest switch first; decide the rest once, outside of the function, and pass the decision in; write down which combinations are allowed and test those."
pitfalls = "Not all combinations can happen: switches that exclude each other are counted as independent, and those of functions it calls are not counted. A test that sets switches by a fixture or a file looks like none; only those that one test names stand for a combination. Options of one name in two programs are taken for one."

[headline]
value = "max(value)"
unit = "switches in one function"
better = "lower"
warn = 3
fail = 5
basis = "no published basis; 3 switches are 8 combinations, 5 are 32"
*/
WITH
switch AS (
    SELECT path, function, key, min(line) AS line
    FROM flag_read_at
    WHERE kind = 'code' AND boolean AND function <> '' AND then_lines IS NOT NULL
    GROUP BY path, function, key
),
setting AS (
    SELECT DISTINCT file_at.path || ' ' || test_setting.test AS test, test_setting.key, test_setting.value
    FROM file_at
    JOIN test_setting USING (blob)
    WHERE file_at.kind = 'test' AND test_setting.test <> ''
),
-- What one test says of a function's switches; a switch that it gives both values stands in both combinations.
said AS (
    SELECT switch.path, switch.function, setting.test, string_agg(switch.key || '=' || setting.value, ' ' ORDER BY switch.key, setting.value) AS combination
    FROM switch
    JOIN setting ON setting.key = switch.key OR setting.key = split_part(switch.key, '.', -1)
    GROUP BY switch.path, switch.function, setting.test
),
tested AS (
    SELECT path, function, count(DISTINCT combination) AS combinations FROM said GROUP BY path, function
),
of_file AS (
    SELECT path, count(DISTINCT key) AS switches FROM flag_read_at WHERE kind = 'code' AND boolean GROUP BY path
)
SELECT
    switch.path || '::' || switch.function AS subject,
    switch.path,
    min(switch.line)::BIGINT AS line,
    count(*)::DOUBLE AS value,
    count(*) || CASE WHEN count(*) = 1 THEN ' switch, 2' ELSE ' switches, ' || pow(2, least(count(*), 60))::BIGINT END
        || ' combinations, of which tests name ' || least(coalesce(any_value(tested.combinations), 0), pow(2, least(count(*), 60)))::BIGINT || ': '
        || left(string_agg(switch.key, ', ' ORDER BY switch.line, switch.key), 200) AS explanation,
    pow(2, least(count(*), 60))::BIGINT AS combinations,
    least(coalesce(any_value(tested.combinations), 0), pow(2, least(count(*), 60)))::BIGINT AS combinations_tested,
    any_value(of_file.switches) AS switches_of_file
FROM switch
JOIN of_file USING (path)
LEFT JOIN tested ON tested.path = switch.path AND tested.function = switch.function
GROUP BY switch.path, switch.function
