-- Things that files of that commit declare as part of the flow of data; and files outside the history, which hold at the newest.
SELECT
    file_at.path, line, tool, data_thing.kind, name, location_kind, location, owner, description, freshness, tests, pin, frozen, access, contract
FROM file_at
JOIN data_thing USING (blob)
UNION ALL
SELECT file, line, tool, kind, name, location_kind, location, owner, description, freshness, tests, pin, frozen, access, contract
FROM exported_thing
WHERE (SELECT seq FROM commit_at) = (SELECT max(seq) FROM mainline)
