//! The score of a match: similarity, less a point or more for everything that a key does not see.

use std::collections::HashMap;

use serde::Serialize;
use similar::DiffOp;

use super::deduction::{Deduction, Reason, codes, edits, writing};
use super::difference::{Stretch, steps, stretches, written};
use super::{Pattern, Sequence, Similarity};
use crate::model::{InlineCode, Variant};
use crate::text::{Language, match_key, normalise};

/// One of the two texts of a match.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// The markup that stands in it.
    pub codes: &'a [InlineCode],
}

/// Whether a stored text stands where the query stands: between the same neighbours, or in the same unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// It does.
    Same,
    /// It does not, or nobody knows.
    Other,
}

/// What kind of match it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It lost a point at least.
    Fuzzy,
    /// Equal: 100.
    Exact,
    /// Equal, and in the same context: 101.
    Context,
}

/// How good a match is, and why. `docs/matching.md` says how it is reckoned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 to 101: 100 for equal texts, 101 for equal texts in the same context.
    pub points: u8,
    /// What kind of match that makes.
    pub kind: Kind,
    /// How similar the texts are in words and marks.
    pub similarity: Similarity,
    /// Every point that was lost, by reason: together with `points` 100, unless more than that is lost.
    pub deductions: Vec<Deduction>,
    /// What differs, word by word.
    pub stretches: Vec<Stretch>,
}

/// The points of a match in the same context.
const IN_CONTEXT: u8 = 101;

impl<'a> Side<'a> {
    /// A text without markup.
    #[must_use]
    pub fn plain(text: &'a str, language: &'a Language) -> Self {
        Self {
            text,
            language,
            codes: &[],
        }
    }
}

impl<'a> From<&'a Variant> for Side<'a> {
    fn from(variant: &'a Variant) -> Self {
        Self {
            text: &variant.text,
            language: &variant.language,
            codes: &variant.codes,
        }
    }
}

impl Score {
    /// Reckons the score of a stored text for a query.
    ///
    /// `penalties` are the caller's deductions for the intake, the file or the state of the unit.
    /// Costs some microseconds for each word.
    #[must_use]
    pub fn new(
        query: Side<'_>,
        stored: Side<'_>,
        penalties: &[Deduction],
        context: Context,
    ) -> Self {
        let similarity = similarity(query, stored);
        let (of_query, of_stored) = (
            written(query.text, query.language),
            written(stored.text, stored.language),
        );
        let steps = steps(&of_query, &of_stored);
        let mut deductions = edits(similarity, &steps, &of_query, &of_stored);
        deductions.extend(writing(
            query.text,
            stored.text,
            &steps,
            &of_query,
            &of_stored,
        ));
        deductions.extend(unnamed(query, stored, &deductions, &steps));
        deductions.extend(codes(query.codes, stored.codes));
        if query.language != stored.language {
            deductions.push(Deduction::new(Reason::Variant, 1));
        }
        deductions.extend(penalties.iter().filter(|one| one.points > 0).cloned());
        let lost: u32 = deductions.iter().map(|one| u32::from(one.points)).sum();
        let (points, kind) = match (lost, context) {
            (0, Context::Same) => (IN_CONTEXT, Kind::Context),
            (0, Context::Other) => (100, Kind::Exact),
            _ => (100_u32.saturating_sub(lost) as u8, Kind::Fuzzy),
        };
        Self {
            points,
            kind,
            similarity,
            deductions,
            stretches: stretches(&steps, &of_query, &of_stored),
        }
    }
}

/// The similarity of two texts: of the words and marks of their match keys.
fn similarity(query: Side<'_>, stored: Side<'_>) -> Similarity {
    let [query, stored] =
        [query, stored].map(|side| Sequence::of_key(&match_key(side.text, side.language)));
    let mut known = HashMap::new();
    let mut ids = |sequence: &Sequence| -> Vec<u32> {
        let hashes = sequence.hashes().iter();
        hashes
            .map(|hash| {
                let next = known.len() as u32;
                *known.entry(*hash).or_insert(next)
            })
            .collect()
    };
    let (of_query, of_stored) = (ids(&query), ids(&stored));
    let mut pattern = Pattern::new(&of_query);
    let edits = pattern.distance(&of_stored, u32::MAX).unwrap_or(u32::MAX);
    Similarity::of(edits, query.len() as u32, stored.len() as u32)
}

/// A point for texts that differ in no way that has a name, so that only equal texts have 100.
fn unnamed(
    query: Side<'_>,
    stored: Side<'_>,
    named: &[Deduction],
    steps: &[DiffOp],
) -> Option<Deduction> {
    let differ = named.is_empty() && normalise(query.text) != normalise(stored.text);
    let reason = match steps
        .iter()
        .all(|step| matches!(step, DiffOp::Equal { .. }))
    {
        true => Reason::WhiteSpace,
        false => Reason::Letters,
    };
    differ.then(|| Deduction::new(reason, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    fn score(query: &str, stored: &str, language: &str) -> Score {
        let language = tag(language);
        let [query, stored] = [query, stored].map(|text| Side::plain(text, &language));
        Score::new(query, stored, &[], Context::Other)
    }

    /// The points, and every deduction as `reason points`.
    fn reckoned(query: &str, stored: &str, language: &str) -> (u8, Vec<String>) {
        let score = score(query, stored, language);
        let lost: u32 = score
            .deductions
            .iter()
            .map(|one| u32::from(one.points))
            .sum();
        assert_eq!(u32::from(score.points), 100_u32.saturating_sub(lost));
        let deductions = score.deductions.iter();
        (
            score.points,
            deductions
                .map(|one| format!("{} {}", one.reason, one.points))
                .collect(),
        )
    }

    #[test]
    fn equal_texts_have_100_and_in_context_101() {
        assert_eq!(
            reckoned("The gate is shut.", "The gate is shut.", "en"),
            (100, vec![])
        );
        let english = tag("en");
        let side = Side::plain("Open the gate.", &english);
        let score = Score::new(side, side, &[], Context::Same);
        assert_eq!((score.points, score.kind), (101, Kind::Context));
    }

    #[test]
    fn words_numbers_and_marks_are_lost_by_name() {
        let text = "Water the garden 3 times a week, not more.";
        let lost = |stored| reckoned(text, stored, "en");
        assert_eq!(
            lost("Water the orchard 3 times a week, not more."),
            (90, vec!["words 10".into()])
        );
        assert_eq!(
            lost("Water the garden 5 times a week, not more."),
            (90, vec!["number 10".into()])
        );
        assert_eq!(
            lost("Water the garden 3 times a week not more."),
            (90, vec!["punctuation 10".into()])
        );
        assert_eq!(
            lost("Water the orchard 5 times a week not more."),
            (
                72,
                vec!["words 10".into(), "number 9".into(), "punctuation 9".into()]
            )
        );
    }

    #[test]
    fn what_the_key_hides_costs_a_point() {
        let one = |reason: &str| (99, vec![format!("{reason} 1")]);
        assert_eq!(
            reckoned("Open the Gate", "open the gate", "en"),
            one("case")
        );
        assert_eq!(reckoned("It’s open", "It's open", "en"), one("typography"));
        assert_eq!(reckoned("a  b", "a b", "en"), one("white-space"));
        assert_eq!(reckoned("a,b", "a, b", "en"), one("white-space"));
        assert_eq!(reckoned("15 گز", "۱۵ گز", "ur"), one("digits"));
        assert_eq!(reckoned("كتاب", "کتاب", "ur"), one("letters"));
        assert_eq!(reckoned("a", "a\u{200B}", "en"), one("white-space"));
    }

    #[test]
    fn a_variant_of_the_language_costs_a_point() {
        let (en, gb) = (tag("en"), tag("en-GB"));
        let score = Score::new(
            Side::plain("Grey", &en),
            Side::plain("Grey", &gb),
            &[],
            Context::Same,
        );
        assert_eq!((score.points, score.kind), (99, Kind::Fuzzy));
        assert_eq!(score.deductions, [Deduction::new(Reason::Variant, 1)]);
    }

    #[test]
    fn penalties_of_the_caller_are_named_and_never_go_below_zero() {
        let en = tag("en");
        let side = Side::plain("Grey", &en);
        let penalty = |points| Deduction::new(Reason::Penalty("old.tmx".to_owned()), points);
        let score = Score::new(side, side, &[penalty(5), penalty(0)], Context::Same);
        assert_eq!((score.points, score.deductions), (95, vec![penalty(5)]));
        assert_eq!(
            Score::new(side, side, &[penalty(255)], Context::Other).points,
            0
        );
    }

    #[test]
    fn texts_without_words_and_strange_ones_are_scored_too() {
        assert_eq!(score("", "", "en").points, 100);
        assert_eq!(score("", "a", "en").points, 0);
        assert_eq!(score("…", "...", "en").points, 99);
        assert_eq!(score("\0", "\0", "en").points, 100);
        assert!(score("’’a‘‘", "\"a\"", "en").points >= 98);
    }
}
