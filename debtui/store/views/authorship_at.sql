-- Degree of authorship (Fritz et al.; Avelino et al. 2016) of each person in each file of the tree:
-- DOA = 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC). FA: created it. DL: own changes, creation not counted.
-- AC: changes by all others. An author has DOA above 0.75 of the file's largest, and at least 3.293 or created it.
WITH
counted AS (
    SELECT
        lineage_at.path,
        change_at.person,
        max((change_at.status IN ('A', 'C'))::INTEGER) AS created,
        count(*) FILTER (WHERE change_at.status NOT IN ('A', 'C', 'D')) AS deliveries,
        max(change_at.committed) AS last_change
    FROM lineage_at
    JOIN change_at ON change_at.file = lineage_at.file
    GROUP BY lineage_at.path, change_at.person
),
graded AS (
    SELECT
        path, person, created, deliveries, last_change,
        sum(deliveries) OVER (PARTITION BY path) - deliveries AS others,
        3.293 + 1.098 * created + 0.164 * deliveries
            - 0.321 * ln(1 + sum(deliveries) OVER (PARTITION BY path) - deliveries) AS doa
    FROM counted
)
SELECT
    path, person, created, deliveries, others, doa, last_change,
    doa / max(doa) OVER (PARTITION BY path) AS share,
    doa / max(doa) OVER (PARTITION BY path) > 0.75 AND (doa >= 3.293 OR created = 1) AS author
FROM graded
