SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  d.name, u.position, u.paragraph, u.sentence, u.segments, u.line, u.born
FROM document AS d
JOIN unit AS u ON u.document = d.number
WHERE u.document IS NOT NULL AND d.name = ?1
ORDER BY u.position, u.number
