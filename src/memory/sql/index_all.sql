SELECT number, language, ordinal, key FROM variant WHERE key IS NOT NULL ORDER BY number
