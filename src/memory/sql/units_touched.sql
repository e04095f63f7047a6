-- The units to which the revisions after ?1 up to ?2 wrote, or whose intake one of them ended or undid.
SELECT
  u.number, u.id, u.source_language, u.intake, u.attributes, u.remarks, u.obsolete,
  d.name, u.position, u.paragraph, u.sentence, u.segments, u.line, u.born
FROM unit AS u
LEFT JOIN document AS d ON d.number = u.document
WHERE u.number IN (
  SELECT number >> 20 FROM variant WHERE revision > ?1 AND revision <= ?2
  UNION
  SELECT unit FROM unit_past WHERE revision > ?1 AND revision <= ?2
  UNION
  SELECT brought.number
  FROM intake AS i
  JOIN unit AS brought
    ON brought.number BETWEEN i.first_unit AND i.last_unit AND brought.intake = i.number
  WHERE (i.revision > ?1 AND i.revision <= ?2) OR (i.undone > ?1 AND i.undone <= ?2)
)
ORDER BY d.name IS NULL, d.name, u.position, u.number
