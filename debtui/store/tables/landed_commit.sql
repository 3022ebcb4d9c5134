SELECT position, commit_id, person, coalesce(person.bot, false) AS bot, committed, landed, merge, files, subject
FROM commit_log
LEFT JOIN identity USING (raw_name, raw_email)
LEFT JOIN person USING (person)
ORDER BY position
