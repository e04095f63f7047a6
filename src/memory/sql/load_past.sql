INSERT INTO unit_past (unit, revision, source_language, attributes, remarks, obsolete)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
