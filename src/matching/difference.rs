//! What differs between a text and the stored text that is offered for it, word by word.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::{Language, TokenClass, match_key, tokens};

/// A stretch of two texts: equal in every word and mark, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Whether the words and marks of both have the same match keys.
    pub is_equal: bool,
    /// Where it stands in the query, in UTF-8 bytes; empty when the query has nothing here.
    pub query: Range<usize>,
    /// Where it stands in the stored text, in UTF-8 bytes; empty when that has nothing here.
    pub stored: Range<usize>,
}

/// A word or mark of a text as it is written, with its match key.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) key: String,
    pub(super) class: TokenClass,
    /// Where it stands, in UTF-8 bytes.
    pub(super) range: Range<usize>,
}

/// The words and marks of a text, without those that keys leave out.
pub(super) fn written<'a>(text: &'a str, language: &Language) -> Vec<Word<'a>> {
    let counting = tokens(text)
        .filter(|token| !matches!(token.class, TokenClass::Space | TokenClass::Invisible));
    let words = counting.map(|token| Word {
        text: &text[token.range.clone()],
        key: match_key(&text[token.range.clone()], language),
        class: token.class,
        range: token.range,
    });
    words.filter(|word| !word.key.is_empty()).collect()
}

/// The steps from the words of one text to those of another.
pub(super) fn steps(query: &[Word<'_>], stored: &[Word<'_>]) -> Vec<DiffOp> {
    let keys = |words: &[Word<'_>]| {
        words
            .iter()
            .map(|word| word.key.clone())
            .collect::<Vec<_>>()
    };
    capture_diff_slices(Algorithm::Myers, &keys(query), &keys(stored))
}

/// The stretches of two texts that the steps between them make. Together they hold every word.
pub(super) fn stretches(steps: &[DiffOp], query: &[Word<'_>], stored: &[Word<'_>]) -> Vec<Stretch> {
    let span = |words: &[Word<'_>], range: Range<usize>| match &words[range.clone()] {
        [] => {
            let at = range
                .start
                .checked_sub(1)
                .map_or(0, |before| words[before].range.end);
            at..at
        }
        [first, .., last] => first.range.start..last.range.end,
        [one] => one.range.clone(),
    };
    let stretch = |step: &DiffOp| Stretch {
        is_equal: matches!(step, DiffOp::Equal { .. }),
        query: span(query, step.old_range()),
        stored: span(stored, step.new_range()),
    };
    steps.iter().map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Language {
        Language::default()
    }

    #[test]
    fn stretches_hold_every_word_of_both_texts() {
        let (query, stored) = ("The old gate, closed.", "the gate closed at 5.");
        let (a, b) = (written(query, &english()), written(stored, &english()));
        let stretches = stretches(&steps(&a, &b), &a, &b);
        let texts: Vec<_> = stretches
            .iter()
            .map(|part| {
                (
                    part.is_equal,
                    &query[part.query.clone()],
                    &stored[part.stored.clone()],
                )
            })
            .collect();
        let expected = [
            (true, "The", "the"),
            (false, "old", ""),
            (true, "gate", "gate"),
            (false, ",", ""),
            (true, "closed", "closed"),
            (false, "", "at 5"),
            (true, ".", "."),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_text_without_words_has_one_stretch_or_none() {
        let words = written("a b", &english());
        assert_eq!(stretches(&steps(&[], &[]), &[], &[]), []);
        let all = stretches(&steps(&words, &[]), &words, &[]);
        assert_eq!(
            (all.len(), all[0].query.clone(), all[0].stored.clone()),
            (1, 0..3, 0..0)
        );
    }
}
