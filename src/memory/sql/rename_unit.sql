UPDATE unit SET id = ?2, remarks = ?3 WHERE number = ?1
