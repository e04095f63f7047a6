//! What is known of word pairs before any bead: equal numbers, marks and words, names alike in sound, given lexicons.

use std::collections::HashMap;

use super::corpus::{Entry, Vocabulary};
use super::knowledge::Knowledge;
use super::reading::{TokenKind, read_sentence};
use super::skeleton::Skeletons;
use super::training::Seeds;
use super::tuning::Tuning;
use super::vocabulary;
use crate::text::Language;

/// Pairs of word numbers with pseudo-counts.
pub(crate) type Pairs = HashMap<(u32, u32), f32>;

/// Finds the pairs of two vocabularies that speak for one another by their looks.
pub(crate) fn seed_pairs(source: &Vocabulary, target: &Vocabulary, tuning: &Tuning) -> Pairs {
    let mut pairs = Pairs::new();
    add_equal(source, target, tuning, &mut pairs);
    add_names(source, target, tuning, &mut pairs);
    pairs
}

/// Adds the words that are known of the two languages without any text.
pub(crate) fn add_vocabulary(
    languages: (&Language, &Language),
    vocabularies: &[Vocabulary; 2],
    tuning: &Tuning,
    pairs: &mut Pairs,
) {
    for (source, target) in vocabulary::built_in(languages.0, languages.1) {
        add_known((source, target), tuning.seed_known, vocabularies, pairs);
    }
}

/// Adds what the caller knows: lexicon entries by their probability, terms as if seen several times.
pub(crate) fn add_knowledge(
    knowledge: &Knowledge,
    vocabularies: &[Vocabulary; 2],
    pairs: &mut Pairs,
) {
    const LEXICON: f64 = 3.0;
    const TERMS: f32 = 2.0;
    for entry in knowledge.lexicon.entries() {
        let count = (LEXICON * entry.probability) as f32;
        add_known((&entry.source, &entry.target), count, vocabularies, pairs);
    }
    for (source, target) in &knowledge.terms {
        add_known((source, target), TERMS, vocabularies, pairs);
    }
}

/// Pairs every word of the source with every word of the target, as far as the texts have them.
fn add_known(
    (source, target): (&str, &str),
    count: f32,
    vocabularies: &[Vocabulary; 2],
    pairs: &mut Pairs,
) {
    let sources = numbers(source, &vocabularies[0]);
    if sources.is_empty() {
        return;
    }
    let targets = numbers(target, &vocabularies[1]);
    for one in &sources {
        for other in &targets {
            let known = pairs.entry((*one, *other)).or_insert(0.0);
            *known = known.max(count / targets.len() as f32);
        }
    }
}

/// The numbers of the words of a text, as far as the vocabulary has them.
fn numbers(text: &str, vocabulary: &Vocabulary) -> Vec<u32> {
    let reading = read_sentence(text);
    reading
        .tokens
        .iter()
        .filter_map(|token| vocabulary.number_of(token.kind, token.stem()))
        .collect()
}

/// The pseudo-counts of both directions: source to target, target to source.
pub(crate) fn both_directions(pairs: &Pairs, source: usize, target: usize) -> [Seeds; 2] {
    let mut forward = Seeds {
        rows: vec![Vec::new(); source],
    };
    let mut backward = Seeds {
        rows: vec![Vec::new(); target],
    };
    for ((one, other), count) in pairs {
        forward.rows[*one as usize].push((*other, *count));
        backward.rows[*other as usize].push((*one, *count));
    }
    for row in forward.rows.iter_mut().chain(&mut backward.rows) {
        row.sort_unstable_by_key(|(word, _)| *word);
    }
    [forward, backward]
}

fn add_equal(source: &Vocabulary, target: &Vocabulary, tuning: &Tuning, pairs: &mut Pairs) {
    for (number, entry) in (0_u32..).zip(source.entries()) {
        if let Some(other) = target.number_of(entry.kind, &entry.stem) {
            let count = match entry.kind {
                TokenKind::Number => tuning.seed_number,
                TokenKind::Mark => tuning.seed_mark,
                TokenKind::Word if entry.stem.chars().count() > 2 => tuning.seed_word,
                TokenKind::Word => tuning.seed_short,
            };
            pairs.insert((number, other), count);
        }
    }
}

/// Consonants that a skeleton must have to say anything.
const CONSONANTS_AT_LEAST: usize = 3;

fn add_names(source: &Vocabulary, target: &Vocabulary, tuning: &Tuning, pairs: &mut Pairs) {
    let skeletons = Skeletons::built_in();
    let mut by_skeleton: HashMap<String, Vec<u32>> = HashMap::new();
    for (number, entry) in (0_u32..).zip(target.entries()) {
        for skeleton in telling_skeletons(&skeletons, entry) {
            by_skeleton.entry(skeleton).or_default().push(number);
        }
    }
    for (number, entry) in (0_u32..).zip(source.entries()) {
        for skeleton in telling_skeletons(&skeletons, entry) {
            let Some(others) = by_skeleton.get(&skeleton) else {
                continue;
            };
            let consonants = skeleton.len() as f32;
            let count = tuning.seed_name * (consonants - 2.0).min(2.0) / 2.0 / others.len() as f32;
            for other in others {
                let known = pairs.entry((number, *other)).or_insert(0.0);
                *known = known.max(count);
            }
        }
    }
}

fn telling_skeletons(skeletons: &Skeletons, entry: &Entry) -> Vec<String> {
    if entry.kind != TokenKind::Word || entry.word.chars().count() < 4 {
        return Vec::new();
    }
    let mut telling = skeletons.of(&entry.word);
    telling.retain(|skeleton| skeleton.len() >= CONSONANTS_AT_LEAST);
    telling
}
