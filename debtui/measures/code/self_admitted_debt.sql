/*
title = "Self-admitted debt"
catalogue = "AP-15"
question = "Where do comments say themselves that something is not done?"
paper = "Guo et al. 2019 (MAT); Maldonado et al.; Bhatia et al. (ML projects admit twice as much)"
grade = "E3"
unit = "tags"
formula = "comment lines with todo, fixme, xxx or hack as a whole word, in source files; per 1,000 lines of code"
why = "Somebody knew, and wrote it down, and left. Nobody will ever know again as well as that."
remedy = "Do it, make it an issue with an owner, or delete the comment; age decides which."
effort = "hours"
pitfalls = "Zero may mean unspoken. The rule's published precision is 0.87, its recall 0.74, on Java projects."

[headline]
value = "1000 * count(*) / nullif((SELECT sum(code_lines) FROM text_at WHERE kind IN ('code', 'test', 'notebook')), 0)"
unit = "per 1,000 lines"
better = "lower"
basis = "no published basis"
*/
SELECT
    file_at.path || '::' || comment_tag.text AS subject,
    file_at.path AS path,
    comment_tag.line,
    1.0::DOUBLE AS value,
    comment_tag.text AS explanation,
    comment_tag.tag,
    file_at.component,
    file_at.kind
FROM file_at
JOIN comment_tag USING (blob)
WHERE file_at.kind IN ('code', 'test', 'notebook')
