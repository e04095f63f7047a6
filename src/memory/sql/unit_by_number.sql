SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  d.name, u.position, u.paragraph, u.sentence, u.segments, u.line, u.born
FROM unit AS u
LEFT JOIN document AS d ON d.number = u.document
WHERE u.number = ?1
