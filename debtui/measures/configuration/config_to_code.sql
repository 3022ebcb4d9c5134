/*
title = "Configuration per line of code"
catalogue = "CF-1"
question = "How many lines of configuration stand beside each line of code?"
paper = "Sculley et al. 2015, section 6: configuration debt"
grade = "E3"
unit = "lines"
formula = "lines of ML configuration that are neither blank nor comment / such lines of code, tests and notebooks"
why = "In a mature system the lines of configuration can far exceed the lines of code, and each can be wrong; they are rarely reviewed or tested as code is."
remedy = "Inherit instead of copying, assert what must hold, delete what nobody reads."
pitfalls = "A warning about effort, no limit: Sculley et al. give none. Data mistaken for configuration inflates it; configuration written as Python is not in it. Deployment, CI and tool configuration are counted apart (other_config_lines)."

[headline]
value = "coalesce(sum(value), 0) / nullif((SELECT sum(code_lines) FROM text_at WHERE kind IN ('code', 'test', 'notebook')), 0)"
unit = "ratio"
better = "lower"
basis = "no published basis"
*/
SELECT
    text_at.path AS subject,
    text_at.path AS path,
    1::BIGINT AS line,
    text_at.code_lines::DOUBLE AS value,
    text_at.code_lines || ' lines of ' || text_at.language || ' configuration, ' || count(config_key.key) || ' settings' AS explanation,
    text_at.language,
    text_at.component,
    count(config_key.key) AS settings
FROM text_at
LEFT JOIN config_key USING (blob)
WHERE text_at.kind = 'ml-config'
GROUP BY text_at.path, text_at.code_lines, text_at.language, text_at.component
