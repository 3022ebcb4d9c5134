-- Things that files of that commit declare as part of the flow of data.
SELECT
    file_at.path, line, tool, data_thing.kind, name, location_kind, location, owner, description, freshness, tests, pin, frozen, access
FROM file_at
JOIN data_thing USING (blob)
