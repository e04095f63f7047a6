DELETE FROM match_key WHERE variant = ?1
