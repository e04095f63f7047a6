DELETE FROM unit_id
WHERE id IN (SELECT id FROM unit WHERE number BETWEEN ?2 AND ?3 AND intake = ?1)
  AND unit IN (SELECT number FROM unit WHERE number BETWEEN ?2 AND ?3 AND intake = ?1)
