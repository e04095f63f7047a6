INSERT INTO unit_id (id, unit)
VALUES (?1, ?2)
ON CONFLICT (id) DO UPDATE SET unit = excluded.unit
