SELECT variant, key
FROM match_key
WHERE variant BETWEEN ?1 << 20 AND ((?1 + 1) << 20) - 1
ORDER BY variant
