INSERT INTO variant
  (number, revision, language, ordinal, state, made_from, text, needs_work, codes, attributes, remarks, key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
