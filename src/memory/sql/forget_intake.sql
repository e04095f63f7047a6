DELETE FROM intake WHERE number = ?1
