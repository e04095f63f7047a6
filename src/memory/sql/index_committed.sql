SELECT number, language, ordinal, key
FROM variant
WHERE revision > ?1 AND revision <= ?2 AND key IS NOT NULL
