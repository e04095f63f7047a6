SELECT undone FROM intake WHERE number = ?1 AND revision IS NOT NULL
