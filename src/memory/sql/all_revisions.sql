SELECT number, kind, time, author, message FROM revision ORDER BY number
