/*
title = "Knobs that nobody ever turned"
catalogue = "CF-12"
question = "How many settings ever had a second value?"
paper = "Xu et al. 2015, Hey, you have given me too many knobs"
grade = "E2"
unit = "days"
formula = "settings of ML configuration that had more than one value, in their own history or in another file of their directory / all settings; rows: those that did not, with the days since they were written"
why = "A setting that never varies is a constant that poses as a choice: it costs a line in every file, a branch in the code and a test that nobody writes."
remedy = "Make it a constant, or write down who should turn it and when."
pitfalls = "A young repository has not had the time. Values set by the environment at deployment are not seen."

[headline]
value = "1 - count(*) / nullif((SELECT count(*) FROM setting_at), 0)"
unit = "share"
better = "higher"
basis = "no published basis; Xu et al. 2015: most users set 6 to 17 % of the parameters"
*/
WITH
span AS (
    SELECT config_span.*
    FROM config_span
    JOIN commit_at ON config_span.from_seq <= commit_at.seq
),
life AS (
    SELECT path, document, key, count(DISTINCT value) AS variants, min(from_seq) AS born
    FROM span
    GROUP BY path, document, key
),
beside AS (
    SELECT regexp_replace(path, '[^/]+$', '') AS folder, key, count(DISTINCT value) AS variants
    FROM setting_at
    GROUP BY ALL
)
SELECT
    setting_at.path || '::' || setting_at.key AS subject,
    setting_at.path,
    setting_at.line::BIGINT AS line,
    date_diff('day', mainline.committed, commit_at.committed)::DOUBLE AS value,
    setting_at.key || ' has been ' || left(setting_at.value, 60) || ' since ' || strftime(mainline.committed, '%Y-%m-%d')
        || ', when it was written' AS explanation,
    setting_at.value AS setting,
    setting_at.type
FROM setting_at
JOIN life USING (path, document, key)
JOIN beside ON beside.folder = regexp_replace(setting_at.path, '[^/]+$', '') AND beside.key = setting_at.key
JOIN mainline ON mainline.seq = life.born
JOIN commit_at ON true
WHERE life.variants = 1 AND beside.variants = 1
