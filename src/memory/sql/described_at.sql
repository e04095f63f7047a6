SELECT source_language, attributes, remarks, obsolete
FROM unit_past
WHERE unit = ?1 AND revision <= ?2
ORDER BY revision DESC
LIMIT 1
