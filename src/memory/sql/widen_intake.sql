UPDATE intake
SET first_unit = coalesce(first_unit, ?2), last_unit = ?2
WHERE number = ?1
