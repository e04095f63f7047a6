SELECT remarks FROM unit WHERE number = ?1
