INSERT INTO revision (number, kind, time, author, message)
VALUES (?1, ?2, ?3, ?4, ?5)
