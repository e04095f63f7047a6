-- Units of intake ?1 whose id names another unit by now.
SELECT u.id, u.number
FROM intake AS i
JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit AND u.intake = i.number
LEFT JOIN unit_id AS n ON n.id = u.id
WHERE i.number = ?1 AND n.unit IS NOT u.number
