//! Letters of Urdu and Pashto that stand where their language never writes them.

use std::ops::Range;

use super::reading::{Reading, is_arabic};
use crate::text::{TokenClass, chip};

/// A letter in a place where it cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// A letter that ends words stands inside one: a space is missing after it.
    Glued(char),
    /// As before, in a word that is often written together: بےشمار.
    GluedPrefix,
    /// ے stands for ی inside a word, as programs for typesetting leave it: مےں.
    BarreeInside,
    /// ھ begins a word.
    InitialAspirate,
    /// ھ follows a letter that is never aspirated.
    Aspirate,
}

/// ے, which ends words.
pub(super) const YEH_BARREE: char = '\u{6D2}';
const NOON_GHUNNA: char = '\u{6BA}';
const DO_CHASHMEE: char = '\u{6BE}';
const YEH_WITH_TAIL: char = '\u{6CD}';

/// The letters that stand in a place where their language never writes them: where, and in what way.
pub(super) fn misplaced(text: &Reading<'_>, primary: &str) -> Vec<(Range<usize>, Misplaced)> {
    let suspects: &[char] = match primary {
        "ur" => &[YEH_BARREE, NOON_GHUNNA, DO_CHASHMEE],
        "ps" => &[YEH_BARREE, YEH_WITH_TAIL],
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let tokens = text.tokens().iter();
    for word in tokens.filter(|token| token.class == TokenClass::Word) {
        let letters = text.part(&word.range);
        for (at, c) in letters.char_indices().filter(|(_, c)| suspects.contains(c)) {
            let (before, after) = (&letters[..at], &letters[at + c.len_utf8()..]);
            if let Some(how) = judge(c, before, after) {
                let start = word.range.start + at;
                found.push((start..start + c.len_utf8(), how));
            }
        }
    }
    found
}

/// What is wrong with a letter between the parts of its word.
fn judge(c: char, before: &str, after: &str) -> Option<Misplaced> {
    let next = after.chars().next().filter(|c| is_arabic(*c));
    if c == DO_CHASHMEE {
        let is_word = next.is_some();
        return match before
            .chars()
            .rev()
            .find(|c| c.is_alphabetic() && is_arabic(*c))
        {
            None if is_word => Some(Misplaced::InitialAspirate),
            Some(letter) if !can_be_aspirated(letter) => Some(Misplaced::Aspirate),
            _ => None,
        };
    }
    next.filter(|next| c != NOON_GHUNNA || *next != DO_CHASHMEE)?;
    if c == YEH_BARREE && matches!(before, "ب" | "بِ") {
        return Some(Misplaced::GluedPrefix);
    }
    let is_lone = matches!(
        after,
        "ں" | "ا" | "ک" | "ر" | "ن" | "م" | "ل" | "ت" | "د" | "س"
    );
    if c == YEH_BARREE && is_lone && !before.is_empty() {
        return Some(Misplaced::BarreeInside);
    }
    Some(Misplaced::Glued(c))
}

/// Whether ھ may follow a consonant in Urdu.
pub(super) fn can_be_aspirated(c: char) -> bool {
    "بپتٹجچدڈرڑکگلمنوںی".contains(c)
}

impl Misplaced {
    /// What is wrong, in one sentence.
    pub(super) fn message(self, times: &str) -> String {
        match self {
            Self::Glued(letter) => {
                format!(
                    "a space is missing{times} after {}, which ends words",
                    chip(letter)
                )
            }
            Self::GluedPrefix => format!("بے is written together{times} with the word after it"),
            Self::BarreeInside => {
                format!(
                    "{} stands{times} inside a word for {}",
                    chip(YEH_BARREE),
                    chip('\u{6CC}')
                )
            }
            Self::InitialAspirate => {
                format!(
                    "{} begins a word{times} in place of {}",
                    chip(DO_CHASHMEE),
                    chip('\u{6C1}')
                )
            }
            Self::Aspirate => format!(
                "{} follows{times} a letter that is never aspirated, in place of {}",
                chip(DO_CHASHMEE),
                chip('\u{6C1}')
            ),
        }
    }

    /// What stands at a span once it is mended: a range to replace, and what to put there.
    pub(super) fn fix(self, span: &Range<usize>) -> (Range<usize>, &'static str) {
        match self {
            Self::Glued(_) | Self::GluedPrefix => (span.end..span.end, " "),
            Self::BarreeInside => (span.clone(), "\u{6CC}"),
            Self::InitialAspirate | Self::Aspirate => (span.clone(), "\u{6C1}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(primary: &str, text: &str) -> Vec<Misplaced> {
        let found = misplaced(&Reading::new(text), primary);
        found.into_iter().map(|(_, how)| how).collect()
    }

    #[test]
    fn letters_of_urdu_in_wrong_places() {
        use Misplaced::{Aspirate, BarreeInside, Glued, GluedPrefix, InitialAspirate};
        for (text, how) in [
            ("رہےہیں", Glued(YEH_BARREE)),
            ("میںنے", Glued(NOON_GHUNNA)),
            ("بےشمار", GluedPrefix),
            ("مےں", BarreeInside),
            ("ھے", InitialAspirate),
            ("مذھب", Aspirate),
        ] {
            assert_eq!(found("ur", text), [how], "{text}");
        }
    }

    #[test]
    fn right_places_pass() {
        for text in [
            "ہیں",
            "رہے ہیں",
            "منھ",
            "مُنہ",
            "انھیں",
            "۱۴۴۲ھ",
            "ھ",
            "بھی",
            "سیڑھی",
            "میں\u{200F}",
            "گئے۔",
            "تُمھیں",
        ] {
            assert_eq!(found("ur", text), [], "{text}");
        }
        assert_eq!(found("ps", "هلۍته"), [Misplaced::Glued(YEH_WITH_TAIL)]);
        assert!(found("ps", "هلۍ ته").is_empty());
        assert!(found("fa", "مےں").is_empty());
    }
}
