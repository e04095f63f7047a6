//! Whether a text can be in the language that its tag names, by its script and by letters of one language only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Language;
use super::table::rows;

/// How many letters of a text are looked at.
const SAMPLE: usize = 20_000;

/// What of a text must be in another script before its tag is doubted.
const FOREIGN: f64 = 0.6;

/// How many of a thousand letters of a text belong to one language only, at least, if it is in it.
const OWN_IN_A_THOUSAND: usize = 10;

/// One language of the table.
struct Row {
    language: &'static str,
    scripts: Vec<&'static str>,
    letters: Vec<char>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("tables/scripts.tsv"))
        .filter_map(|row| {
            let [language, scripts, letters] = row.as_slice() else {
                return None;
            };
            Some(Row {
                language,
                scripts: scripts.split_whitespace().collect(),
                letters: letters.chars().filter(|c| !c.is_whitespace()).collect(),
            })
        })
        .collect()
});

/// Why a text can hardly be in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Most of it is in another script; the name of that.
    Script(&'static str),
    /// It is full of letters that another language alone writes; the tag of that.
    Letters(&'static str),
    /// It holds no letter at all.
    NoLetters,
}

/// Why a text can hardly be in the language that its tag names, if it can be seen.
///
/// A language of which the table knows nothing is believed. Looks at the first letters only.
#[must_use]
pub fn misfit(text: &str, language: &Language) -> Option<Misfit> {
    let letters: Vec<char> = (text.chars().filter(|c| c.is_alphabetic()))
        .take(SAMPLE)
        .collect();
    if letters.is_empty() {
        return Some(Misfit::NoLetters);
    }
    foreign_script(&letters, language).or_else(|| foreign_letters(&letters, language))
}

/// The name of the script that most of a text is in, where that is none of its language's.
///
/// Cheaper than [`misfit`], and sure on short texts too, when they have at least so many letters. Looks at the first
/// letters only.
#[must_use]
pub fn wrong_script(text: &str, language: &Language, least: usize) -> Option<&'static str> {
    let letters: Vec<char> = text
        .chars()
        .filter(|c| is_letter(*c))
        .take(SAMPLE)
        .collect();
    if letters.len() < least {
        return None;
    }
    match foreign_script(&letters, language) {
        Some(Misfit::Script(script)) => Some(script),
        _ => None,
    }
}

/// Whether a character is a letter; the usual ones of our languages need no table.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{620}'..='\u{64A}') || !c.is_ascii() && c.is_alphabetic()
}

#[allow(clippy::cast_precision_loss)]
fn foreign_script(letters: &[char], language: &Language) -> Option<Misfit> {
    let expected = scripts_of(language)?;
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for script in letters.iter().filter_map(|letter| script_of(*letter)) {
        *counts.entry(script).or_default() += 1;
    }
    let (script, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let fits = expected.iter().any(|tag| group(tag) == script);
    let most = count as f64 > FOREIGN * letters.len() as f64;
    (!fits && most).then_some(Misfit::Script(script))
}

fn foreign_letters(letters: &[char], language: &Language) -> Option<Misfit> {
    let count = |row: &Row| letters.iter().filter(|c| row.letters.contains(c)).count();
    let row = |row: &&Row| row.language == language.primary();
    let own = ROWS
        .iter()
        .find(row)
        .filter(|row| !row.letters.is_empty())?;
    let other = ROWS.iter().filter(|row| row.language != own.language);
    let (other, found) = other
        .map(|row| (row, count(row)))
        .max_by_key(|(_, count)| *count)?;
    let full = found * 1000 >= letters.len() * OWN_IN_A_THOUSAND;
    (full && count(own) * 3 < found).then_some(Misfit::Letters(other.language))
}

/// The scripts of a language: that of its tag, else those of the table.
fn scripts_of(language: &Language) -> Option<Vec<&str>> {
    if let Some(script) = language.script() {
        return Some(vec![script]);
    }
    let row = ROWS.iter().find(|row| row.language == language.primary())?;
    Some(row.scripts.clone())
}

/// The name of the script of an ISO 15924 code; codes of one script share theirs.
fn group(code: &str) -> &'static str {
    const GROUPS: &[(&str, &str)] = &[
        ("Arab", "Arabic"),
        ("Aran", "Arabic"),
        ("Armn", "Armenian"),
        ("Beng", "Bengali"),
        ("Cyrl", "Cyrillic"),
        ("Deva", "Devanagari"),
        ("Ethi", "Ethiopic"),
        ("Geor", "Georgian"),
        ("Grek", "Greek"),
        ("Gujr", "Gujarati"),
        ("Guru", "Gurmukhi"),
        ("Hans", "East Asian"),
        ("Hant", "East Asian"),
        ("Hani", "East Asian"),
        ("Hebr", "Hebrew"),
        ("Jpan", "East Asian"),
        ("Khmr", "Khmer"),
        ("Knda", "Kannada"),
        ("Kore", "East Asian"),
        ("Laoo", "Lao"),
        ("Latn", "Latin"),
        ("Mlym", "Malayalam"),
        ("Mymr", "Myanmar"),
        ("Orya", "Oriya"),
        ("Sinh", "Sinhala"),
        ("Taml", "Tamil"),
        ("Telu", "Telugu"),
        ("Thai", "Thai"),
    ];
    let found = GROUPS.iter().find(|(known, _)| *known == code);
    found.map_or("", |(_, name)| name)
}

/// The script of a letter, by block; `None` for letters of scripts that the table does not name.
fn script_of(letter: char) -> Option<&'static str> {
    Some(match u32::from(letter) {
        0x41..=0x24F | 0x1E00..=0x1EFF | 0xFB00..=0xFB06 | 0xFF21..=0xFF5A => "Latin",
        0x370..=0x3FF | 0x1F00..=0x1FFF => "Greek",
        0x400..=0x52F => "Cyrillic",
        0x530..=0x58F => "Armenian",
        0x590..=0x5FF | 0xFB1D..=0xFB4F => "Hebrew",
        0x600..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => {
            "Arabic"
        }
        0x900..=0x97F => "Devanagari",
        0x980..=0x9FF => "Bengali",
        0xA00..=0xA7F => "Gurmukhi",
        0xA80..=0xAFF => "Gujarati",
        0xB00..=0xB7F => "Oriya",
        0xB80..=0xBFF => "Tamil",
        0xC00..=0xC7F => "Telugu",
        0xC80..=0xCFF => "Kannada",
        0xD00..=0xD7F => "Malayalam",
        0xD80..=0xDFF => "Sinhala",
        0xE00..=0xE7F => "Thai",
        0xE80..=0xEFF => "Lao",
        0x1000..=0x109F => "Myanmar",
        0x10A0..=0x10FF => "Georgian",
        0x1100..=0x11FF
        | 0x3040..=0x9FFF
        | 0xAC00..=0xD7AF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF => "East Asian",
        0x1200..=0x139F => "Ethiopic",
        0x1780..=0x17FF => "Khmer",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, tag: &str) -> Option<Misfit> {
        misfit(text, &Language::parse(tag).unwrap())
    }

    const URDU: &str = "کنواں سوکھ گیا اور سارا گاؤں دریا کی طرف چل پڑا۔";
    const PASHTO: &str = "څاه وچه شوه او ټول کلی د سیند پر لور روان شو.";

    #[test]
    fn a_text_in_its_own_language_fits() {
        assert_eq!(of("The well went dry.", "en"), None);
        assert_eq!(of(URDU, "ur"), None);
        assert_eq!(of(PASHTO, "ps-PK"), None);
        assert_eq!(of("Колодец высох.", "ru"), None);
        assert_eq!(of("井戸が枯れた。", "ja"), None);
        assert_eq!(of("kunwan sookh gaya", "ur-Latn"), None);
        assert_eq!(of(URDU, "tlh"), None, "nothing is known of it");
    }

    #[test]
    fn another_script_is_seen() {
        assert_eq!(
            of("The well went dry.", "ur"),
            Some(Misfit::Script("Latin"))
        );
        assert_eq!(of(URDU, "en"), Some(Misfit::Script("Arabic")));
        assert_eq!(of(URDU, "ur-Latn"), Some(Misfit::Script("Arabic")));
        assert_eq!(of("12, 13 and ۱۴", "ur"), Some(Misfit::Script("Latin")));
        assert_eq!(of("12: 13!", "ur"), Some(Misfit::NoLetters));
    }

    #[test]
    fn letters_of_another_language_are_seen() {
        assert_eq!(of(PASHTO, "ur"), Some(Misfit::Letters("ps")));
        assert_eq!(of(URDU, "ps"), Some(Misfit::Letters("ur")));
    }

    #[test]
    fn foreign_words_do_no_harm() {
        let mixed = "ٹی ٹی پی TTP اور GDP کی بات ہوئی۔";
        assert_eq!(of(mixed, "ur"), None);
    }
}
