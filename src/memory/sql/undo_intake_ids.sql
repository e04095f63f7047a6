-- Ids of the units of intake ?1 to which no revision has written.
DELETE FROM unit_id
WHERE id IN (
  SELECT id FROM unit WHERE number IN (
  SELECT u.number
  FROM intake AS i
  JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit AND u.intake = i.number
  WHERE i.number = ?1
  EXCEPT
  SELECT number >> 20 FROM variant
  )
)
