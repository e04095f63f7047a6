SELECT number, revision, language, ordinal, state, made_from, body
FROM variant
WHERE revision > ?1 AND revision <= ?2 AND body IS NOT NULL
