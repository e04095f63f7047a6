SELECT number, language, text, key FROM variant WHERE text IS NOT NULL ORDER BY number
