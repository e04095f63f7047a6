-- How many units (of document ?2, where it is given) became obsolete with revision ?1.
SELECT count(*)
FROM unit_past AS p
JOIN unit AS u ON u.number = p.unit
LEFT JOIN document AS d ON d.number = u.document
WHERE p.revision = ?1
  AND p.obsolete = 1
  AND (?2 IS NULL OR d.name = ?2)
  AND (
    SELECT q.obsolete FROM unit_past AS q
    WHERE q.unit = p.unit AND q.revision < ?1
    ORDER BY q.revision DESC
    LIMIT 1
  ) IS NOT 1
