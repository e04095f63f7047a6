SELECT first_unit, last_unit
FROM intake
WHERE revision > ?1 AND revision <= ?2 AND first_unit IS NOT NULL AND last_unit IS NOT NULL
