//! Finds the terms of one language: a walk over the words of a text, in step with the words of all terms.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::case::Case;
use super::forms::{Forms, Step, WordNumber, is_joining};
use super::occurrence::Occurrence;
use super::reading::{Piece, Reading, parts};
use super::trie::{Node, ROOT, Trie};
use super::vocabulary::{Known, Vocabulary};
use crate::model::{Concept, can_be_term};
use crate::text::Language;

/// Words that grammar puts before the words of a term and takes away again: the `of` of Pashto.
const PARTICLES: &[(&str, &str)] = &[("ps", "د")];

/// The terms of one language.
#[derive(Debug)]
pub(super) struct Finder {
    language: Language,
    particle: Option<&'static str>,
    forms: Forms,
    /// The terms as words.
    terms: Trie<WordNumber>,
    /// For each node the terms that end there, in the order of their concepts.
    entries: Vec<Vec<Entry>>,
    /// For each concept the nodes where its terms end.
    ends: Vec<Vec<Node>>,
    /// The words of the texts in which terms were looked for.
    vocabulary: Mutex<Vocabulary>,
}

/// Which concepts are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'w> {
    All,
    /// Those of these numbers, in order, each once.
    Of(&'w [usize]),
}

/// A term that is looked for.
#[derive(Debug)]
struct Entry {
    /// Its words, numbers and marks as they stand in it; none where capitals do not count.
    words: Vec<String>,
    case: Case,
    /// Whether every word without capitals has the capitals that it asks for.
    is_small: bool,
    concept: usize,
    term: usize,
}

impl Finder {
    /// Takes the terms of a language and its regions.
    pub(super) fn new(concepts: &[Concept], language: &Language) -> Self {
        let mut numbers: HashMap<(String, bool), WordNumber> = HashMap::new();
        let mut words: Vec<(String, bool)> = Vec::new();
        let mut terms = Vec::new();
        for spelling in spellings(concepts, language) {
            let mut number = |key: String| {
                let word = (key, spelling.is_verb);
                *numbers.entry(word).or_insert_with_key(|word| {
                    words.push(word.clone());
                    words.len() as WordNumber - 1
                })
            };
            let keys = spelling.keys.into_iter().map(&mut number);
            terms.push((keys.collect::<Vec<_>>(), spelling.entry));
        }
        terms.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (sequences, own): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
        let (trie, nodes) = Trie::of(&sequences);
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        entries.resize_with(trie.len(), Vec::new);
        let mut ends = vec![Vec::new(); concepts.len()];
        for (entry, node) in own.into_iter().zip(nodes) {
            ends[entry.concept].push(node);
            entries[node as usize].push(entry);
        }
        Self {
            language: language.clone(),
            particle: particle(language),
            forms: Forms::new(language.primary(), &words),
            terms: trie,
            entries,
            ends,
            vocabulary: Mutex::default(),
        }
    }

    /// Every occurrence of what is wanted, by its beginning.
    pub(super) fn find(&self, text: &str, wanted: Wanted<'_>) -> Vec<Occurrence> {
        let ends = match wanted {
            Wanted::All => Vec::new(),
            Wanted::Of(concepts) => self.ends_of(concepts),
        };
        if matches!(wanted, Wanted::Of(_)) && ends.is_empty() {
            return Vec::new();
        }
        let mut vocabulary = self
            .vocabulary
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        vocabulary.make_room();
        let (forms, terms) = (&self.forms, &self.terms);
        let pieces = parts(text, &self.language).filter_map(|place| {
            let word = vocabulary.number(&text[place.clone()], &self.language, forms, terms);
            (!vocabulary.word(word).key.is_empty()).then_some((place, word))
        });
        let pieces = pieces.collect();
        let mut search = Search {
            finder: self,
            vocabulary: &vocabulary,
            wanted,
            wanted_ends: ends,
            text,
            has_small_letter: OnceCell::new(),
            pieces,
            arrived: Vec::new(),
            found: Vec::new(),
        };
        search.run();
        search.found
    }

    /// The nodes at which terms of some concepts end, in order.
    fn ends_of(&self, concepts: &[usize]) -> Vec<Node> {
        let own = |concept: &usize| self.ends[*concept].iter().copied();
        let mut nodes: Vec<Node> = concepts.iter().flat_map(own).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }
}

/// A term as it is looked for.
struct Spelling {
    keys: Vec<String>,
    is_verb: bool,
    entry: Entry,
}

/// The terms of a language and its regions.
fn spellings<'c>(
    concepts: &'c [Concept],
    language: &'c Language,
) -> impl Iterator<Item = Spelling> + 'c {
    let terms = concepts.iter().enumerate().flat_map(|(number, concept)| {
        let terms = concept.terms.iter().enumerate();
        terms.map(move |(term, own)| (number, concept, term, own))
    });
    let own = terms.filter(|(_, _, _, term)| {
        term.language.primary() == language.primary() && can_be_term(&term.text)
    });
    own.filter_map(|(concept, whole, term, own)| {
        let detail = |name: &str| {
            let said = own.details.iter().find(|(own, _)| own == name);
            said.map(|(_, text)| text.as_str()).or(whole.detail(name))
        };
        let reading = Reading::of(&own.text, language);
        let pieces = without_particles(&reading, language);
        let words = pieces.iter().map(|piece| &own.text[piece.text.clone()]);
        let case = Case::from_name(detail("case"));
        let spelling = Spelling {
            keys: (pieces.iter())
                .map(|piece| reading.key(piece).to_owned())
                .collect(),
            is_verb: detail("pos").is_some_and(|pos| pos.to_lowercase().starts_with('v')),
            entry: Entry {
                words: match is_joining(language.primary()) {
                    true => Vec::new(),
                    false => words.map(str::to_owned).collect(),
                },
                is_small: case == Case::ByForm && !own.text.contains(char::is_uppercase),
                case,
                concept,
                term,
            },
        };
        (!spelling.keys.is_empty()).then_some(spelling)
    })
}

/// The words of a term without particles; those of one that has nothing else stay.
fn without_particles<'r>(reading: &'r Reading, language: &Language) -> Vec<&'r Piece> {
    let particle = particle(language);
    let is_particle = |piece: &&Piece| Some(reading.key(piece)) == particle;
    let all = reading.pieces.iter();
    match all.clone().all(|piece| is_particle(&piece)) {
        true => all.collect(),
        false => all.filter(|piece| !is_particle(piece)).collect(),
    }
}

fn particle(language: &Language) -> Option<&'static str> {
    let known = PARTICLES.iter().find(|(tag, _)| *tag == language.primary());
    known.map(|(_, particle)| *particle)
}

/// A text in which terms are looked for.
struct Search<'a> {
    finder: &'a Finder,
    vocabulary: &'a Vocabulary,
    wanted: Wanted<'a>,
    /// The nodes at which the terms of wanted concepts end, in order.
    wanted_ends: Vec<Node>,
    text: &'a str,
    has_small_letter: OnceCell<bool>,
    /// Its words, numbers and marks, each with its place and its number in the vocabulary.
    pieces: Vec<(Range<usize>, u32)>,
    /// The terms, or beginnings of terms, that stand at one place of the text, each with its last piece.
    arrived: Vec<(Node, usize)>,
    found: Vec<Occurrence>,
}

impl<'a> Search<'a> {
    fn run(&mut self) {
        for first in 0..self.pieces.len() {
            let Some(word) = self.word(first) else {
                continue;
            };
            for node in &word.firsts {
                self.arrive(*node, first);
            }
            for step in &word.others {
                self.take(ROOT, first, *step);
            }
            self.tell(first);
        }
    }

    /// The word of a piece.
    fn word(&self, piece: usize) -> Option<&'a Known> {
        let (_, word) = self.pieces.get(piece)?;
        Some(self.vocabulary.word(*word))
    }

    /// Goes on with the terms behind a node where a piece begins.
    fn follow(&mut self, node: Node, piece: usize) {
        if let Some(word) = self.word(piece) {
            for step in &word.steps {
                self.take(node, piece, *step);
            }
        }
    }

    /// Goes on within a piece, with what words of terms have behind a node of the letters.
    fn follow_rest(&mut self, node: Node, letters: Node, piece: usize, from: usize) {
        let Some(word) = self.word(piece) else {
            return;
        };
        let finder = self.finder;
        finder.forms.steps(letters, &word.key[from..], &mut |step| {
            let step = match step {
                Step::Inside(word, at) => Step::Inside(word, from + at),
                other => other,
            };
            self.take(node, piece, step);
        });
    }

    fn take(&mut self, node: Node, piece: usize, step: Step) {
        let terms = &self.finder.terms;
        match step {
            Step::Form(word) => {
                if let Some(next) = terms.step(node, word) {
                    self.arrive(next, piece);
                }
            }
            Step::Inside(word, at) => {
                let next = terms.step(node, word);
                if let Some(next) = next.filter(|next| terms.goes_on(*next)) {
                    self.follow_rest(next, ROOT, piece, at);
                }
            }
            Step::Beginning(letters) => self.follow_rest(node, letters, piece + 1, 0),
        }
    }

    /// Notes that a node is reached at the end of a piece, and goes on behind it, with a particle there or without.
    fn arrive(&mut self, node: Node, piece: usize) {
        if self.arrived.contains(&(node, piece)) {
            return;
        }
        self.arrived.push((node, piece));
        if !self.finder.terms.goes_on(node) {
            return;
        }
        self.follow(node, piece + 1);
        let next = self.word(piece + 1).map(|word| &*word.key);
        if next.is_some() && next == self.finder.particle {
            self.follow(node, piece + 2);
        }
    }

    /// Tells the wanted terms that stand at a piece, each with its furthest end.
    fn tell(&mut self, first: usize) {
        let mut arrived = std::mem::take(&mut self.arrived);
        arrived.sort_unstable_by_key(|(node, last)| (*node, std::cmp::Reverse(*last)));
        arrived.dedup_by_key(|(node, _)| *node);
        let begin = self.found.len();
        for (node, last) in arrived.drain(..) {
            match self.wanted {
                Wanted::All => self.tell_all(node, first, last),
                Wanted::Of(_) if self.wanted_ends.binary_search(&node).is_err() => {}
                Wanted::Of(concepts) => self.tell_some(node, first, last, concepts),
            }
        }
        self.arrived = arrived;
        self.found[begin..].sort_unstable();
    }

    fn tell_all(&mut self, node: Node, first: usize, last: usize) {
        for entry in &self.finder.entries[node as usize] {
            self.tell_one(entry, first, last);
        }
    }

    fn tell_some(&mut self, node: Node, first: usize, last: usize, concepts: &[usize]) {
        let entries = &self.finder.entries[node as usize];
        for concept in concepts {
            let from = entries.partition_point(|entry| entry.concept < *concept);
            let own = entries[from..].iter();
            own.take_while(|entry| entry.concept == *concept)
                .for_each(|entry| self.tell_one(entry, first, last));
        }
    }

    fn tell_one(&mut self, entry: &Entry, first: usize, last: usize) {
        if self.has_case(entry, first) {
            self.found.push(Occurrence {
                start: self.pieces[first].0.start,
                end: self.pieces[last].0.end,
                concept: entry.concept,
                term: entry.term,
            });
        }
    }

    /// Whether the pieces from one on have the capitals that a term asks for.
    fn has_case(&self, entry: &Entry, first: usize) -> bool {
        let pieces = &self.pieces[first..];
        entry
            .words
            .iter()
            .zip(pieces)
            .all(|(word, (place, known))| {
                let own = &self.text[place.clone()];
                (entry.is_small && self.vocabulary.word(*known).is_small)
                    || own == word
                    || entry.case.fits(word, own, self.is_in_capitals())
            })
    }

    /// Whether the text has no small letter.
    fn is_in_capitals(&self) -> bool {
        !self
            .has_small_letter
            .get_or_init(|| self.text.chars().any(char::is_lowercase))
    }
}
