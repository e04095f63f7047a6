DELETE FROM variant
WHERE number BETWEEN ?2 << 20 AND ((?3 + 1) << 20) - 1
  AND number >> 20 IN (SELECT number FROM unit WHERE number BETWEEN ?2 AND ?3 AND intake = ?1)
