/*
title = "Experiments that look dead"
catalogue = "AP-7"
question = "Which experiments does nobody run any more, and which branches does no configuration reach?"
paper = "Sculley et al. 2015, dead experimental codepaths"
grade = "E3"
unit = "lines"
better = "lower"
warn = 1
formula = "what lies in a folder of experiments (experiments, exp, sandbox, playground, prototypes, scratch, attic): its lines, where nothing in it changed for 90 days and no program or configuration outside names it; and branches if setting == \"x\": their lines, where configuration files set that setting, none to \"x\", the file names \"x\" nowhere else, and no other program has the word; headline: those lines / code lines"
why = "A dead experiment is read, refactored and shipped with the rest, and one wrong switch brings it back to life."
remedy = "Ask who ran it last; if nobody did, delete it: git keeps it. A branch that no configuration reaches goes with its setting's value."
effort = "hours"
pitfalls = "It looks dead: nothing was run. A value that comes from the command line, a database or another repository is not seen; folders are known by their names; what is started by hand is named by nothing."

[headline]
value = "sum(value) / nullif(any_value(code_lines), 0)"
unit = "share of code lines"
better = "lower"
basis = "no published basis; 90 days: the catalogue's own limit for experiments without a run"
*/
WITH
lain AS (
    SELECT
        file_at.path, file_at.blob, file_at.lines, file_at.from_seq,
        regexp_extract(file_at.path, '^((?:.*?/)?(?:experiments?|exps?|sandbox|playground|prototypes?|scratch|attic)/[^/]+)', 1) AS unit
    FROM file_at
    WHERE file_at.kind IN ('code', 'notebook', 'ml-config') AND NOT ends_with(file_at.path, '__init__.py')
        AND regexp_matches(file_at.path, '(^|/)(experiments?|exps?|sandbox|playground|prototypes?|scratch|attic)/')
),
experiment AS (
    SELECT
        unit, min(path) AS path, sum(lines) AS lines, count(*) AS files, max(from_seq) AS last_seq,
        regexp_replace(split_part(unit, '/', -1), '\.[A-Za-z]+$', '') AS name
    FROM lain
    GROUP BY unit
),
named AS (
    SELECT experiment.unit, min((file_at.path, experiment_mention.line)) AS place
    FROM experiment
    JOIN experiment_mention ON experiment_mention.name = experiment.name
    JOIN file_at USING (blob)
    WHERE file_at.path <> experiment.unit AND NOT starts_with(file_at.path, experiment.unit || '/')
    GROUP BY experiment.unit
),
setting AS (
    SELECT split_part(config_key.key, '.', -1) AS name, config_key.value
    FROM file_at
    JOIN config_key USING (blob)
),
-- A program that does not itself compare the setting may offer the value: a list of choices, a script that passes it on.
offered AS (
    SELECT DISTINCT wanted.value
    FROM (SELECT DISTINCT value FROM setting_comparison) AS wanted
    JOIN code_word ON contains(' ' || code_word.words || ' ', ' ' || wanted.value || ' ')
    JOIN file_at USING (blob)
    WHERE (file_at.blob, wanted.value) NOT IN (SELECT (blob, value) FROM setting_comparison)
),
configured AS (
    SELECT name, min(value) AS example, count(DISTINCT value) AS told FROM setting GROUP BY name
),
branch AS (
    SELECT
        file_at.path, setting_comparison.key, setting_comparison.line,
        string_agg(setting_comparison.value, '", "' ORDER BY setting_comparison.value) AS wanted,
        max(setting_comparison.then_lines) AS lines, min(configured.example) AS example, min(configured.told) AS told,
        bool_and(setting_comparison.named = 0 AND setting_comparison.value NOT IN (FROM offered) AND NOT EXISTS (
            SELECT 1 FROM setting
            WHERE setting.value = setting_comparison.value OR contains(setting.value, '"' || setting_comparison.value || '"')
        )) AS unreached
    FROM file_at
    JOIN setting_comparison USING (blob)
    JOIN configured ON configured.name = split_part(setting_comparison.key, '.', -1)
    WHERE file_at.kind = 'code'
    GROUP BY file_at.path, setting_comparison.key, setting_comparison.line
),
code AS (
    SELECT sum(text_at.code_lines) AS code_lines FROM text_at WHERE text_at.kind = 'code'
)
SELECT
    experiment.unit AS subject,
    experiment.path,
    1::BIGINT AS line,
    CASE WHEN date_diff('day', mainline.committed, commit_at.committed) >= 90 AND named.unit IS NULL THEN experiment.lines ELSE 0 END::DOUBLE AS value,
    CASE
        WHEN named.unit IS NOT NULL THEN 'an experiment that ' || (named.place)[1] || ' names'
        WHEN date_diff('day', mainline.committed, commit_at.committed) < 90 THEN 'an experiment under work, last changed '
            || strftime(mainline.committed, '%Y-%m-%d')
        ELSE 'looks dead: ' || experiment.lines || ' lines in ' || experiment.files || CASE WHEN experiment.files = 1 THEN ' file' ELSE ' files' END
            || ', last changed ' || strftime(mainline.committed, '%Y-%m-%d') || ', and nothing outside names it'
    END AS explanation,
    'experiment' AS what,
    date_diff('day', mainline.committed, commit_at.committed) AS days_untouched,
    code.code_lines
FROM experiment
JOIN mainline ON mainline.seq = experiment.last_seq
JOIN commit_at ON true
JOIN code ON true
LEFT JOIN named ON named.unit = experiment.unit
UNION ALL
SELECT
    branch.path || '::' || branch.key || ' == ' || branch.wanted,
    branch.path,
    branch.line::BIGINT,
    CASE WHEN branch.unreached THEN branch.lines ELSE 0 END::DOUBLE,
    CASE
        WHEN branch.unreached THEN 'looks dead: no configuration file sets ' || branch.key || ' to "' || branch.wanted || '"; '
            || CASE WHEN branch.told = 1 THEN 'all say "' || branch.example || '"' ELSE branch.told || ' other values are set' END
        ELSE 'a branch for ' || branch.key || ' "' || branch.wanted || '", which is set or named elsewhere'
    END,
    'branch',
    NULL,
    code.code_lines
FROM branch
JOIN code ON true
