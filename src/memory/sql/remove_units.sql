DELETE FROM unit WHERE number BETWEEN ?2 AND ?3 AND intake = ?1
