SELECT number, intake, born FROM unit WHERE number BETWEEN ?1 AND ?2 ORDER BY number
