//! Sets of characters by the names that Java gives them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// The set of these inclusive ranges.
pub(super) fn set(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(
        ranges
            .iter()
            .map(|(from, to)| ClassUnicodeRange::new(*from, *to)),
    )
}

/// The set that a letter stands for after a backslash (`\d`, `\S`); `unicode` is Java's flag `U`.
pub(super) fn shorthand(letter: char, unicode: bool) -> Option<ClassUnicode> {
    let lower = letter.to_ascii_lowercase();
    let mut class = match (lower, unicode) {
        ('d', true) => property("Nd")?,
        ('w', true) => word(),
        ('s', true) => property("White_Space")?,
        ('d', false) => set(&[('0', '9')]),
        ('w', false) => set(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        ('s', false) => set(&[('\t', '\r'), (' ', ' ')]),
        ('h', _) => set(&[
            ('\t', '\t'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{180e}', '\u{180e}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
        ]),
        ('v', _) => set(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')]),
        _ => return None,
    };
    if letter.is_ascii_uppercase() {
        class.negate();
    }
    Some(class)
}

/// What Java's `\w` matches with the flag `U`.
fn word() -> ClassUnicode {
    let mut class = set(&[('_', '_'), ('\u{200c}', '\u{200d}')]);
    for name in ["Alphabetic", "M", "Nd", "Pc"] {
        if let Some(part) = property(name) {
            class.union(&part);
        }
    }
    class
}

/// The set that `\p{name}` stands for.
pub(super) fn named(name: &str, unicode: bool) -> Option<ClassUnicode> {
    if !unicode && let Some(class) = posix(name) {
        return Some(class);
    }
    if let Some(java) = name.strip_prefix("java") {
        return java_method(java);
    }
    let (key, value) = name.split_once('=').unwrap_or(("", name));
    match (key.to_ascii_lowercase().as_str(), value) {
        ("", value) => {
            let bare = value
                .strip_prefix("Is")
                .or_else(|| value.strip_prefix("In"))
                .unwrap_or(value);
            posix_unicode(bare)
                .or_else(|| property(value))
                .or_else(|| property(bare))
        }
        ("gc" | "general_category", value) => property(value),
        ("sc" | "script", value) => property(&format!("Script={value}")),
        ("blk" | "block", value) => property(value),
        _ => None,
    }
}

/// The POSIX classes, which are ASCII in Java.
fn posix(name: &str) -> Option<ClassUnicode> {
    Some(match name {
        "Lower" => set(&[('a', 'z')]),
        "Upper" => set(&[('A', 'Z')]),
        "ASCII" => set(&[('\0', '\x7f')]),
        "Alpha" => set(&[('A', 'Z'), ('a', 'z')]),
        "Digit" => set(&[('0', '9')]),
        "Alnum" => set(&[('0', '9'), ('A', 'Z'), ('a', 'z')]),
        "Punct" => set(&[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
        "Graph" => set(&[('!', '~')]),
        "Print" => set(&[(' ', '~')]),
        "Blank" => set(&[('\t', '\t'), (' ', ' ')]),
        "Cntrl" => set(&[('\0', '\x1f'), ('\x7f', '\x7f')]),
        "XDigit" => set(&[('0', '9'), ('A', 'F'), ('a', 'f')]),
        "Space" => set(&[('\t', '\r'), (' ', ' ')]),
        _ => return None,
    })
}

/// The POSIX classes under the flag `U`, or with the prefix `Is`.
fn posix_unicode(name: &str) -> Option<ClassUnicode> {
    match name.to_ascii_lowercase().as_str() {
        "punct" | "punctuation" => property("P"),
        "alpha" | "alphabetic" => property("Alphabetic"),
        "lower" | "lowercase" => property("Lowercase"),
        "upper" | "uppercase" => property("Uppercase"),
        "titlecase" => property("Lt"),
        "digit" => property("Nd"),
        "control" | "cntrl" => property("Cc"),
        "space" | "white_space" | "whitespace" => property("White_Space"),
        "letter" => property("L"),
        _ => None,
    }
}

/// The sets behind `\p{javaLowerCase}` and its kin.
fn java_method(name: &str) -> Option<ClassUnicode> {
    match name {
        "LowerCase" => property("Lowercase"),
        "UpperCase" => property("Uppercase"),
        "TitleCase" => property("Lt"),
        "Alphabetic" => property("Alphabetic"),
        "Letter" => property("L"),
        "Digit" => property("Nd"),
        "LetterOrDigit" => Some(letters_and_digits()),
        "SpaceChar" => property("Z"),
        "Whitespace" => {
            let mut class = property("Z")?;
            class.difference(&set(&[
                ('\u{a0}', '\u{a0}'),
                ('\u{2007}', '\u{2007}'),
                ('\u{202f}', '\u{202f}'),
            ]));
            class.union(&set(&[('\t', '\r'), ('\x1c', '\x1f')]));
            Some(class)
        }
        "ISOControl" => property("Cc"),
        _ => None,
    }
}

/// Letters and decimal digits of every script.
pub(super) fn letters_and_digits() -> ClassUnicode {
    let mut class = ClassUnicode::empty();
    for name in ["L", "Nd"] {
        if let Some(part) = property(name) {
            class.union(&part);
        }
    }
    class
}

/// A property of Unicode, by the names of UTS 18; each is looked up once a process.
fn property(name: &str) -> Option<ClassUnicode> {
    static KNOWN: Mutex<BTreeMap<String, ClassUnicode>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().ok()?;
    if let Some(class) = known.get(name) {
        return Some(class.clone());
    }
    let class = look_up(name)?;
    known.insert(name.to_owned(), class.clone());
    Some(class)
}

fn look_up(name: &str) -> Option<ClassUnicode> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | '-' | ' ');
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let hir = regex_syntax::Parser::new()
        .parse(&format!("\\p{{{name}}}"))
        .ok()?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Literal(literal) => {
            let c = std::str::from_utf8(&literal.0).ok()?.chars().next()?;
            Some(set(&[(c, c)]))
        }
        _ => None,
    }
}

/// Adds the other case of every ASCII letter, or of every letter.
pub(super) fn fold(class: &mut ClassUnicode, unicode: bool) {
    if unicode {
        class.case_fold_simple();
        return;
    }
    let mut letters = class.clone();
    letters.intersect(&set(&[('A', 'Z'), ('a', 'z')]));
    let swapped = letters.ranges().iter().map(|range| {
        let swap = |c: char| char::from(c as u8 ^ 0x20);
        ClassUnicodeRange::new(swap(range.start()), swap(range.end()))
    });
    let swapped = ClassUnicode::new(swapped.collect::<Vec<_>>());
    class.union(&swapped);
}
