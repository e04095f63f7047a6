INSERT INTO language (tag) VALUES (?1)
