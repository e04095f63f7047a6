//! Terms letter by letter: white space in compounds does not count, endings do.

use std::collections::HashMap;

use super::endings::Endings;
use super::finder::{Bucket, Compare, Entry, Group, Searched, Word};
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

    /// The places at which the rest of a term may go on behind a first word that begins at a byte of the keys, the
    /// likelier first, and whether the word has ended there.
    fn places(&self, first: &Word, at: usize, reading: &Reading) -> Vec<(usize, bool)> {
        let mut places = Vec::new();
        let keys = reading.keys.get(at..).unwrap_or_default();
        for cut in &first.cuts {
            let cut_at = at + cut;
            if !keys.starts_with(&first.key[..*cut]) {
                continue;
            }
            let Some(end) = reading.piece_to(cut_at).map(|piece| piece.key.end) else {
                continue;
            };
            if self
                .endings
                .joins(&first.key, *cut, &reading.keys[cut_at..end])
            {
                places.push((end, true));
            }
            if *cut == first.key.len() && end > cut_at {
                places.push((cut_at, false));
            }
        }
        places
    }

    /// The terms of a group whose second word may begin at a place, with a particle before it or without.
    fn likely<'g>(
        &self,
        group: &'g Group,
        (place, is_end): (usize, bool),
        reading: &Reading,
    ) -> impl Iterator<Item = usize> + 'g {
        let particle = self.particle.filter(|_| is_end);
        let behind = particle.and_then(|particle| {
            let piece = &reading.pieces[reading.piece_from(place)?];
            (reading.key(piece) == particle).then_some(piece.key.end)
        });
        let mut numbers: Vec<&'g Vec<usize>> = Vec::new();
        for from in std::iter::once(place).chain(behind) {
            let keys = reading.keys.get(from..).unwrap_or_default();
            let ends = keys.char_indices().map(|(at, c)| at + c.len_utf8());
            for end in ends.take_while(|end| *end <= group.reach) {
                numbers.extend(group.longer.get(&keys[..end]));
            }
        }
        numbers.into_iter().flatten().copied()
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

    fn groups(&self, entries: &[Entry]) -> Vec<Group> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            let Some((first, rest)) = entry.words.split_first() else {
                continue;
            };
            let at = *numbers.entry(&first.key).or_insert_with(|| {
                groups.push(Group {
                    any: number,
                    ..Group::default()
                });
                groups.len() - 1
            });
            let group = &mut groups[at];
            match rest.first() {
                None => group.alone.push(number),
                Some(second) => {
                    let base = self.endings.base(&second.key);
                    group.reach = group.reach.max(base.len());
                    let longer = group.longer.entry(base.to_owned()).or_default();
                    longer.push(number);
                }
            }
        }
        groups
    }

    fn each(
        &self,
        bucket: &Bucket,
        at: usize,
        _text: &str,
        reading: &Reading,
        found: &mut dyn FnMut(&Entry, usize),
    ) {
        let begin = reading.pieces[at].key.start;
        let mut tell = |entry: &Entry, end: usize| {
            if let Some(piece) = reading.piece_to(end) {
                found(entry, piece.text.end);
            }
        };
        for group in &bucket.groups {
            let first = &bucket.entries[group.any].words[0];
            let places = self.places(first, begin, reading);
            if let Some((end, _)) = places.iter().find(|(_, is_end)| *is_end) {
                for number in &group.alone {
                    tell(&bucket.entries[*number], *end);
                }
            }
            let mut told: Vec<usize> = Vec::new();
            for place in places {
                for number in self.likely(group, place, reading) {
                    let entry = &bucket.entries[number];
                    let rest = &entry.words[1..];
                    let end = match place {
                        (at, true) => self.next(rest, at, reading),
                        (at, false) => self.follow(rest, at, reading),
                    };
                    if let Some(end) = end.filter(|_| !told.contains(&number)) {
                        told.push(number);
                        tell(entry, end);
                    }
                }
            }
        }
    }
}
