-- Whose a path is: its CODEOWNERS, else its strongest author who was active within 180 days, else nobody.
WITH
author AS (
    SELECT authorship_at.path, arg_max(activity_at.name, (authorship_at.doa, activity_at.name)) AS owner
    FROM authorship_at
    JOIN activity_at USING (person)
    WHERE authorship_at.author AND activity_at.active
    GROUP BY authorship_at.path
)
SELECT
    file_at.path,
    coalesce(codeowner_at.owner, author.owner) AS owner,
    CASE
        WHEN codeowner_at.owner IS NOT NULL THEN 'CODEOWNERS'
        WHEN author.owner IS NOT NULL THEN 'most authorship, active within 180 days'
        ELSE 'no author active within 180 days'
    END AS basis
FROM file_at
LEFT JOIN codeowner_at USING (path)
LEFT JOIN author USING (path)
