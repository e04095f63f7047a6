SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  d.name, u.position, u.paragraph, u.sentence, u.segments, u.line, u.born
FROM document AS d
CROSS JOIN unit AS u ON u.document = d.number
WHERE u.document IS NOT NULL
ORDER BY d.name, u.position, u.number
