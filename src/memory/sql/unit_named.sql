SELECT unit FROM unit_id WHERE id = ?1
