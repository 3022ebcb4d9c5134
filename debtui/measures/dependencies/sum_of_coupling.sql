/*
title = "Sum of coupling"
catalogue = "CO-2"
question = "Which files drag the most others along when they change?"
paper = "code-maat, soc"
grade = "E2"
unit = "files"
formula = "sum over change sets with the file of (size - 1); change sets of over 30 files left out, as in change coupling (code-maat does not)"
why = "A file that is in every change is where everything meets; whoever changes it must know everything."
remedy = "Split it by the reasons it changes for."
pitfalls = "Grows with age and with wide commits; compare within one repository only."

[headline]
value = "quantile_cont(value, 0.9)"
unit = "files"
basis = "context only"
*/
WITH
revision AS (
    SELECT DISTINCT commit_id, file FROM change_at WHERE files <= 30
),
sized AS (
    SELECT commit_id, file, count(*) OVER (PARTITION BY commit_id) AS size FROM revision
)
SELECT
    lineage_at.path AS subject,
    lineage_at.path AS path,
    1::BIGINT AS line,
    sum(sized.size - 1)::DOUBLE AS value,
    count(*) || ' changes took ' || sum(sized.size - 1) || ' other files along' AS explanation,
    count(*) AS changes,
    round(avg(sized.size - 1), 1) AS others_per_change
FROM sized
JOIN lineage_at ON lineage_at.file = sized.file
GROUP BY lineage_at.path
HAVING sum(sized.size - 1) > 5
