SELECT name
FROM document AS d
WHERE EXISTS (SELECT 1 FROM unit AS u WHERE u.document IS NOT NULL AND u.document = d.number)
ORDER BY name
