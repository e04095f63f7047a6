-- A revision is on disk before it is called saved.
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
-- Kibibytes of pages that one connection holds.
PRAGMA cache_size = -2048;
-- Bytes that the write-ahead log keeps after a bulk import.
PRAGMA journal_size_limit = 67108864;
-- Pages after which the log is copied into the file.
PRAGMA wal_autocheckpoint = 1000;
