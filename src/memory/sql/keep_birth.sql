-- Does nothing from a unit's second change on.
INSERT OR IGNORE INTO unit_past (unit, revision, source_language, attributes, remarks, obsolete)
SELECT number, 0, source_language, attributes, remarks, obsolete
FROM unit
WHERE number = ?1
