SELECT first_unit, last_unit
FROM intake
WHERE first_unit IS NOT NULL AND last_unit IS NOT NULL
  AND (revision > ?1 AND revision <= ?2 OR undone > ?1 AND undone <= ?2)
UNION
SELECT number >> 20, number >> 20
FROM variant
WHERE revision > ?1 AND revision <= ?2
ORDER BY 1
