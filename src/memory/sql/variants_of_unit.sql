SELECT number, revision, language, ordinal, state, made_from, text, needs_work, codes, attributes, remarks
FROM variant
WHERE number BETWEEN ?1 AND ?2
ORDER BY number
