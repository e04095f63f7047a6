-- A unit of an intake that is under way is not there yet.
SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  d.name, u.position, u.paragraph, u.sentence, u.segments, u.line, u.born
FROM unit_id AS i
JOIN unit AS u ON u.number = i.unit
LEFT JOIN document AS d ON d.number = u.document
WHERE i.id = ?1
  AND (u.intake IS NULL
       OR (SELECT revision FROM intake WHERE number = u.intake) IS NOT NULL)
