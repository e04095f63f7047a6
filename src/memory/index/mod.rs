//! The candidate index of matching and the search index, resident in the memory's file.
//!
//! Runs are immutable and cover the texts up to a revision; what later revisions brought is read from
//! the texts themselves. So the index follows every transaction without being written in it.

mod catch_up;
mod chunks;
mod many;
mod matches;
mod phrase_upkeep;
mod phrases;
mod present;
mod side;
mod upkeep;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::HashMap;

pub use many::BestOfEach;
pub use matches::{Match, Question, Surroundings};
pub use upkeep::{IndexReport, SideState};

pub(super) use phrases::Phrases;

use self::side::Side;
use crate::text::Language;

/// What this process has read of the index.
#[derive(Debug, Default)]
pub(super) struct Index {
    sides: RefCell<HashMap<String, Side>>,
    pub(super) phrases: RefCell<Phrases>,
}

/// The languages whose texts are matched with each other have one family: the primary subtag.
fn family(language: &Language) -> &str {
    language.primary()
}
