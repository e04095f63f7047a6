INSERT INTO unit_past (unit, revision, source_language, attributes, remarks, obsolete)
SELECT number, ?2, source_language, attributes, remarks, obsolete
FROM unit
WHERE number = ?1
