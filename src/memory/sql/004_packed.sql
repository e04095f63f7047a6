-- What a text says is one packed value, and the texts with which a unit came stand in the unit's own row, so that a
-- large memory has one row a unit. Match keys follow from the texts and are not stored any more.
--
-- The rows of the old tables are moved over by the program, which knows how values are packed.

DROP INDEX unit_by_place;
DROP INDEX unit_past_by_revision;
DROP INDEX variant_by_revision;
ALTER TABLE unit RENAME TO old_unit;
ALTER TABLE unit_past RENAME TO old_unit_past;
ALTER TABLE variant RENAME TO old_variant;

-- What is translated as one. The columns hold the present; `unit_past` holds what was before.
CREATE TABLE unit (
  number          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL,         -- see `unit_id`
  source_language INTEGER REFERENCES language (number),
  intake          INTEGER,               -- the intake that brought it; NULL for one of a commit
  attributes      TEXT,                  -- a packed list, NULL when there are none
  remarks         TEXT,                  -- likewise
  obsolete        INTEGER,               -- 1 when its document no longer has it, else NULL
  document        INTEGER REFERENCES document (number),
  position        INTEGER,               -- the order within the document
  paragraph       INTEGER,
  sentence        INTEGER,
  segments        INTEGER,
  line            INTEGER,
  born            TEXT                   -- the texts that came with its intake, packed: the begin of its history
) STRICT;

CREATE INDEX unit_by_place ON unit (document, position) WHERE document IS NOT NULL;

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

-- Every text that a revision wrote. The number is the unit's number * 2^20 + the place in the unit's history, which
-- goes on where `unit.born` ends, so that a unit's rows lie together in order of time and need no index. The newest
-- text of a (unit, language, ordinal) is the present one; one without a body says that the variant was removed.
CREATE TABLE variant (
  number     INTEGER PRIMARY KEY,
  revision   INTEGER NOT NULL,
  language   INTEGER NOT NULL,
  ordinal    INTEGER NOT NULL,           -- several variants in one language are counted from 0
  state      INTEGER NOT NULL,           -- 0 initial, 1 translated, 2 reviewed, 3 final
  made_from  INTEGER,                    -- a target's source text: its place in the unit's history
  body       TEXT                        -- packed: text, why it needs work, inline codes, attributes, remarks
) STRICT;

CREATE INDEX variant_by_revision ON variant (revision);

INSERT INTO unit (number, id, source_language, intake, obsolete, document, position, paragraph, sentence, segments, line)
SELECT number, id, source_language, intake, obsolete, document, position, paragraph, sentence, segments, line
FROM old_unit;

INSERT INTO unit_past (unit, revision, source_language, obsolete)
SELECT unit, revision, source_language, obsolete
FROM old_unit_past;
