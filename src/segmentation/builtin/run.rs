//! A mark and what closes with it: `."`, `?!`, `. . .`, `.) [10]`, `! :-)`.

use super::chars::{is_closing_bracket, is_emphasis, is_inner, is_invisible, is_quote};
use super::features::shape;
use super::table::Table;

/// One or more marks with their quotes, brackets and citations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where the first mark begins, in bytes.
    pub(super) start: usize,
    /// After the last mark.
    pub(super) marks_end: usize,
    /// After the quotes, brackets and citations that follow.
    pub(super) end: usize,
    /// After the white space that follows those.
    pub(super) next: usize,
    /// Where the next segment begins, if this one ends here: mostly `next`.
    pub(super) cut: usize,
    /// The features of the mark's side.
    pub(super) bits: u64,
}

/// The longest citation that is looked for after a mark, in bytes.
const CITATION: usize = 24;

const EMOTICONS: &[&str] = &[
    ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":p", ":-p", "=)", ":o)",
    "<3", ":/", ":-/", "=D", ";D", "XD",
];

impl Run {
    /// Reads the run whose first mark begins at `start`.
    pub(super) fn read(table: &Table, text: &str, start: usize) -> Self {
        if let Some(run) = Self::plain(table, text, start) {
            return run;
        }
        let (marks_end, mut bits) = read_marks(table, text, start);
        let (mut end, closing) = read_closers(table, text, marks_end);
        bits |= closing;
        if let Some(length) = emoticon(&text[end..]) {
            end += length;
            bits |= shape::EMOTICON;
        }
        let next = text.len() - text[end..].trim_start().len();
        if next == end && end < text.len() {
            bits |= shape::GLUED;
        }
        if text.as_bytes()[end..next].contains(&b'\n') {
            bits |= shape::LINE;
        }
        Self {
            start,
            marks_end,
            end,
            next,
            cut: stop_before_omission(text, start, marks_end).unwrap_or(next),
            bits,
        }
    }

    /// Reads one mark that a space and a letter follow, as most do.
    #[inline]
    fn plain(table: &Table, text: &str, start: usize) -> Option<Self> {
        let mark = text[start..].chars().next()?;
        let end = start + mark.len_utf8();
        let [b' ', letter, ..] = text.as_bytes()[end..] else {
            return None;
        };
        // Arabic letters begin with the bytes 0xD8 to 0xDB.
        let plain =
            (letter.is_ascii_alphabetic() && letter != b'X') || matches!(letter, 0xD9..=0xDB);
        plain.then(|| Self {
            start,
            marks_end: end,
            end,
            next: end + 1,
            cut: end + 1,
            bits: table.mark_bits(mark),
        })
    }
}

/// Where the omission begins in `. . . .` at a word: the first of the four is the full stop of the sentence.
fn stop_before_omission(text: &str, start: usize, marks_end: usize) -> Option<usize> {
    let at_word = text[..start].ends_with(is_inner);
    (at_word && &text[start..marks_end] == ". . . .").then_some(start + 2)
}

/// Reads marks, and full stops that a single space sets apart from one another.
fn read_marks(table: &Table, text: &str, start: usize) -> (usize, u64) {
    let (mut at, mut bits, mut count) = (start, 0, 0usize);
    let mut stops = 0usize;
    let stop = table.known.stop;
    loop {
        let rest = &text[at..];
        let spaced = if count > 0 && stops == count {
            spaced_stop(rest)
        } else {
            0
        };
        let Some(mark) = rest[spaced..].chars().next() else {
            break;
        };
        let kind = table.mark_bits(mark);
        if kind == 0 {
            break;
        }
        bits |= kind;
        count += 1;
        stops += usize::from(kind == stop);
        at += spaced + mark.len_utf8();
    }
    if count > 1 {
        bits |= shape::MANY;
    }
    if count > 1 && stops == count {
        bits = (bits & !stop) | table.known.ellipsis;
        bits |= if count == 3 { shape::DOTS3 } else { 0 };
    }
    (at, bits)
}

/// The length of a space before a full stop that stands alone, as in `. . .`; 0 when there is none.
fn spaced_stop(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let alone = bytes.len() > 1
        && bytes[0] == b' '
        && bytes[1] == b'.'
        && bytes
            .get(2)
            .is_none_or(|after| !after.is_ascii_alphanumeric());
    usize::from(alone)
}

/// Reads quotes, brackets, citations and invisible marks that stand directly at the mark.
fn read_closers(table: &Table, text: &str, from: usize) -> (usize, u64) {
    let (mut at, mut bits) = (from, 0);
    loop {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else {
            return (at, bits);
        };
        if is_quote(c) {
            if opens_a_word(&rest[c.len_utf8()..]) {
                return (at, bits);
            }
            bits |= shape::QUOTE;
        } else if is_closing_bracket(c) {
            bits |= shape::BRACKET;
        } else if c == ' ' || c == '[' || c.is_ascii_digit() {
            if let Some(length) = lone_closer(rest) {
                bits |= shape::LONE;
                at += length;
            } else if let Some(length) = citation(rest).or_else(|| footnote(table, rest)) {
                bits |= shape::CITATION;
                at += length;
            } else {
                return (at, bits);
            }
            continue;
        } else if !is_invisible(c) && !is_emphasis(c) {
            return (at, bits);
        }
        at += c.len_utf8();
    }
}

fn opens_a_word(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_alphanumeric)
}

/// The length of a space and a quote or bracket that stands alone: `. " Next`.
fn lone_closer(rest: &str) -> Option<usize> {
    let c = rest.strip_prefix(' ')?.chars().next()?;
    let after = rest[1 + c.len_utf8()..].chars().next();
    let alone = (is_quote(c) || is_closing_bracket(c)) && after.is_none_or(char::is_whitespace);
    alone.then_some(1 + c.len_utf8())
}

/// The length of the number of a footnote, before a word that begins a sentence: `. 4 However`.
fn footnote(table: &Table, rest: &str) -> Option<usize> {
    let space = usize::from(rest.starts_with(' '));
    let digits = rest
        .bytes()
        .skip(space)
        .take_while(u8::is_ascii_digit)
        .count();
    let word = rest.get(space + digits..)?.strip_prefix(' ')?;
    if digits == 0 || digits > 3 || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let length = word
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(word.len());
    let opens = length < 16
        && table.word_bits(&word[..length].to_ascii_lowercase()) & table.known.starter != 0;
    (opens && length > 1).then_some(space + digits)
}

/// The length of `[10]`, `[3, 5]`, `[a]` or ` [10]` at the beginning of `rest`.
fn citation(rest: &str) -> Option<usize> {
    let space = usize::from(rest.starts_with(' '));
    let inside = rest[space..].strip_prefix('[')?;
    let length = inside
        .bytes()
        .take(CITATION)
        .position(|byte| byte == b']')?;
    let content = &inside.as_bytes()[..length];
    let number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'-' | 0x80..);
    let cites = matches!(content, [letter] if letter.is_ascii_lowercase())
        || (content.first().is_some_and(u8::is_ascii_digit) && content.iter().all(number));
    let after = inside[length + 1..].chars().next();
    let ends = after.is_none_or(|c| c.is_whitespace() || c == '[' || is_closing_bracket(c));
    (cites && ends).then_some(space + length + 2)
}

/// The length of a space and an emoticon that stands for itself.
fn emoticon(rest: &str) -> Option<usize> {
    let space = usize::from(rest.starts_with(' '));
    let rest = &rest[space..];
    if !matches!(rest.as_bytes().first()?, b':' | b';' | b'=' | b'<' | b'X') {
        return None;
    }
    let found = EMOTICONS.iter().find(|smile| {
        rest.strip_prefix(**smile)
            .is_some_and(|after| after.chars().next().is_none_or(char::is_whitespace))
    });
    found.map(|smile| space + smile.len())
}
