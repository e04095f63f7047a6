//! Terms letter by letter: white space in compounds does not count, endings do.

use super::endings::Endings;
use super::finder::{Compare, Entry, Searched, Word};
use super::reading::Reading;
use crate::text::Language;

/// The languages that write compounds with or without a space.
const LANGUAGES: &[&str] = &["ur", "ps", "fa"];

/// Words before a noun that grammar puts there and takes away: the `of` of Pashto.
const PARTICLES: &[(&str, &str)] = &[("ps", "د")];

/// Compares the keys without white space, word by word with the endings of the language.
#[derive(Debug)]
pub(super) struct Tight {
    pub(super) endings: &'static Endings,
}

impl Tight {
    /// Whether a language is compared so.
    pub(super) fn is_for(language: &Language) -> bool {
        LANGUAGES.contains(&language.primary())
    }

    /// The words of a term without a particle before the others.
    pub(super) fn without_particle(mut words: Vec<Word>, language: &Language) -> Vec<Word> {
        if let [first, _, ..] = words.as_slice()
            && PARTICLES.contains(&(language.primary(), first.key.as_str()))
        {
            words.remove(0);
        }
        words
    }

    /// Where words end that begin at a byte of the keys, in bytes of the keys.
    fn follow(&self, words: &[Word], at: usize, reading: &Reading) -> Option<usize> {
        let Some((word, rest)) = words.split_first() else {
            return Some(at);
        };
        let keys = reading.keys.get(at..)?;
        word.cuts.iter().find_map(|cut| {
            if !keys.starts_with(&word.key[..*cut]) {
                return None;
            }
            let cut_at = at + cut;
            let end = reading.piece_to(cut_at)?.key.end;
            let joins = self
                .endings
                .joins(&word.key, *cut, &reading.keys[cut_at..end]);
            let apart = joins.then(|| self.follow(rest, end, reading)).flatten();
            let is_joined = *cut == word.key.len() && end > cut_at && !rest.is_empty();
            apart.or_else(|| {
                is_joined
                    .then(|| self.follow(rest, cut_at, reading))
                    .flatten()
            })
        })
    }
}

impl Compare for Tight {
    fn pattern(&self, words: &[Word]) -> String {
        let first = words.first().map_or("", |word| word.key.as_str());
        self.endings.base(first).to_owned()
    }

    fn searched(&self, _reading: &Reading) -> Searched {
        Searched {
            own: String::new(),
            starts: Vec::new(),
        }
    }

    fn end(&self, entry: &Entry, at: usize, _text: &str, reading: &Reading) -> Option<usize> {
        let begin = reading.pieces.get(at)?.key.start;
        let end = self.follow(&entry.words, begin, reading)?;
        reading.piece_to(end).map(|piece| piece.text.end)
    }
}
