//! How alike two texts are: the score, its reasons, and an index that finds the most alike texts of a memory.

mod distance;
pub mod index;
mod sequence;
mod similarity;

pub use distance::Pattern;
pub use sequence::Sequence;
pub use similarity::Similarity;
