//! A finder that tries every term at every word: slow and plain, to hold the fast one to.

use super::Occurrence;
use super::case::Case;
use super::endings::{Endings, has_one_letter};
use super::forms::is_joining;
use super::reading::{Piece, Reading};
use super::stemming::stemmer;
use crate::model::{Concept, can_be_term};
use crate::text::Language;

/// Every occurrence of the terms of a language, each with its furthest end.
pub(super) fn find(concepts: &[Concept], text: &str, language: &Language) -> Vec<Occurrence> {
    let reading = Reading::of(text, language);
    let mut found = Vec::new();
    for (concept, whole) in concepts.iter().enumerate() {
        let is_verb = whole
            .detail("pos")
            .is_some_and(|pos| pos.to_lowercase().starts_with('v'));
        for (term, own) in whole.terms.iter().enumerate() {
            if own.language.primary() != language.primary() || !can_be_term(&own.text) {
                continue;
            }
            let words = words(&own.text, language);
            for first in 0..reading.pieces.len() {
                let ends = match is_joining(language.primary()) {
                    true => joined(&words, first, 0, &reading, language),
                    false => parted(&words, first, text, &reading, language, is_verb),
                };
                if let Some(last) = ends.into_iter().max() {
                    found.push(Occurrence {
                        start: reading.pieces[first].text.start,
                        end: reading.pieces[last].text.end,
                        concept,
                        term,
                    });
                }
            }
        }
    }
    found.sort();
    found
}

/// The words of a term, each as it stands there and as a key; without particles.
fn words(term: &str, language: &Language) -> Vec<(String, String)> {
    let reading = Reading::of(term, language);
    let word = |piece: &Piece| {
        (
            term[piece.text.clone()].to_owned(),
            reading.key(piece).to_owned(),
        )
    };
    let all: Vec<_> = reading.pieces.iter().map(word).collect();
    let is_particle = |word: &&(String, String)| language.primary() == "ps" && word.1 == "د";
    match all.iter().all(|word| is_particle(&word)) {
        true => all,
        false => all
            .iter()
            .filter(|word| !is_particle(word))
            .cloned()
            .collect(),
    }
}

/// The last pieces of words that begin at a byte of a piece and may be written together or apart.
fn joined(
    words: &[(String, String)],
    piece: usize,
    from: usize,
    reading: &Reading,
    language: &Language,
) -> Vec<usize> {
    let endings = Endings::of_language(language.primary()).unwrap();
    let (Some((word, rest)), Some(whole)) = (words.split_first(), reading.pieces.get(piece)) else {
        return Vec::new();
    };
    let word = &word.1;
    let keys = &reading.keys[whole.key.start + from..];
    let mut ends = Vec::new();
    for cut in endings
        .cuts(word)
        .filter(|cut| keys.starts_with(&word[..*cut]))
    {
        let at = whole.key.start + from + cut;
        let last = reading
            .pieces
            .iter()
            .position(|own| own.key.end >= at)
            .unwrap();
        let ending = &reading.keys[at..reading.pieces[last].key.end];
        let letters = word[..cut].chars().count();
        let is_short = has_one_letter(ending) && has_one_letter(&word[cut..]);
        let may_follow = Endings::may_follow(letters, is_short) && endings.holds(ending);
        if ending.is_empty() || may_follow {
            if rest.is_empty() {
                ends.push(last);
            }
            ends.extend(joined(rest, last + 1, 0, reading, language));
            let next = reading.pieces.get(last + 1);
            if language.primary() == "ps" && next.is_some_and(|next| reading.key(next) == "د") {
                ends.extend(joined(rest, last + 2, 0, reading, language));
            }
        }
        if cut == word.len() && !ending.is_empty() {
            let from = at - reading.pieces[last].key.start;
            ends.extend(joined(rest, last, from, reading, language));
        }
    }
    ends
}

/// The last piece of words that begin with a piece, if they are there one by one.
fn parted(
    words: &[(String, String)],
    first: usize,
    text: &str,
    reading: &Reading,
    language: &Language,
    is_verb: bool,
) -> Vec<usize> {
    let Some(pieces) = reading.pieces.get(first..first + words.len()) else {
        return Vec::new();
    };
    let has_small_letter = text.chars().any(char::is_lowercase);
    let all = words.iter().zip(pieces).all(|((word, key), piece)| {
        let own = &text[piece.text.clone()];
        are_forms(key, reading.key(piece), language, is_verb)
            && (own == word || Case::ByForm.fits(word, own, !has_small_letter))
    });
    match all && !words.is_empty() {
        true => vec![first + words.len() - 1],
        false => Vec::new(),
    }
}

/// Whether two words have one stem and, where endings are known, differ by these alone.
fn are_forms(one: &str, other: &str, language: &Language, is_verb: bool) -> bool {
    let primary = language.primary();
    let stemmer = stemmer(primary);
    let stem = |word: &str| match &stemmer {
        Some(stemmer) => stemmer.stem(word).into_owned(),
        None => word.to_owned(),
    };
    let verbal = is_verb.then(|| Endings::of_verbs(primary)).flatten();
    let endings = verbal.or(Endings::of_language(primary));
    stem(one) == stem(other) && endings.is_none_or(|endings| agree(endings, one, other))
}

/// Whether two words differ by endings alone.
fn agree(endings: &Endings, one: &str, other: &str) -> bool {
    let by_cut = |cut: usize| {
        let Some(rest) = other.strip_prefix(&one[..cut]) else {
            return false;
        };
        let is_short = has_one_letter(rest) && has_one_letter(&one[cut..]);
        let letters = one[..cut].chars().count();
        rest.is_empty() || (Endings::may_follow(letters, is_short) && endings.holds(rest))
    };
    let doubled = |short: &str, long: &str| {
        let last = short.chars().next_back();
        let rest = long.strip_prefix(short).zip(last);
        let rest = rest.and_then(|(rest, last)| rest.strip_prefix(last));
        rest.is_some_and(|rest| rest.len() > 1 && endings.holds(rest))
    };
    one == other || endings.cuts(one).any(by_cut) || doubled(one, other) || doubled(other, one)
}
