/*
title = "Configuration that cannot be compared"
catalogue = "CF-8"
question = "Can the difference between two configurations be seen?"
paper = "Sculley et al. 2015, section 6: easy to see, visually, the difference in configuration between two models"
grade = "E3"
unit = "files"
formula = "ML configuration files whose settings can be listed without running anything / all of them"
why = "Where the settings cannot be listed, the difference between two models can only be guessed, and nothing can be asserted about them."
remedy = "Render templates into files that are checked in, or keep what is computed apart from what is stated."
pitfalls = "A template may render to the same text every time. Settings written as Python are not in it."

[headline]
value = "1 - sum(value) / nullif(count(*), 0)"
unit = "share"
better = "higher"
basis = "no published basis"
*/
WITH
file AS (
    SELECT path, min(status) AS status, min(reason) AS reason
    FROM demand_at
    WHERE analyser = 'config_key'
    GROUP BY path
)
SELECT
    file.path AS subject,
    file.path,
    1::BIGINT AS line,
    (file.status IS DISTINCT FROM 'ok')::INTEGER::DOUBLE AS value,
    CASE WHEN file.status = 'ok' THEN 'its settings can be listed and compared' ELSE 'cannot be listed: ' || coalesce(file.reason, 'not read') END
        AS explanation
FROM file
JOIN file_at USING (path)
WHERE file_at.kind = 'ml-config'
