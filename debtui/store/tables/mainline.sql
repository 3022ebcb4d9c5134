SELECT seq, commit_id, committed, coalesce(person.name, raw_name) AS author, subject
FROM mainline_commit
LEFT JOIN identity USING (raw_name, raw_email)
LEFT JOIN person USING (person)
ORDER BY seq
