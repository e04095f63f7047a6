UPDATE unit
SET document = ?2, position = ?3, paragraph = ?4, sentence = ?5, segments = ?6, line = ?7
WHERE number = ?1
