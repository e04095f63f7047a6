//! What changed between two texts, and which translations can be carried over.
