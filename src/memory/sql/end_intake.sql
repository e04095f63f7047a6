UPDATE intake
SET attributes = ?2, remarks = ?3, added = ?4, already_there = ?5, renamed = ?6, tallies = ?7, revision = ?8
WHERE number = ?1
