INSERT INTO variant (number, revision, language, ordinal, state, made_from, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
