-- The candidate index of matching: immutable runs in chunks. It follows from the keys of `variant`
-- and can be made again. What a revision brought after `covered` is in no run yet; a search reads it
-- from `variant` itself, so that the index is never older than the units.

-- The languages that have an index of their own, and the revision up to which its runs go.
CREATE TABLE index_side (
  family  TEXT PRIMARY KEY,              -- the primary subtag: `en` for `en-GB`
  covered INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- A number is never used twice, so that what a process has read of a run stays true.
CREATE TABLE index_run (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  family  TEXT NOT NULL,
  entries INTEGER NOT NULL
) STRICT;

-- `place` is the run's number * 2^32 + the column's number * 2^28 + the chunk's number.
CREATE TABLE index_chunk (
  place INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
