//! What changed between two texts, and which translations can be carried over.

mod carry;

pub use carry::{Carried, Origin, carry};
