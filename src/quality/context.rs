//! What checks know beside the pair of texts.

use crate::glossary::Glossary;

/// What checks know beside the pair of texts; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The project's terms.
    pub glossary: Option<&'a Glossary>,
}
