//! Adapting the numbers of an offered translation, when nothing but numbers differs.

use std::ops::Range;

use super::Side;
use super::difference::{Word, written};
use crate::text::digits::{DigitSet, digit, digit_value, with_digits};
use crate::text::{TokenClass, tokens};

/// A translation with the numbers of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapted {
    /// The translation.
    pub text: String,
    /// What was changed, in order.
    pub numbers: Vec<AdaptedNumber>,
}

/// A number that was changed in a translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdaptedNumber {
    /// Where it stands in the adapted translation, in UTF-8 bytes.
    pub range: Range<usize>,
    /// What stood there.
    pub before: String,
    /// What stands there now, in the digits of the translation.
    pub after: String,
}

/// Puts the numbers of a query into the translation of a stored source that differs in numbers alone.
///
/// The digits and separators are those of the translation: where it wrote `۷۹` for `79`, it gets `۸۱`
/// for `81`. `None` when something else differs, when nothing does, or when a number does not stand in
/// the translation as often as in its source, so that nobody can say which one is meant.
#[must_use]
pub fn adapt_numbers(query: Side<'_>, source: Side<'_>, translation: &str) -> Option<Adapted> {
    let (new, old) = (
        written(query.text, query.language),
        written(source.text, source.language),
    );
    let changes = changes(&old, &new)?;
    let sources: Vec<String> = numbers(&old).map(plain).collect();
    let targets: Vec<(Range<usize>, String)> = tokens(translation)
        .filter(|token| token.class == TokenClass::Number)
        .map(|token| (token.range.clone(), plain(&translation[token.range])))
        .collect();
    let mut places: Vec<(Range<usize>, &str, &str)> = Vec::new();
    for (number, change) in sources.iter().zip(&changes) {
        let Some((before, after)) = change else {
            continue;
        };
        let nth = |all: &[String]| all.iter().filter(|other| *other == number).count();
        let own: Vec<_> = targets
            .iter()
            .filter(|(_, value)| value == number)
            .collect();
        let taken = places
            .iter()
            .filter(|(_, old, _)| plain(old) == *number)
            .count();
        // Of equal numbers that change differently nobody knows which is which.
        let others = sources.iter().zip(&changes);
        let change_alike = others
            .filter(|(other, _)| *other == number)
            .all(|(_, other)| other.map(|(_, after)| after) == Some(*after));
        if own.len() != nth(&sources) || !change_alike {
            return None;
        }
        places.push((own.get(taken)?.0.clone(), *before, *after));
    }
    places.sort_by_key(|(range, _, _)| range.start);
    Some(replaced(translation, &places))
}

/// For every number of the source what it becomes: `None` for one that stays. No answer when words differ.
fn changes<'a>(old: &[Word<'a>], new: &[Word<'a>]) -> Option<Vec<Option<(&'a str, &'a str)>>> {
    if old.len() != new.len() {
        return None;
    }
    let mut changes = Vec::new();
    let mut is_changed = false;
    for (old, new) in old.iter().zip(new) {
        let are_numbers = [old, new].map(|word| word.class == TokenClass::Number);
        match are_numbers {
            [true, true] if old.key != new.key => {
                is_changed = true;
                changes.push(Some((old.text, new.text)));
            }
            [true, true] => changes.push(None),
            _ if old.key != new.key => return None,
            _ => {}
        }
    }
    is_changed.then_some(changes)
}

fn numbers<'a>(words: &[Word<'a>]) -> impl Iterator<Item = &'a str> {
    let numbers = words.iter().filter(|word| word.class == TokenClass::Number);
    numbers.map(|word| word.text)
}

/// A number in ASCII digits, its separators left out unless it is a fraction in one character.
fn plain(number: &str) -> String {
    let ascii = with_digits(number, DigitSet::Ascii);
    let digits: String = ascii.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        ascii.into_owned()
    } else {
        digits
    }
}

/// The translation with the numbers at some places replaced.
fn replaced(translation: &str, places: &[(Range<usize>, &str, &str)]) -> Adapted {
    let mut text = String::with_capacity(translation.len());
    let mut numbers = Vec::with_capacity(places.len());
    let mut at = 0;
    for (range, old, new) in places {
        text.push_str(&translation[at..range.start]);
        let before = &translation[range.clone()];
        let after = as_written(new, old, before);
        numbers.push(AdaptedNumber {
            range: text.len()..text.len() + after.len(),
            before: before.to_owned(),
            after: after.clone(),
        });
        text.push_str(&after);
        at = range.end;
    }
    text.push_str(&translation[at..]);
    Adapted { text, numbers }
}

/// A new number with the digits of `target`, and with the separators that `target` has for those of `old`.
fn as_written(new: &str, old: &str, target: &str) -> String {
    let set = target
        .chars()
        .find_map(digit)
        .map_or(DigitSet::Ascii, |(set, _)| set);
    let is_separator = |c: &char| digit_value(*c).is_none();
    let separators: Vec<(char, char)> = old
        .chars()
        .filter(is_separator)
        .zip(target.chars().filter(is_separator))
        .collect();
    let drops_all = !target.contains(|c| is_separator(&c)) && old.contains(|c| is_separator(&c));
    let written = new.chars().filter_map(|c| {
        if !is_separator(&c) {
            return Some(c);
        }
        let known = separators.iter().find(|(own, _)| *own == c);
        known.map(|(_, other)| *other).or((!drops_all).then_some(c))
    });
    with_digits(&written.collect::<String>(), set).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn adapted(query: &str, source: &str, translation: &str) -> Option<String> {
        let english = Language::default();
        let [query, source] = [query, source].map(|text| Side::plain(text, &english));
        adapt_numbers(query, source, translation).map(|adapted| {
            for number in &adapted.numbers {
                assert_eq!(adapted.text[number.range.clone()], number.after);
            }
            adapted.text
        })
    }

    #[test]
    fn numbers_come_in_the_translations_own_digits() {
        let new = adapted("Take 81 steps.", "Take 79 steps.", "۷۹ ګامه واخله.");
        assert_eq!(new.as_deref(), Some("۸۱ ګامه واخله."));
        let new = adapted("Take 81 steps.", "Take 79 steps.", "79 قدم چلیں۔");
        assert_eq!(new.as_deref(), Some("81 قدم چلیں۔"));
    }

    #[test]
    fn separators_are_the_translations_own() {
        let new = adapted("3,125 trees", "2,670 trees", "۲،۶۷۰ ونې");
        assert_eq!(new.as_deref(), Some("۳،۱۲۵ ونې"));
        let new = adapted("3,125 trees", "2,670 trees", "2670 درخت");
        assert_eq!(new.as_deref(), Some("3125 درخت"));
    }

    #[test]
    fn places_may_change_their_order_and_equal_numbers_change_together() {
        let new = adapted("4 of 9 rows", "3 of 8 rows", "8 میں سے 3 قطاریں");
        assert_eq!(new.as_deref(), Some("9 میں سے 4 قطاریں"));
        let new = adapted("5 by 5 yards", "6 by 6 yards", "6 × 6 گز");
        assert_eq!(new.as_deref(), Some("5 × 5 گز"));
        assert_eq!(adapted("5 by 7 yards", "6 by 6 yards", "6 × 6 گز"), None);
    }

    #[test]
    fn what_is_not_certain_is_left_alone() {
        assert_eq!(adapted("81 steps", "79 paths", "۷۹"), None);
        assert_eq!(adapted("79 steps", "79 steps", "۷۹"), None);
        assert_eq!(adapted("81 steps", "79 steps", "اناسی قدم"), None);
        assert_eq!(adapted("81 steps", "79 steps", "۷۹ او ۷۹"), None);
        assert_eq!(adapted("", "", ""), None);
    }
}
