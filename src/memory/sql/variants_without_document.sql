-- From the first unit on that stands in no document.
SELECT number, revision, language, ordinal, state, made_from, body
FROM variant
WHERE number >= (SELECT number FROM unit WHERE document IS NULL ORDER BY number LIMIT 1) << 20
ORDER BY number
