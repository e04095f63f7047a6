-- One line for each kind of row that refers to what is not there; none in a whole memory.
SELECT 'a variant belongs to no unit'
WHERE EXISTS (
  SELECT 1 FROM (SELECT DISTINCT number >> 20 AS unit FROM variant)
  WHERE unit NOT IN (SELECT number FROM unit)
)
UNION ALL
SELECT 'a variant has an unknown language'
WHERE EXISTS (SELECT 1 FROM variant WHERE language NOT IN (SELECT number FROM language))
UNION ALL
SELECT 'a variant has an unknown revision'
WHERE EXISTS (
  SELECT 1 FROM variant
  WHERE revision NOT IN (SELECT number FROM revision)
)
UNION ALL
SELECT 'a unit has an unknown intake'
WHERE EXISTS (
  SELECT 1 FROM unit WHERE intake IS NOT NULL AND intake NOT IN (SELECT number FROM intake)
)
UNION ALL
SELECT 'an id names no unit, or a unit of another id'
WHERE EXISTS (
  SELECT 1 FROM unit_id AS i LEFT JOIN unit AS u ON u.number = i.unit WHERE u.id IS NOT i.id
)
UNION ALL
SELECT 'the revisions are not numbered without gaps'
WHERE (SELECT coalesce(max(number), 0) <> count(*) FROM revision)
UNION ALL
SELECT 'table ' || "table" || ' refers to a row of ' || parent || ' that is not there'
FROM pragma_foreign_key_check
