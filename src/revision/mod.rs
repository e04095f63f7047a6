//! What changed between two texts, and which translations can be carried over.

mod carry;
mod classify;
mod compare;
mod cutting;
mod difference;
mod emphasis;
mod figures;
mod item;
mod kept;
mod merge;
mod moves;
mod operation;
mod pairing;
mod source_change;
#[cfg(test)]
mod tests;

pub use carry::{Carried, Origin, carry};
pub use compare::compare;
pub use difference::{Fate, Tally, TextDifference, tallies};
pub use figures::Figures;
pub use merge::merge;
pub use operation::{Class, Comparison, Operation, OperationKind, Part, Unseen};
pub use pairing::{UnitPair, pair_units};
pub use source_change::{ChangeReason, ReasonKind, SourceChange, SourceChanges};
