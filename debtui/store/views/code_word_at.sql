-- Distinct words that programs of that commit's tree name; tests are left out.
SELECT DISTINCT unnest(string_split(code_word.words, ' ')) AS word
FROM file_at
JOIN code_word USING (blob)
