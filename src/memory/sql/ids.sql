-- A unit of an intake that is under way is not there yet.
SELECT i.id
FROM unit_id AS i
JOIN unit AS u ON u.number = i.unit
WHERE u.intake IS NULL
   OR (SELECT revision FROM intake WHERE number = u.intake) IS NOT NULL
ORDER BY i.id
