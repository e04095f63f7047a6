-- Variants that revision ?1 wrote, by document and language.
SELECT d.name, l.tag, count(*)
FROM variant AS v
JOIN unit AS u ON u.number = v.number >> 20
JOIN language AS l ON l.number = v.language
LEFT JOIN document AS d ON d.number = u.document
WHERE v.revision = ?1
  AND (?2 IS NULL OR d.name = ?2)
  AND (?3 IS NULL OR l.tag = ?3)
  AND (?4 IS NULL OR (v.state = ?4 AND v.body IS NOT NULL))
  AND (?5 IS NULL OR u.id = ?5)
GROUP BY d.name, l.tag
ORDER BY d.name IS NULL, d.name, l.tag
