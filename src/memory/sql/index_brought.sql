SELECT number, language, ordinal, key
FROM variant
WHERE number BETWEEN ?1 AND ?2 AND revision IS NULL AND key IS NOT NULL
