INSERT INTO document (name) VALUES (?1)
