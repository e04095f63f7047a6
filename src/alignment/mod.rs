//! Which sentences answer which.

mod aligner;
mod bead;
mod calibration;
mod corpus;
mod corridor;
mod cost;
mod dictionary;
mod document;
mod evaluation;
mod inference;
mod knowledge;
mod length;
mod lexical;
mod lexicon;
mod offers;
mod paragraphs;
mod path;
mod reading;
mod rounds;
mod seeds;
mod shapes;
mod skeleton;
mod spine;
mod table;
mod training;
mod tuning;
mod vocabulary;

pub use aligner::{AlignError, Aligner, Alignment, Options, Outcome};
pub use bead::{Bead, BeadError, BeadLine, read_beads};
pub use calibration::Relation;
pub use dictionary::Answer;
pub use document::{DocumentPair, FixedBeadError};
pub use evaluation::{Agreement, Evaluation, Share};
pub use knowledge::Knowledge;
pub use lexicon::{Lexicon, LexiconEntry, LexiconError};
pub use path::Order;
