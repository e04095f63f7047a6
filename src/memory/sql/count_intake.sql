SELECT count(*)
FROM intake AS i
JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit AND u.intake = i.number
WHERE i.number = ?1
