-- Keys of the units of intake ?1 to which no revision has written.
DELETE FROM match_key
WHERE variant BETWEEN
    (SELECT first_unit << 20 FROM intake WHERE number = ?1)
    AND (SELECT ((last_unit + 1) << 20) - 1 FROM intake WHERE number = ?1)
  AND variant >> 20 IN (
  SELECT u.number
  FROM intake AS i
  JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit AND u.intake = i.number
  WHERE i.number = ?1
  EXCEPT
  SELECT number >> 20 FROM variant WHERE revision IS NOT NULL
)
