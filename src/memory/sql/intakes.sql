SELECT number, file, format, time, author, attributes, remarks,
  added, already_there, renamed, tallies, revision, undone
FROM intake
WHERE revision IS NOT NULL
ORDER BY number
