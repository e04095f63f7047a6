-- The search index: immutable runs of keys, one language each, in chunks. Like the index of matching it
-- follows from `variant` and can be made again, and what revisions after `covered` brought is read from there.

-- The revision up to which the runs go; no row when there is no search index yet.
CREATE TABLE search_side (
  covered INTEGER NOT NULL
) STRICT;

-- A number is never used twice, so that what a process has read of a run stays true.
CREATE TABLE search_run (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  language INTEGER NOT NULL REFERENCES language (number),
  texts    INTEGER NOT NULL
) STRICT;

-- `place` is as in `index_chunk`.
CREATE TABLE search_chunk (
  place INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Units whose texts in runs with a lower number than `since` do not count any more.
CREATE TABLE search_gone (
  since      INTEGER NOT NULL,
  first_unit INTEGER NOT NULL,
  last_unit  INTEGER NOT NULL
) STRICT;

-- The runs of matching have another layout from now on: they are built again with the next update.
DELETE FROM index_chunk;
DELETE FROM index_run;
UPDATE index_side SET covered = 0;
