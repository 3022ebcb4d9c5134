-- Places in code that name a flag, by the scanners' lists that hold at that commit.
SELECT flag_reference.key, flag_reference.path, flag_reference.line, flag_state_at.service, flag_state_at.file
FROM flag_state_at
JOIN flag_reference USING (service, scope, blob)
UNION
SELECT exported_flag_reference.key, exported_flag_reference.path, exported_flag_reference.line, flag_state_at.service, flag_state_at.file
FROM flag_state_at
JOIN exported_flag_reference USING (service, scope, document)
