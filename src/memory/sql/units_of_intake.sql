-- The first and the last unit that intake ?1 still has; the range of the intake bounds the search.
SELECT
  (SELECT u.number FROM intake AS i JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit
   WHERE i.number = ?1 AND u.intake = ?1 ORDER BY u.number LIMIT 1),
  (SELECT u.number FROM intake AS i JOIN unit AS u ON u.number BETWEEN i.first_unit AND i.last_unit
   WHERE i.number = ?1 AND u.intake = ?1 ORDER BY u.number DESC LIMIT 1)
