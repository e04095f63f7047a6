UPDATE variant SET key = ?2 WHERE number = ?1
