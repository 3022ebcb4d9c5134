/*
title = "Settings changed at a time"
catalogue = "CF-2"
question = "Is a new configuration a small change from the one before?"
paper = "Sculley et al. 2015, section 6: easy to specify as a small change from a previous configuration"
grade = "E2"
unit = "settings"
better = "lower"
warn = 6
fail = 26
formula = "per mainline commit that changes settings of an ML configuration file that was there before and is there after: settings added, removed or changed; headline: share of such commits with at most 5"
why = "Who can say the change in five settings can review it and take it back. Who copies a file and edits it cannot."
remedy = "Inherit from the last configuration and state only what differs; split sweeping edits by purpose."
pitfalls = "A renamed section counts as removed and added. A squash merge brings a whole branch at once. Releases and runs are not known here: a mainline commit stands for them."

[headline]
value = "avg((value <= 5)::INTEGER)"
unit = "share"
better = "higher"
basis = "no published basis; at most 5 changed settings is a convention"
*/
WITH
span AS (
    SELECT config_span.path, config_span.document, config_span.key, config_span.from_seq, config_span.to_seq
    FROM config_span
    JOIN path_class ON path_class.path = config_span.path AND path_class.kind = 'ml-config'
),
touched AS (
    SELECT path, document, key, from_seq AS seq FROM span
    UNION
    SELECT path, document, key, to_seq FROM span WHERE to_seq IS NOT NULL
),
-- Only where the file's content changed: a file that comes or goes as a whole is no change of a configuration.
edited AS (
    SELECT later.path, later.from_seq AS seq
    FROM file_span AS later
    JOIN file_span AS earlier ON earlier.path = later.path AND earlier.to_seq = later.from_seq
)
SELECT
    mainline.commit_id AS subject,
    min(touched.path) AS path,
    NULL::BIGINT AS line,
    count(*)::DOUBLE AS value,
    count(*) || ' settings of ' || count(DISTINCT touched.path) || ' files on ' || strftime(mainline.committed, '%Y-%m-%d') || ': '
        || mainline.subject AS explanation,
    mainline.committed
FROM touched
JOIN edited USING (path, seq)
JOIN mainline ON mainline.seq = touched.seq
JOIN commit_at ON touched.seq <= commit_at.seq
GROUP BY mainline.commit_id, mainline.committed, mainline.subject
