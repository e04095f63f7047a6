//! What the caller knows before the texts are read: a lexicon, translated pairs, names.

use super::lexicon::Lexicon;

/// Knowledge of a pair of languages from the memory, the glossary or a lexicon kept earlier.
///
/// Words that the texts do not hold do no harm.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// Word pairs with probabilities.
    pub lexicon: Lexicon,
    /// Translated texts, one of each language: units of the memory. The lexicon is trained on them, too.
    pub pairs: Vec<(String, String)>,
    /// Terms and names that translate one another; every pair weighs as if it had been seen several times.
    pub terms: Vec<(String, String)>,
}
