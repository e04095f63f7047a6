SELECT number FROM document WHERE name = ?1
