-- Which file, over all its renames, each path of the tree is.
SELECT file_at.path, arg_max(change.file, change.position) AS file
FROM file_at
JOIN change ON change.path = file_at.path
JOIN commit_at ON change.landed <= commit_at.seq
WHERE change.status <> 'D'
GROUP BY file_at.path
