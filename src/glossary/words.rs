//! Terms word by word: stems, endings, capitals.

use snowball_stemmers_rs::Stemmer;

use super::endings::Endings;
use super::finder::{Bucket, Compare, Entry, Searched, Word};
use super::reading::Reading;
use super::stemming::stemmer;
use crate::text::Language;

/// Parts the stems in the string that is searched.
const BETWEEN: char = '\u{1F}';

/// Compares by stems, and by endings where they are known: `organ` is no `organization`, though their
/// stems are one.
pub(super) struct Words {
    stemmer: Option<Stemmer>,
    endings: Option<&'static Endings>,
    /// The endings of verbs.
    verbal: Option<&'static Endings>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("stems", &self.stemmer.is_some())
            .finish_non_exhaustive()
    }
}

impl Words {
    pub(super) fn new(language: &Language, endings: Option<&'static Endings>) -> Self {
        Self {
            stemmer: stemmer(language.primary()),
            endings,
            verbal: Endings::of_verbs(language.primary()),
        }
    }

    fn push_stem(&self, key: &str, into: &mut String) {
        match &self.stemmer {
            Some(stemmer) => into.push_str(&stemmer.stem(key)),
            None => into.push_str(key),
        }
        into.push(BETWEEN);
    }

    /// Whether a word with the stem of a term's word is a form of it.
    fn agree(&self, entry: &Entry, word: &str, other: &str) -> bool {
        let endings = match entry.is_verb {
            true => self.verbal.or(self.endings),
            false => self.endings,
        };
        endings.is_none_or(|endings| endings.agree(word, other))
    }
}

impl Compare for Words {
    fn pattern(&self, words: &[Word]) -> String {
        let mut pattern = String::new();
        for word in words {
            self.push_stem(&word.key, &mut pattern);
        }
        pattern
    }

    fn searched(&self, reading: &Reading) -> Searched {
        let mut own = String::with_capacity(reading.keys.len() + reading.pieces.len());
        let mut starts = Vec::with_capacity(reading.pieces.len());
        for piece in &reading.pieces {
            starts.push(own.len());
            self.push_stem(reading.key(piece), &mut own);
        }
        Searched { own, starts }
    }

    fn each(
        &self,
        bucket: &Bucket,
        at: usize,
        text: &str,
        reading: &Reading,
        found: &mut dyn FnMut(&Entry, usize),
    ) {
        for entry in &bucket.entries {
            if let Some(end) = self.end(entry, at, text, reading) {
                found(entry, end);
            }
        }
    }
}

impl Words {
    /// Where a term ends that begins at a piece, in bytes of the text; `None` when it does not stand there.
    fn end(&self, entry: &Entry, at: usize, text: &str, reading: &Reading) -> Option<usize> {
        let pieces = reading.pieces.get(at..at + entry.words.len())?;
        let fits = entry.words.iter().zip(pieces).all(|(word, piece)| {
            let own = &text[piece.text.clone()];
            self.agree(entry, &word.key, reading.key(piece))
                && (own == word.text || entry.case.fits(&word.text, own, !reading.has_small_letter))
        });
        fits.then(|| pieces.last().map(|piece| piece.text.end))?
    }
}
