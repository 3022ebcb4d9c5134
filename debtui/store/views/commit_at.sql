-- The commit that everything is asked at: the one set, else the newest.
SELECT seq, commit_id, committed, author, subject
FROM mainline
WHERE seq = coalesce(getvariable('asof_seq'), (SELECT max(seq) FROM mainline))
