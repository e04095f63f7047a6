//! What the translations of a document nearly always do: which digits they use, and how they end a sentence.

use std::collections::HashMap;

use super::digits_mixed::plain_numbers;
use super::reading::{Kinds, Reading};
use crate::model::{DocumentName, Unit};
use crate::text::Language;
use crate::text::digits::DigitSet;

/// So many choices make a habit, if nearly all are the same.
const ENOUGH: usize = 20;

/// A document and a language; units of the memory alone are one document.
type Place = (Option<DocumentName>, Language);

/// How often each choice was made, by document.
#[derive(Debug, Default)]
pub(super) struct Habits {
    digits: HashMap<Place, Choices<DigitSet>>,
    stops: HashMap<Place, Choices<char>>,
}

/// How often each of a few choices was made.
#[derive(Debug)]
struct Choices<T>(Vec<(T, usize)>);

impl<T> Default for Choices<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + PartialEq> Choices<T> {
    fn add(&mut self, choice: T) {
        match self.0.iter_mut().find(|(known, _)| *known == choice) {
            Some((_, count)) => *count += 1,
            None => self.0.push((choice, 1)),
        }
    }

    /// The choice that was made nine times out of ten or more, if there were enough.
    fn habit(&self) -> Option<T> {
        let all: usize = self.0.iter().map(|(_, count)| count).sum();
        let (choice, count) = self.0.iter().max_by_key(|(_, count)| *count)?;
        (all >= ENOUGH && count * 10 >= all * 9).then_some(*choice)
    }
}

impl Habits {
    /// Looks at a translation in a language that is written from right to left.
    pub(super) fn add(&mut self, unit: &Unit, language: &Language, text: &Reading<'_>) {
        if text.kinds.has(Kinds::ASCII_DIGIT | Kinds::OTHER_DIGIT) {
            for (_, set) in plain_numbers(text) {
                self.digits
                    .entry(place(unit, language))
                    .or_default()
                    .add(set);
            }
        }
        if let Some(stop) = text
            .text
            .trim_end()
            .chars()
            .next_back()
            .filter(|c| is_stop(*c))
        {
            self.stops
                .entry(place(unit, language))
                .or_default()
                .add(stop);
        }
    }

    /// The digits that a document nearly always uses.
    pub(super) fn digits(&self, unit: &Unit, language: &Language) -> Option<DigitSet> {
        self.digits.get(&place(unit, language))?.habit()
    }

    /// The mark with which a document nearly always ends a statement.
    pub(super) fn stop(&self, unit: &Unit, language: &Language) -> Option<char> {
        self.stops.get(&place(unit, language))?.habit()
    }
}

fn place(unit: &Unit, language: &Language) -> Place {
    let document = unit
        .placement
        .as_ref()
        .map(|placement| placement.document.clone());
    (document, language.clone())
}

/// Whether a mark ends a statement.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '\u{6D4}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_of_twenty_are_a_habit() {
        let habit = |stops: usize, others: usize| {
            let mut choices = Choices::default();
            (0..stops).for_each(|_| choices.add('.'));
            (0..others).for_each(|_| choices.add('۔'));
            choices.habit()
        };
        assert_eq!(habit(18, 2), Some('.'));
        assert_eq!(habit(17, 3), None);
        assert_eq!(habit(19, 0), None, "too few");
    }
}
