SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  NULL, NULL, NULL, NULL, NULL, NULL, u.born
FROM unit AS u
WHERE u.document IS NULL
ORDER BY u.number
