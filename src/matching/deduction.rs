//! The reasons for which a match loses points.

use std::fmt;

use serde::{Serialize, Serializer};
use similar::DiffOp;

use super::Similarity;
use super::difference::Word;
use crate::model::InlineCode;
use crate::text::TokenClass;
use crate::text::digits::{DigitSet, with_digits};

/// Points that a match loses, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deduction {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub points: u8,
}

/// Why a match loses points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Words differ.
    Words,
    /// Numbers differ in value.
    Number,
    /// Punctuation marks or signs differ, are missing or too many.
    Punctuation,
    /// Capital letters stand for small ones, or the other way round.
    Case,
    /// Numbers of one value have digits of different sets.
    Digits,
    /// Quotation marks, apostrophes, dashes or dots have different forms.
    Typography,
    /// Letters that count as one are different, as from another keyboard, or vowel marks are.
    Letters,
    /// White space or invisible characters differ.
    WhiteSpace,
    /// Inline codes differ, or stand elsewhere.
    InlineCode,
    /// The languages are different variants of one.
    Variant,
    /// The caller's own, by its name.
    Penalty(String),
}

/// The most points that inline codes can cost.
const MOST_FOR_CODES: usize = 5;

impl Deduction {
    /// A deduction of some points.
    #[must_use]
    pub fn new(reason: Reason, points: u8) -> Self {
        Self { reason, points }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Words => "words",
            Self::Number => "number",
            Self::Punctuation => "punctuation",
            Self::Case => "case",
            Self::Digits => "digits",
            Self::Typography => "typography",
            Self::Letters => "letters",
            Self::WhiteSpace => "white-space",
            Self::InlineCode => "inline-code",
            Self::Variant => "variant",
            Self::Penalty(name) => return write!(f, "penalty: {name}"),
        })
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The points that edits cost, shared out among words, numbers and marks as many as each were edited.
pub(super) fn edits(
    similarity: Similarity,
    steps: &[DiffOp],
    query: &[Word<'_>],
    stored: &[Word<'_>],
) -> Vec<Deduction> {
    let lost = u32::from(100 - similarity.per_cent());
    let [mut words, mut numbers, mut marks] = [0_u32; 3];
    for step in steps
        .iter()
        .filter(|step| !matches!(step, DiffOp::Equal { .. }))
    {
        let (old, new) = (&query[step.old_range()], &stored[step.new_range()]);
        for at in 0..old.len().max(new.len()) {
            let classes = [old.get(at), new.get(at)].map(|word| word.map(|word| word.class));
            let are_all = |class| classes.into_iter().flatten().all(|own| own == class);
            if are_all(TokenClass::Number) {
                numbers += 1;
            } else if are_all(TokenClass::Punctuation) {
                marks += 1;
            } else {
                words += 1;
            }
        }
    }
    let all = (words + numbers + marks).max(1);
    let (for_numbers, for_marks) = (lost * numbers / all, lost * marks / all);
    let for_words = lost - for_numbers - for_marks;
    let mut shares = [
        (Reason::Words, for_words, words),
        (Reason::Number, for_numbers, numbers),
        (Reason::Punctuation, for_marks, marks),
    ];
    // What dividing leaves over goes to words, unless no word differs.
    if words == 0 && numbers + marks > 0 {
        let heir = if numbers >= marks { 1 } else { 2 };
        shares[heir].1 += for_words;
        shares[0].1 = 0;
    }
    let shares = shares.into_iter().filter(|(_, points, _)| *points > 0);
    shares
        .map(|(reason, points, _)| Deduction::new(reason, points as u8))
        .collect()
}

/// A point for each way in which words that count as equal are written differently.
pub(super) fn writing(
    query_text: &str,
    stored_text: &str,
    steps: &[DiffOp],
    query: &[Word<'_>],
    stored: &[Word<'_>],
) -> Vec<Deduction> {
    let mut reasons: Vec<Reason> = Vec::new();
    for step in steps {
        let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = *step
        else {
            continue;
        };
        for at in 0..len {
            let (one, other) = (&query[old_index + at], &stored[new_index + at]);
            if one.text != other.text {
                reasons.push(written_otherwise(one, other));
            }
            if at > 0 {
                let gap = |text: &'_ str, words: &[Word<'_>], at: usize| {
                    text[words[at - 1].range.end..words[at].range.start].to_owned()
                };
                let own = gap(query_text, query, old_index + at);
                if own != gap(stored_text, stored, new_index + at) {
                    reasons.push(Reason::WhiteSpace);
                }
            }
        }
    }
    reasons.sort_unstable();
    reasons.dedup();
    reasons
        .into_iter()
        .map(|reason| Deduction::new(reason, 1))
        .collect()
}

/// In which way two words of one key are written differently.
fn written_otherwise(one: &Word<'_>, other: &Word<'_>) -> Reason {
    let ascii = |word: &Word<'_>| with_digits(word.text, DigitSet::Ascii).into_owned();
    let letters = |word: &Word<'_>| -> String {
        let chars = word.text.chars();
        chars.filter(|c| c.is_alphanumeric()).collect()
    };
    if one.text.to_lowercase() == other.text.to_lowercase() {
        Reason::Case
    } else if one.class == TokenClass::Number && ascii(one) == ascii(other) {
        Reason::Digits
    } else if one.class == TokenClass::Punctuation || letters(one) == letters(other) {
        Reason::Typography
    } else {
        Reason::Letters
    }
}

/// A point for each inline code that only one side has, five at most; one point when all are there but elsewhere.
pub(super) fn codes(query: &[InlineCode], stored: &[InlineCode]) -> Option<Deduction> {
    let what = |code: &InlineCode| (code.kind, code.original.clone());
    let mut left: Vec<_> = stored.iter().map(what).collect();
    let mut only_query = 0;
    for code in query.iter().map(what) {
        match left.iter().position(|other| *other == code) {
            Some(at) => drop(left.remove(at)),
            None => only_query += 1,
        }
    }
    let differing = only_query.max(left.len());
    let are_in_place = query.len() == stored.len()
        && query
            .iter()
            .zip(stored)
            .all(|(one, other)| what(one) == what(other) && one.offset == other.offset);
    let points = match differing {
        0 if are_in_place => return None,
        0 => 1,
        more => more.min(MOST_FOR_CODES) as u8,
    };
    Some(Deduction::new(Reason::InlineCode, points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeKind;

    fn code(offset: usize, original: &str) -> InlineCode {
        InlineCode {
            offset,
            kind: CodeKind::Standalone,
            pair: None,
            element: "ph".to_owned(),
            attributes: Vec::new(),
            original: original.to_owned(),
        }
    }

    #[test]
    fn codes_cost_a_point_each_and_one_for_their_place() {
        let points = |a: &[InlineCode], b: &[InlineCode]| codes(a, b).map_or(0, |one| one.points);
        let codes_of = |codes: &[(usize, &str)]| -> Vec<InlineCode> {
            codes.iter().map(|(at, what)| code(*at, what)).collect()
        };
        let points = |a: &[_], b: &[_]| points(&codes_of(a), &codes_of(b));
        let (a, b) = ((3, "<br/>"), (7, "<hr/>"));
        assert_eq!(points(&[a], &[a]), 0);
        assert_eq!(points(&[a], &[]), 1);
        assert_eq!(points(&[a, b], &[b, a]), 1);
        assert_eq!(points(&[a], &[(4, "<br/>")]), 1);
        assert_eq!(points(&[a, b], &[a]), 1);
        assert_eq!(points(&[a; 9], &[b]), 5);
    }

    #[test]
    fn reasons_have_names() {
        assert_eq!(Reason::WhiteSpace.to_string(), "white-space");
        assert_eq!(
            Reason::Penalty("old.tmx".to_owned()).to_string(),
            "penalty: old.tmx"
        );
    }
}
