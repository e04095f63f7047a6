SELECT number, revision, language, ordinal, key
FROM variant
WHERE number BETWEEN ?1 AND ?2
ORDER BY number
