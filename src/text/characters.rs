//! Names of characters, for chips that show what the eye cannot see.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table;

/// What to call a character that has no shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invisible {
    /// The short label of the Unicode charts: `ZWNJ`.
    pub label: &'static str,
    /// The full name: `ZERO WIDTH NON-JOINER`.
    pub name: &'static str,
}

static INVISIBLES: LazyLock<HashMap<char, Invisible>> = LazyLock::new(|| {
    table::rows(include_str!("tables/invisibles.tsv"))
        .filter_map(|row| match row[..] {
            [code, label, name] => Some((table::from_code_point(code)?, Invisible { label, name })),
            _ => None,
        })
        .collect()
});

static NAMES: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    table::rows(include_str!("tables/character_names.tsv"))
        .filter_map(|row| match row[..] {
            [code, name] => Some((table::from_code_point(code)?, name)),
            _ => None,
        })
        .collect()
});

/// The label and name of a character that cannot be seen or told from a plain space; `None` for others.
#[must_use]
pub fn invisible(c: char) -> Option<Invisible> {
    INVISIBLES.get(&c).copied()
}

/// The Unicode name of a character; `None` outside the Latin, Arabic, punctuation and invisible ones.
#[must_use]
pub fn character_name(c: char) -> Option<&'static str> {
    NAMES
        .get(&c)
        .copied()
        .or_else(|| invisible(c).map(|found| found.name))
}

/// The code point and, where it is known, the name: `U+06CC ARABIC LETTER FARSI YEH`.
#[must_use]
pub fn chip(c: char) -> String {
    let code = u32::from(c);
    match character_name(c) {
        Some(name) => format!("U+{code:04X} {name}"),
        None => format!("U+{code:04X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_marks_and_invisibles_have_names() {
        assert_eq!(chip('ی'), "U+06CC ARABIC LETTER FARSI YEH");
        assert_eq!(chip('\u{64E}'), "U+064E ARABIC FATHA");
        assert_eq!(chip('\u{200F}'), "U+200F RIGHT-TO-LEFT MARK");
        assert_eq!(chip('۔'), "U+06D4 ARABIC FULL STOP");
        assert_eq!(chip('漢'), "U+6F22");
        assert_eq!(invisible('\u{A0}').unwrap().label, "NBSP");
        assert_eq!(invisible('a'), None);
    }

    #[test]
    fn every_row_of_the_tables_can_be_read() {
        let invisibles = table::rows(include_str!("tables/invisibles.tsv")).count();
        let names = table::rows(include_str!("tables/character_names.tsv")).count();
        assert_eq!((INVISIBLES.len(), NAMES.len()), (invisibles, names));
    }
}
