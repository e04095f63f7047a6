//! Finds the terms of one language: an automaton over how they begin, and a look at each place that it finds.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::case::Case;
use super::endings::Endings;
use super::occurrence::Occurrence;
use super::reading::Reading;
use super::tight::Tight;
use super::words::Words;
use crate::model::{Concept, can_be_term};
use crate::text::Language;

/// The terms of one language.
#[derive(Debug)]
pub(super) struct Finder {
    language: Language,
    way: Way,
    /// `None` when there is no term, or when they are too many for an automaton.
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton the terms that begin with it.
    buckets: Vec<Bucket>,
}

/// Terms that begin with one pattern.
#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) entries: Vec<Entry>,
    /// The same by their first words, where the way of comparing wants it.
    pub(super) groups: Vec<Group>,
}

/// How words are compared.
#[derive(Debug)]
enum Way {
    /// Word by word, by stems.
    Words(Words),
    /// Letter by letter, whatever the white space.
    Tight(Tight),
}

/// A term that is looked for.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its words, numbers and marks.
    pub(super) words: Vec<Word>,
    pub(super) case: Case,
    /// Whether it is a verb.
    pub(super) is_verb: bool,
    concept: usize,
    term: usize,
}

/// A word of a term.
#[derive(Debug)]
pub(super) struct Word {
    /// As it stands in the term.
    pub(super) text: String,
    /// Its match key.
    pub(super) key: String,
    /// Where the key may be cut for an ending, the longest beginning first; its length alone where no
    /// endings are known.
    pub(super) cuts: Vec<usize>,
}

/// Terms with one first word.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The numbers of those that have no other word.
    pub(super) alone: Vec<usize>,
    /// The numbers of the others, by what every form of their second word begins with.
    pub(super) longer: HashMap<String, Vec<usize>>,
    /// The longest of these beginnings, in bytes.
    pub(super) reach: usize,
    /// The number of one of them.
    pub(super) any: usize,
}

/// What a way of comparing must know of itself.
pub(super) trait Compare {
    /// What stands in the string that is searched for a term that begins with these words.
    fn pattern(&self, words: &[Word]) -> String;

    /// The string to search, and for each byte at which a word of it begins the number of the piece.
    fn searched(&self, reading: &Reading) -> Searched;

    /// Sorts the terms of a bucket by their first words; nothing where that is not wanted.
    fn groups(&self, _entries: &[Entry]) -> Vec<Group> {
        Vec::new()
    }

    /// Hands over the terms of a bucket that begin at a piece, each with its end in bytes of the text.
    fn each(
        &self,
        bucket: &Bucket,
        at: usize,
        text: &str,
        reading: &Reading,
        found: &mut dyn FnMut(&Entry, usize),
    );
}

/// A string to be searched.
pub(super) struct Searched {
    /// The string; empty when it is that of the reading's keys.
    pub(super) own: String,
    /// Where its words begin, in bytes; empty with it.
    pub(super) starts: Vec<usize>,
}

impl Finder {
    /// Takes the terms of a language and its regions.
    pub(super) fn new(concepts: &[Concept], language: &Language) -> Self {
        let endings = Endings::of_language(language.primary());
        let way = match endings {
            Some(endings) if Tight::is_for(language) => Way::Tight(Tight::new(language, endings)),
            endings => Way::Words(Words::new(language, endings)),
        };
        let mut patterns: Vec<String> = Vec::new();
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for entry in entries_of(concepts, language, endings) {
            let pattern = way.compare().pattern(&entry.words);
            let number = *numbers.entry(pattern).or_insert_with_key(|pattern| {
                patterns.push(pattern.clone());
                entries.push(Vec::new());
                entries.len() - 1
            });
            entries[number].push(entry);
        }
        let buckets = entries.into_iter().map(|entries| Bucket {
            groups: way.compare().groups(&entries),
            entries,
        });
        Self {
            language: language.clone(),
            automaton: (!patterns.is_empty())
                .then(|| AhoCorasick::new(&patterns).ok())
                .flatten(),
            buckets: buckets.collect(),
            way,
        }
    }

    /// Every occurrence, by its beginning.
    pub(super) fn find(&self, text: &str) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else {
            return found;
        };
        let reading = Reading::of(text, &self.language);
        let compare = self.way.compare();
        let searched = compare.searched(&reading);
        let string = match searched.own.as_str() {
            "" => &reading.keys,
            own => own,
        };
        for hit in automaton.find_overlapping_iter(string) {
            let piece = match searched.starts.as_slice() {
                [] => reading.piece_from(hit.start()),
                starts => starts.binary_search(&hit.start()).ok(),
            };
            let Some(piece) = piece else { continue };
            let bucket = &self.buckets[hit.pattern().as_usize()];
            compare.each(bucket, piece, text, &reading, &mut |entry, end| {
                found.push(Occurrence {
                    start: reading.pieces[piece].text.start,
                    end,
                    concept: entry.concept,
                    term: entry.term,
                });
            });
        }
        found.sort();
        found.dedup();
        found
    }
}

impl Way {
    fn compare(&self) -> &dyn Compare {
        match self {
            Self::Words(words) => words,
            Self::Tight(tight) => tight,
        }
    }
}

/// The terms of a language.
fn entries_of<'a>(
    concepts: &'a [Concept],
    language: &'a Language,
    endings: Option<&'a Endings>,
) -> impl Iterator<Item = Entry> + 'a {
    let terms = concepts.iter().enumerate().flat_map(|(number, concept)| {
        let terms = concept.terms.iter().enumerate();
        terms.map(move |(term, own)| (number, concept, term, own))
    });
    let own = terms.filter(|(_, _, _, term)| {
        term.language.primary() == language.primary() && can_be_term(&term.text)
    });
    own.filter_map(move |(concept, whole, term, own)| {
        let detail = |name: &str| {
            let said = own.details.iter().find(|(own, _)| own == name);
            said.map(|(_, text)| text.as_str()).or(whole.detail(name))
        };
        let words = words_of(&own.text, language, endings);
        (!words.is_empty()).then(|| Entry {
            words,
            case: Case::from_name(detail("case")),
            is_verb: detail("pos").is_some_and(|pos| pos.to_lowercase().starts_with('v')),
            concept,
            term,
        })
    })
}

fn words_of(term: &str, language: &Language, endings: Option<&Endings>) -> Vec<Word> {
    let reading = Reading::of(term, language);
    let words = reading.pieces.iter().map(|piece| {
        let key = reading.key(piece).to_owned();
        let cuts = match endings {
            Some(endings) => endings.cuts(&key).collect(),
            None => vec![key.len()],
        };
        Word {
            text: term[piece.text.clone()].to_owned(),
            key,
            cuts,
        }
    });
    let words: Vec<Word> = words.collect();
    Tight::without_particles(words, language)
}
