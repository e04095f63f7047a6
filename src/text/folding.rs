//! The tables by which match keys fold characters, one for Urdu, one for Pashto, one for all other languages.

use std::sync::LazyLock;

use super::digits::digit_value;
use super::{Language, table};

/// Stands in a table for a character that keys leave out.
pub(super) const DROPPED: char = '\u{FFFF}';

/// Stands in a table for a character that becomes several.
pub(super) const SEVERAL: char = '\u{FFFE}';

const LOW_END: usize = 0x800;
const MARKS_START: usize = 0x2000;
const MARKS_END: usize = 0x2240;

/// How the characters of one family of languages fold.
pub(super) struct Folding {
    /// U+0000 to U+07FF: every letter of the Latin, Greek, Cyrillic, Hebrew and Arabic alphabets.
    low: Box<[char]>,
    /// U+2000 to U+223F: general punctuation and signs.
    marks: Box<[char]>,
    /// What the characters marked [`SEVERAL`] become.
    several: Vec<(char, String)>,
    /// Which bytes are characters of ASCII that at most change their case, and stand for nothing else.
    plain: [bool; 256],
}

static FOLDINGS: LazyLock<[Folding; 3]> = LazyLock::new(|| [2, 3, 4].map(Folding::build));

static PUNCTUATION: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    table::rows(include_str!("tables/key_punctuation.tsv"))
        .filter_map(|row| Some((table::from_code_point(row.first()?)?, *row.get(1)?)))
        .collect()
});

impl Folding {
    /// The folding for a language.
    pub(super) fn of_language(language: &Language) -> &'static Self {
        match language.primary() {
            "ur" => &FOLDINGS[0],
            "ps" | "pbt" | "pst" => &FOLDINGS[1],
            _ => &FOLDINGS[2],
        }
    }

    /// Makes the tables from a column of the table of letters.
    fn build(column: usize) -> Self {
        let mut several: Vec<(char, String)> = Vec::new();
        let mut fold = |code: usize| {
            let Some(c) = char::from_u32(code as u32) else {
                return DROPPED;
            };
            let text = folded(c, column);
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (None, _) => DROPPED,
                (Some(one), None) => one,
                _ => {
                    several.push((c, text));
                    SEVERAL
                }
            }
        };
        let low: Box<[char]> = (0..LOW_END).map(&mut fold).collect();
        let is_plain = |code: u8| {
            let one = char::from(code);
            let is_kept = low[usize::from(code)] == one.to_ascii_lowercase();
            one.is_ascii() && is_kept && !matches!(one, ' ' | '\'')
        };
        Self {
            plain: std::array::from_fn(|code| is_plain(code as u8)),
            low,
            marks: (MARKS_START..MARKS_END).map(&mut fold).collect(),
            several,
        }
    }

    /// What one character becomes: a character (a space for any white space), [`DROPPED`] or [`SEVERAL`].
    #[inline]
    pub(super) fn fold(&self, c: char) -> char {
        let code = c as usize;
        if code < LOW_END {
            self.low[code]
        } else if (MARKS_START..MARKS_END).contains(&code) {
            self.marks[code - MARKS_START]
        } else {
            fold_rare(c)
        }
    }

    /// Whether a byte is a character of ASCII that at most changes its case: no white space, no quote.
    #[inline]
    pub(super) fn is_plain(&self, byte: u8) -> bool {
        self.plain[usize::from(byte)]
    }

    /// What a character marked [`SEVERAL`] becomes.
    pub(super) fn several(&self, c: char) -> String {
        let known = self.several.iter().find(|(from, _)| *from == c);
        known.map_or_else(|| lowercase(c), |(_, to)| to.clone())
    }
}

/// What a character outside the tables becomes.
fn fold_rare(c: char) -> char {
    if is_dropped(c) {
        return DROPPED;
    }
    if c.is_whitespace() {
        return ' ';
    }
    // Full-width ASCII and its narrow twin are one.
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    if let Some(value) = digit_value(c) {
        return char::from(b'0' + value);
    }
    if let Ok(at) = PUNCTUATION.binary_search_by_key(&c, |(from, _)| *from) {
        return PUNCTUATION[at].1.chars().next().unwrap_or(c);
    }
    if c == 'ẞ' {
        return SEVERAL;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => SEVERAL,
    }
}

/// What a character becomes, by the rules and the tables; empty when keys leave it out.
fn folded(c: char, column: usize) -> String {
    if is_dropped(c) || is_arabic_mark(c) {
        return String::new();
    }
    if c.is_whitespace() {
        return " ".to_owned();
    }
    if let Some(value) = digit_value(c) {
        return char::from(b'0' + value).to_string();
    }
    if let Some((_, to)) = PUNCTUATION.iter().find(|(from, _)| *from == c) {
        return (*to).to_owned();
    }
    folded_letter(c, column).unwrap_or_else(|| lowercase(c))
}

/// What the table of letters makes of a letter, if it has it.
fn folded_letter(c: char, column: usize) -> Option<String> {
    if !('\u{600}'..='\u{6FF}').contains(&c) {
        return None;
    }
    table::rows(include_str!("tables/key_letters.tsv"))
        .find(|row| row.get(1).and_then(|code| table::from_code_point(code)) == Some(c))
        .and_then(|row| row.get(column).and_then(|to| table::from_code_points(to)))
}

/// Simple case folding: lower case, `ß` as `ss`, the final sigma as any other, no dotless or dotted i.
fn lowercase(c: char) -> String {
    match c {
        'ß' | 'ẞ' => "ss".to_owned(),
        'ς' => "σ".to_owned(),
        'ſ' => "s".to_owned(),
        'İ' | 'ı' => "i".to_owned(),
        _ => c.to_lowercase().collect(),
    }
}

/// Characters without a body: joiners, bidi controls, byte order mark, soft hyphen, selectors, tatweel.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{640}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Vowel signs and the other optional marks of the Arabic script.
fn is_arabic_mark(c: char) -> bool {
    matches!(
        c,
        '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E4}'
            | '\u{6E7}'
            | '\u{6E8}'
            | '\u{6EA}'..='\u{6ED}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_can_be_read() {
        for row in table::rows(include_str!("tables/key_letters.tsv")) {
            let code = table::from_code_point(row[1]).unwrap();
            assert_eq!(row[0], code.to_string());
            for to in &row[2..5] {
                assert!(
                    *to == "=" || table::from_code_points(to).is_some(),
                    "{row:?}"
                );
            }
        }
        let marks = table::rows(include_str!("tables/key_punctuation.tsv")).count();
        assert_eq!(PUNCTUATION.len(), marks);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for folding in &*FOLDINGS {
            for c in (0..=0xFFFF).filter_map(char::from_u32) {
                let once = folding.fold(c);
                if once != DROPPED && once != SEVERAL {
                    assert_eq!(folding.fold(once), once, "U+{:04X}", c as u32);
                }
            }
        }
    }
}
