UPDATE unit SET source_language = ?2, attributes = ?3, remarks = ?4 WHERE number = ?1
