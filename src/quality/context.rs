//! What checks know beyond the pair before them.

use super::Corpus;

/// What checks know beyond the pair before them: nothing by default, and every check says what it can.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// What a [`Survey`](super::Survey) of all units learned.
    pub corpus: Option<&'a Corpus>,
}
