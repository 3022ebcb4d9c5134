-- Settings of ML configuration in that commit's tree. `name` is the last part of the key, `section` what stands before it.
SELECT
    file_at.path, file_at.component, file_at.language, config_key.document, config_key.key, config_key.value, config_key.type,
    config_key.line,
    regexp_extract(regexp_replace(config_key.key, '(\[\d+\])+$', ''), '[^.]+$') AS name,
    regexp_replace(regexp_replace(config_key.key, '\.?[^.]+$', ''), '\[\d+\]', '[]', 'g') AS section
FROM file_at
JOIN config_key USING (blob)
WHERE file_at.kind = 'ml-config'
