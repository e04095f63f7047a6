SELECT number, revision, language, ordinal, state, made_from, body
FROM variant
WHERE number BETWEEN ?1 AND ?2
ORDER BY number
