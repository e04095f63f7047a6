SELECT number, revision, language, ordinal, key, text FROM variant ORDER BY number DESC
