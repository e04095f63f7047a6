INSERT INTO unit (number, id, source_language, intake, attributes, remarks, obsolete, born)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
