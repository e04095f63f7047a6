-- The first format of the memory.
--
-- Everything that says something is only ever added: `revision`, `intake`, `variant` and `unit_past`
-- grow, their rows stay as they were written. The place of a unit in its document is the exception:
-- it follows the source document and keeps no history.

-- Languages, so that a variant names its language in one byte.
CREATE TABLE language (
  number INTEGER PRIMARY KEY,
  tag    TEXT NOT NULL UNIQUE            -- BCP 47, canonical
) STRICT;

CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;

-- Numbered from 1 without gaps.
CREATE TABLE revision (
  number  INTEGER PRIMARY KEY,
  kind    INTEGER NOT NULL,              -- 0 commit, 1 restore, 2 intake, 3 an intake undone
  time    INTEGER NOT NULL,              -- seconds since 1970-01-01T00:00:00Z
  author  TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

-- Imports. One without a revision is still running, or was cut off; nobody sees its units.
CREATE TABLE intake (
  number     INTEGER PRIMARY KEY,
  file       TEXT NOT NULL,
  format     TEXT NOT NULL,
  time       INTEGER NOT NULL,
  author     TEXT NOT NULL,
  attributes TEXT,                       -- of the file's header: JSON [[name, value], …]
  remarks    TEXT,                       -- of the file's header: JSON
  first_unit INTEGER,                    -- its units lie between these two, others may lie there too
  last_unit  INTEGER,
  added         INTEGER NOT NULL DEFAULT 0,  -- units that it brought
  already_there INTEGER NOT NULL DEFAULT 0,  -- units of the file that the memory had
  renamed       INTEGER NOT NULL DEFAULT 0,  -- units that it brought under another id
  tallies    TEXT,                       -- how many variants it brought, by language: JSON
  revision   INTEGER UNIQUE REFERENCES revision (number),
  undone     INTEGER REFERENCES revision (number)
) STRICT;

-- What is translated as one. The columns hold the present; `unit_past` holds what was before.
CREATE TABLE unit (
  number          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,         -- see `unit_id`
  source_language INTEGER REFERENCES language (number),
  intake          INTEGER,               -- the intake that brought it; NULL for one of a commit
  attributes      TEXT,                  -- JSON [[name, value], …], NULL when there are none
  remarks         TEXT,                  -- JSON, NULL when there are none
  obsolete        INTEGER,               -- 1 when its document no longer has it, else NULL
  document        INTEGER REFERENCES document (number),
  position        INTEGER,               -- the order within the document
  paragraph       INTEGER,
  sentence        INTEGER,
  segments        INTEGER,
  line            INTEGER
) STRICT;

CREATE INDEX unit_by_place ON unit (document, position) WHERE document IS NOT NULL;

-- Which unit an id names. Apart from `unit`, because a bulk import fills it in order of id at its end;
-- a unit of an undone intake loses its id to the next unit that comes with it.
CREATE TABLE unit_id (
  id   TEXT PRIMARY KEY,
  unit INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- The values of a unit as a revision left them; written from the first change on, together with a row
-- of revision 0 for the values that it was born with.
CREATE TABLE unit_past (
  unit            INTEGER NOT NULL REFERENCES unit (number),
  revision        INTEGER NOT NULL,
  source_language INTEGER REFERENCES language (number),
  attributes      TEXT,
  remarks         TEXT,
  obsolete        INTEGER,
  PRIMARY KEY (unit, revision)
) WITHOUT ROWID, STRICT;

CREATE INDEX unit_past_by_revision ON unit_past (revision);

-- Every text that a unit ever had. The number is the unit's number * 2^20 + the place in the unit's
-- history, so that a unit's rows lie together in order of time and need no index. The newest row of a
-- (unit, language, ordinal) is the present one; one without a text says that the variant was removed.
CREATE TABLE variant (
  number     INTEGER PRIMARY KEY,
  revision   INTEGER,                    -- NULL: came with the unit's intake
  language   INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL,           -- several variants in one language are counted from 0
  state      INTEGER NOT NULL,           -- 0 initial, 1 translated, 2 reviewed, 3 final
  made_from  INTEGER,                    -- a target's source text: its place in the unit's history
  text       TEXT,
  needs_work TEXT,                       -- the reason, NULL when there is none
  codes      TEXT,                       -- JSON, NULL when there are none; so the next two
  attributes TEXT,
  remarks    TEXT,
  key        TEXT                        -- the match key of the text, from which it follows
) STRICT;

CREATE INDEX variant_by_revision ON variant (revision) WHERE revision IS NOT NULL;
