SELECT revision, source_language, attributes, remarks, obsolete
FROM unit_past
WHERE unit = ?1
ORDER BY revision
