INSERT INTO intake
  (number, file, format, time, author, attributes, remarks,
   added, already_there, renamed, tallies, revision, undone)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
