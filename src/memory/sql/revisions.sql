-- Revisions, the newest first; of author ?1 and of the unit with id ?2, where these are given.
SELECT r.number, r.kind, r.time, r.author, r.message, i.number, CASE r.kind WHEN 2 THEN i.tallies END
FROM revision AS r
LEFT JOIN intake AS i ON r.number IN (i.revision, i.undone)
WHERE (?1 IS NULL OR r.author = ?1)
  AND (?2 IS NULL OR r.number IN (
    SELECT v.revision
    FROM unit_id AS n
    JOIN variant AS v ON v.number BETWEEN n.unit << 20 AND ((n.unit + 1) << 20) - 1
    WHERE n.id = ?2
    UNION
    SELECT p.revision FROM unit_id AS n JOIN unit_past AS p ON p.unit = n.unit WHERE n.id = ?2
    UNION
    SELECT b.revision
    FROM unit_id AS n
    JOIN unit AS u ON u.number = n.unit
    JOIN intake AS b ON b.number = u.intake
    WHERE n.id = ?2
  ))
ORDER BY r.number DESC
