UPDATE unit SET obsolete = ?2 WHERE number = ?1
