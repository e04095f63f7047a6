//! Terms letter by letter: white space in compounds does not count, endings do.

use super::endings::Endings;
use super::finder::{Compare, Entry, Searched, Word};
use super::reading::Reading;
use crate::text::Language;

/// The languages that write compounds with or without a space.
const LANGUAGES: &[&str] = &["ur", "ps", "fa"];

/// Words that grammar puts before the words of a term and takes away again: the `of` of Pashto.
const PARTICLES: &[(&str, &str)] = &[("ps", "د")];

/// Compares the keys without white space, word by word with the endings of the language.
#[derive(Debug)]
pub(super) struct Tight {
    endings: &'static Endings,
    particle: Option<&'static str>,
}

impl Tight {
    pub(super) fn new(language: &Language, endings: &'static Endings) -> Self {
        Self {
            endings,
            particle: particle(language),
        }
    }

    /// Whether a language is compared so.
    pub(super) fn is_for(language: &Language) -> bool {
        LANGUAGES.contains(&language.primary())
    }

    /// The words of a term without particles; those of one that has nothing else stay.
    pub(super) fn without_particles(mut words: Vec<Word>, language: &Language) -> Vec<Word> {
        let particle = particle(language);
        let is_particle = |word: &Word| Some(word.key.as_str()) == particle;
        if !words.iter().all(is_particle) {
            words.retain(|word| !is_particle(word));
        }
        words
    }

    /// Where words end that begin at a byte of the keys, in bytes of the keys.
    fn follow(&self, words: &[Word], at: usize, reading: &Reading) -> Option<usize> {
        let (word, rest) = words.split_first()?;
        let keys = reading.keys.get(at..)?;
        word.cuts.iter().find_map(|cut| {
            if !keys.starts_with(&word.key[..*cut]) {
                return None;
            }
            let cut_at = at + cut;
            let end = reading.piece_to(cut_at)?.key.end;
            let ending = &reading.keys[cut_at..end];
            if self.endings.joins(&word.key, *cut, ending) {
                let next = self.next(rest, end, reading);
                if next.is_some() {
                    return next;
                }
            }
            let is_joined = *cut == word.key.len() && end > cut_at && !rest.is_empty();
            is_joined
                .then(|| self.follow(rest, cut_at, reading))
                .flatten()
        })
    }

    /// Where the rest of a term ends that begins at the end of a word, with a particle before it or without.
    fn next(&self, rest: &[Word], at: usize, reading: &Reading) -> Option<usize> {
        if rest.is_empty() {
            return Some(at);
        }
        self.follow(rest, at, reading).or_else(|| {
            let piece = &reading.pieces[reading.piece_from(at)?];
            let is_particle = Some(reading.key(piece)) == self.particle;
            is_particle
                .then(|| self.follow(rest, piece.key.end, reading))
                .flatten()
        })
    }
}

fn particle(language: &Language) -> Option<&'static str> {
    let known = PARTICLES.iter().find(|(tag, _)| *tag == language.primary());
    known.map(|(_, particle)| *particle)
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
