INSERT INTO unit_id (id, unit) VALUES (?1, ?2)
