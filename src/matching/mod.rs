//! How alike two texts are: the score, its reasons, and an index that finds the most alike texts of a memory.

mod adaptation;
mod analysis;
mod concordance;
mod deduction;
mod difference;
mod distance;
pub mod index;
mod score;
mod sequence;
mod similarity;

pub use adaptation::{Adapted, AdaptedNumber, adapt_numbers};
pub use analysis::{Band, Before, Rates, Tally};
pub use concordance::{Bounds, Concordance, PatternError, Reach};
pub use deduction::{Deduction, Reason};
pub use difference::Stretch;
pub use distance::Pattern;
pub use score::{Context, Kind, Score, Side};
pub use sequence::Sequence;
pub use similarity::Similarity;
