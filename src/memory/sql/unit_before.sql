SELECT number
FROM unit
WHERE document = (SELECT number FROM document WHERE name = ?1) AND position < ?2 AND obsolete IS NULL
ORDER BY position DESC
LIMIT 1
