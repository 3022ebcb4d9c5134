-- Paths touched by people's commits that had landed by then. Programs' commits are left out; merges carry no changes.
SELECT
    change.position, change.commit_id, change.path, change.old_path, change.status, change.person,
    change.committed, change.landed, change.file, change.files
FROM change
JOIN commit_at ON change.landed <= commit_at.seq
JOIN person ON person.person = change.person AND NOT person.bot
