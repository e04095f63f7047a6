//! Revisions: the append-only, numbered steps of a memory.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// One numbered set of new variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its number, counted from 1 without gaps.
    pub number: u32,
    /// When it was recorded.
    pub time: Timestamp,
    /// Who recorded it.
    pub author: String,
    /// Why.
    pub message: String,
}
