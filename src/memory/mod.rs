//! The store of units, variants and revisions, in SQLite.
