INSERT INTO intake (file, format, time, author)
VALUES (?1, ?2, ?3, ?4)
RETURNING number
