INSERT INTO match_key (variant, key) VALUES (?1, ?2)
