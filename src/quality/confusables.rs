//! The table of letters that belong to another script or keyboard, by language.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Severity;

/// A letter that does not belong into text of a language.
pub(super) struct Confusable {
    /// The letter.
    pub(super) letter: char,
    /// What should stand there; empty when nothing can be said.
    pub(super) expected: String,
    /// How much it matters.
    pub(super) severity: Severity,
    /// Whether the expected letters are right in every word.
    pub(super) is_safe: bool,
}

/// All of them are letters of the Arabic block.
const FIRST: char = '\u{600}';
const COUNT: usize = 0x100;

/// The letters that do not belong into text of one language.
pub(super) struct Confusables {
    /// One place for each code point of the Arabic block.
    by_letter: Vec<Option<Confusable>>,
}

/// The tables by primary language.
static TABLES: LazyLock<HashMap<&str, Confusables>> = LazyLock::new(|| {
    let mut tables: HashMap<&str, Confusables> = HashMap::new();
    for row in include_str!("tables/confusables.tsv").lines().skip(2) {
        if let [language, letter, _, expected, severity, fix, ..] =
            row.split('\t').collect::<Vec<_>>()[..]
            && let Some(letter) = letter.chars().next()
            && let Some(place) = tables
                .entry(language)
                .or_default()
                .by_letter
                .get_mut(index(letter))
        {
            *place = Some(Confusable {
                letter,
                expected: letters(expected),
                severity: match severity {
                    "info" => Severity::Info,
                    _ => Severity::Warning,
                },
                is_safe: fix == "auto",
            });
        }
    }
    tables
});

impl Default for Confusables {
    fn default() -> Self {
        Self {
            by_letter: std::iter::repeat_with(|| None).take(COUNT).collect(),
        }
    }
}

impl Confusables {
    /// The letters that do not belong into text of a primary language; `None` where they are not known.
    pub(super) fn of_language(primary: &str) -> Option<&'static Self> {
        TABLES.get(primary)
    }

    /// What is known of a letter, if it does not belong into the text.
    pub(super) fn get(&self, letter: char) -> Option<&Confusable> {
        self.by_letter.get(index(letter))?.as_ref()
    }
}

/// The place of a letter in the table; beyond its end for letters outside the block.
fn index(letter: char) -> usize {
    (letter as usize).wrapping_sub(FIRST as usize)
}

/// The letters of hexadecimal code points.
fn letters(codes: &str) -> String {
    codes
        .split(' ')
        .filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        let count = |primary| {
            let table = Confusables::of_language(primary).unwrap();
            table.by_letter.iter().flatten().count()
        };
        assert_eq!((count("ur"), count("ps")), (21, 14));
        for row in include_str!("tables/confusables.tsv").lines().skip(2) {
            let cells: Vec<_> = row.split('\t').collect();
            assert_eq!(
                u32::from_str_radix(cells[2], 16),
                Ok(u32::from(cells[1].chars().next().unwrap()))
            );
            assert_eq!(cells[3].is_empty(), letters(cells[3]).is_empty());
            assert!(["auto", "offer", "none"].contains(&cells[5]), "{row}");
        }
        assert!(Confusables::of_language("en").is_none());
    }
}
