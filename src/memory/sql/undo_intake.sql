UPDATE intake SET undone = ?2 WHERE number = ?1
