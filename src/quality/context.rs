//! What checks know beyond the pair before them.

use super::Corpus;
use crate::glossary::Glossary;

/// What checks know beyond the pair before them: nothing by default, and every check says what it can.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// What a [`Survey`](super::Survey) of all units learned.
    pub corpus: Option<&'a Corpus>,
    /// The project's terms.
    pub glossary: Option<&'a Glossary>,
}
