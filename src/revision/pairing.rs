//! Pairing: which units of one file are which of another.

use std::collections::{HashMap, HashSet};

use super::carry;
use crate::model::Unit;
use crate::text::{Language, match_key, words};

/// A unit before and after, by its places in the two files; at least one is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPair {
    /// Its place in the old file.
    pub old: Option<usize>,
    /// Its place in the new file.
    pub new: Option<usize>,
}

/// The least share of words in common, of one language at least, at which units of one id are believed to be one.
const ALIKE: f64 = 1.0 / 3.0;

/// Pairs the units of two files: by id where their texts agree, then by text, the source's first.
///
/// Ids that are mere numbers are believed only where the texts are alike, because tools number anew. The
/// result is in the order of the new file; units that are gone stand behind the one that they followed.
/// Each unit is used once. Costs about a pass, and in changed stretches a bounded search.
#[must_use]
pub fn pair_units(old: &[Unit], new: &[Unit]) -> Vec<UnitPair> {
    let mut pairing = Pairing {
        old,
        new,
        answers: vec![None; new.len()],
        used: vec![false; old.len()],
    };
    pairing.by_id(is_alike);
    for language in languages(old, new) {
        pairing.by_text(&language);
    }
    pairing.by_id(|old, _| old.id.as_str().contains(|c: char| !c.is_numeric()));
    pairing.in_order()
}

/// The languages that both have, the source languages first.
fn languages(old: &[Unit], new: &[Unit]) -> Vec<Language> {
    let of = |units: &[Unit]| {
        let sources = units.iter().filter_map(|unit| unit.source_language.clone());
        let all = units
            .iter()
            .flat_map(|unit| unit.variants.iter().map(|variant| variant.language.clone()));
        sources.chain(all).collect::<Vec<_>>()
    };
    let theirs: HashSet<_> = of(new).into_iter().collect();
    let mut seen = HashSet::new();
    let mut shared = of(old);
    shared.retain(|language| theirs.contains(language) && seen.insert(language.clone()));
    shared
}

struct Pairing<'a> {
    old: &'a [Unit],
    new: &'a [Unit],
    /// For each new unit the old one.
    answers: Vec<Option<usize>>,
    used: Vec<bool>,
}

impl Pairing<'_> {
    fn join(&mut self, old: usize, new: usize) {
        self.used[old] = true;
        self.answers[new] = Some(old);
    }

    fn by_id(&mut self, believes: impl Fn(&Unit, &Unit) -> bool) {
        let mut places = HashMap::new();
        for at in (0..self.old.len()).rev().filter(|at| !self.used[*at]) {
            places.insert(&self.old[at].id, at);
        }
        for to in 0..self.new.len() {
            let free = self.answers[to].is_none();
            if let Some(at) = places
                .get(&self.new[to].id)
                .copied()
                .filter(|at| free && !self.used[*at])
                && believes(&self.old[at], &self.new[to])
            {
                self.join(at, to);
            }
        }
    }

    /// Pairs what is left by its texts in one language.
    fn by_text(&mut self, language: &Language) {
        let key = |unit: &Unit| {
            let variant = unit
                .variant(language)
                .filter(|variant| !variant.text.is_empty())?;
            Some(match_key(&variant.text, language))
        };
        let left = |units: &[Unit], is_free: &dyn Fn(usize) -> bool| -> (Vec<usize>, Vec<String>) {
            let free = (0..units.len()).filter(|at| is_free(*at));
            free.filter_map(|at| Some((at, key(&units[at])?))).unzip()
        };
        let (ours, our_keys) = left(self.old, &|at| !self.used[at]);
        let (theirs, their_keys) = left(self.new, &|to| self.answers[to].is_none());
        let carried = carry(&texts(&our_keys), &texts(&their_keys), language);
        let origins = carried.origins.into_iter().zip(theirs);
        let found: Vec<_> = origins
            .filter_map(|(origin, to)| Some((ours[origin.single()?], to)))
            .collect();
        for (at, to) in found {
            self.join(at, to);
        }
    }

    fn in_order(&self) -> Vec<UnitPair> {
        let gone = |at: usize| UnitPair {
            old: Some(at),
            new: None,
        };
        let follows = |from: usize| (from..self.old.len()).take_while(|at| !self.used[*at]);
        let mut pairs: Vec<_> = follows(0).map(gone).collect();
        for (to, answer) in self.answers.iter().enumerate() {
            pairs.push(UnitPair {
                old: *answer,
                new: Some(to),
            });
            pairs.extend(answer.iter().flat_map(|at| follows(at + 1)).map(gone));
        }
        pairs
    }
}

fn texts(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

/// Whether the units share enough words in a language that both have.
fn is_alike(old: &Unit, new: &Unit) -> bool {
    old.variants.iter().any(|ours| {
        new.variant(&ours.language).is_some_and(|theirs| {
            ours.text == theirs.text
                || shared_words(&ours.text, &theirs.text, &ours.language) >= ALIKE
        })
    })
}

/// The share of words in common, each counted once: Dice's coefficient.
fn shared_words(old: &str, new: &str, language: &Language) -> f64 {
    let set = |text: &str| {
        words(text)
            .map(|range| match_key(&text[range], language))
            .collect::<HashSet<_>>()
    };
    let (ours, theirs) = (set(old), set(new));
    let all = ours.len() + theirs.len();
    match all {
        0 => 0.0,
        _ => 2.0 * ours.intersection(&theirs).count() as f64 / all as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{UnitId, Variant};

    fn units(texts: &[(&str, &str, &str)]) -> Vec<Unit> {
        let unit = |(id, english, urdu): &(&str, &str, &str)| {
            let ur = Language::parse("ur").unwrap();
            let mut unit = Unit::new(
                UnitId((*id).to_owned()),
                Variant::new(Language::default(), *english),
            );
            unit.variants.push(Variant::new(ur, *urdu));
            unit
        };
        texts.iter().map(unit).collect()
    }

    fn paired(
        old: &[(&str, &str, &str)],
        new: &[(&str, &str, &str)],
    ) -> Vec<(Option<usize>, Option<usize>)> {
        pair_units(&units(old), &units(new))
            .into_iter()
            .map(|pair| (pair.old, pair.new))
            .collect()
    }

    #[test]
    fn ids_pair_units_whatever_their_order() {
        let old = [("a1", "The gate.", "پھاٹک۔"), ("b2", "The road.", "سڑک۔")];
        let new = [("b2", "The road.", "راہ۔"), ("a1", "The gate.", "دروازہ۔")];
        assert_eq!(paired(&old, &new), [(Some(1), Some(0)), (Some(0), Some(1))]);
    }

    #[test]
    fn numbers_that_were_given_anew_pair_by_text() {
        let old = [
            ("1", "The gate was shut.", "a"),
            ("2", "We took the road.", "b"),
            ("3", "It rained.", "c"),
        ];
        let new = [
            ("1", "Good morning.", "d"),
            ("2", "The gate was shut.", "e"),
            ("3", "We took a road.", "b"),
            ("4", "It rained.", "c"),
        ];
        assert_eq!(
            paired(&old, &new),
            [
                (None, Some(0)),
                (Some(0), Some(1)),
                (Some(1), Some(2)),
                (Some(2), Some(3))
            ]
        );
    }

    #[test]
    fn what_is_gone_stands_where_it_stood() {
        let old = [
            ("a", "One two.", "x"),
            ("b", "Three four.", "y"),
            ("c", "Five six.", "z"),
        ];
        let new = [("a", "One two.", "x"), ("c", "Five six.", "z")];
        assert_eq!(
            paired(&old, &new),
            [(Some(0), Some(0)), (Some(1), None), (Some(2), Some(1))]
        );
        assert_eq!(
            paired(&old, &[]),
            [(Some(0), None), (Some(1), None), (Some(2), None)]
        );
    }

    #[test]
    fn a_rewritten_unit_keeps_its_id_but_a_number_is_no_id() {
        let (old, new) = (
            units(&[("k7m2", "One.", "x")]),
            units(&[("k7m2", "Seven.", "y")]),
        );
        assert_eq!(pair_units(&old, &new).len(), 1);
        assert_eq!(
            paired(&[("7", "One.", "x")], &[("7", "Seven.", "y")]).len(),
            2
        );
    }
}
