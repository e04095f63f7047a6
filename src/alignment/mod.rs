//! Which sentences answer which.

mod aligner;
mod bead;
mod corpus;
mod corridor;
mod cost;
mod evaluation;
mod inference;
mod length;
mod lexical;
mod path;
mod reading;
mod seeds;
mod shapes;
mod skeleton;
mod table;
mod training;
mod tuning;

pub use aligner::{Document, align};
pub use bead::{Bead, BeadError, BeadLine, read_beads};
pub use evaluation::{Agreement, Evaluation, Share};
pub use tuning::Tuning;
