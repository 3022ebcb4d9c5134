/*
title = "Age of pinned data"
catalogue = "DD-2a"
question = "How old are the copies of others' data that are pinned to a version?"
paper = "Sculley et al. 2015, section 3: 'versioning carries its own costs, however, such as potential staleness'"
grade = "E2"
unit = "days"
better = "lower"
formula = "per source outside that is read at a pinned version: days since the file that pins it last changed; where the version is a commit of this repository's own mainline, the commits and months that it lies behind. Headline: the oldest"
why = "A pin keeps others' changes out, the good ones too: what is pinned and forgotten is a fact of two years ago."
remedy = "Move the pin on a calendar, with an evaluation; write beside it until when it holds."
effort = "minutes"
pitfalls = "The file may have changed for another reason, so the pin is at least as old as told. Whether there is anything newer to move to is known only for this repository's own commits."
without = "nothing from outside is read at a pinned version that a file here says; read are imports of DVC (.dvc files with rev_lock)"

[headline]
value = "max(value)"
unit = "days of the oldest"
better = "lower"
basis = "no published basis"
*/
WITH
pinned AS (
    SELECT data_edge_at.source, data_edge_at.target, data_edge_at.pin, data_edge_at.path, data_edge_at.line
    FROM data_edge_at
    JOIN data_node_at ON data_node_at.node = data_edge_at.source
    WHERE data_edge_at.pin IS NOT NULL AND NOT data_edge_at.recorded AND data_node_at.kind IN ('source', 'api', 'topic')
),
since AS (
    SELECT file_at.path, mainline.committed FROM file_at JOIN mainline ON mainline.seq = file_at.from_seq
),
own AS (
    SELECT
        pinned.source,
        pinned.target,
        (SELECT count(*) FROM mainline AS later WHERE later.seq > mainline.seq AND later.seq <= commit_at.seq) AS behind,
        date_diff('day', mainline.committed, commit_at.committed) AS days
    FROM pinned
    CROSS JOIN commit_at
    JOIN mainline ON length(pinned.pin) >= 7 AND starts_with(mainline.commit_id, pinned.pin) AND mainline.seq <= commit_at.seq
)
SELECT
    pinned.target || ' < ' || pinned.source AS subject,
    pinned.path AS path,
    pinned.line,
    coalesce(own.days, date_diff('day', since.committed, commit_at.committed))::DOUBLE AS value,
    target.name || ' is read at ' || pinned.pin[:12] || CASE WHEN own.behind IS NOT NULL
        THEN ', a commit of this repository, ' || own.behind || ' commits and ' || round(own.days / 30.44)::INTEGER || ' months behind'
        ELSE ' since at least ' || strftime(since.committed, '%Y-%m-%d') || '; its repository is not at hand, so how far behind it is, is not known' END AS explanation,
    pinned.pin,
    own.behind AS commits_behind,
    target.owner AS declared_owner
FROM pinned
CROSS JOIN commit_at
JOIN data_node_at AS target ON target.node = pinned.target
LEFT JOIN since ON since.path = pinned.path
LEFT JOIN own ON own.source = pinned.source AND own.target = pinned.target
