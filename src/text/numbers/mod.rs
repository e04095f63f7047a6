//! Numbers in a text: where they stand, how they can be read, and whether two texts hold the same.

mod compare;
mod difference;
mod excuse;
mod magnitude;
mod reading;
mod scan;
mod side;
mod spelled;
mod value;
mod verdict;

pub use compare::compare;
pub use difference::{Difference, DifferenceKind, Weight};
pub use scan::{Number, find};
pub use value::Value;
