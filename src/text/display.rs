//! Showing a text of one direction inside text of another, and showing hostile text without harm.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Direction, invisible};

const FIRST_ISOLATE: char = '\u{2066}';
const POP_ISOLATE: char = '\u{2069}';
const POP_FORMATTING: char = '\u{202C}';

/// The text between an isolate of its direction and the isolate's end, for one line of a terminal.
///
/// For showing only: files never hold what this adds. The text must not hold unpaired bidi
/// controls, or they reach out of the isolate: pass what others wrote through [`printable`] before.
#[must_use]
pub fn isolate(text: &str, direction: Direction) -> String {
    let open = match direction {
        Direction::LeftToRight => '\u{2066}',
        Direction::RightToLeft => '\u{2067}',
    };
    format!("{open}{text}{POP_ISOLATE}")
}

/// Where bidi controls stand that nothing closes or that close nothing, as byte offset and control.
///
/// Pairs are those of UAX #9: `PDI` closes the last open isolate and with it what opened inside,
/// which counts as unclosed; `PDF` closes an embedding or override of the same isolate; the end of a
/// line closes all. In the order of the text.
#[must_use]
pub fn leaking_controls(text: &str) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut isolates: Vec<usize> = Vec::new();
    let mut leaking = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push((at, c)),
            '\u{2066}'..='\u{2068}' => {
                isolates.push(open.len());
                open.push((at, c));
            }
            POP_FORMATTING => match open.last() {
                Some((_, opener)) if *opener < FIRST_ISOLATE => drop(open.pop()),
                _ => leaking.push((at, c)),
            },
            POP_ISOLATE => match isolates.pop() {
                Some(isolate) => leaking.extend(open.drain(isolate..).skip(1)),
                None => leaking.push((at, c)),
            },
            '\n' | '\r' | '\u{85}' | '\u{2029}' => {
                isolates.clear();
                leaking.append(&mut open);
            }
            _ => {}
        }
    }
    leaking.append(&mut open);
    leaking.sort_unstable();
    leaking
}

/// The text as one harmless line: nothing in it moves the cursor, colours, or reorders what stands around it.
///
/// Control characters become their pictures (`␛`, `␊`), C1 controls and line separators their label
/// in angle brackets. So do all embeddings, overrides and isolates (`<RLO>`) as soon as one of them
/// overrides or is unpaired; as they are, they stay only where they are harmless.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_risky) {
        return Cow::Borrowed(text);
    }
    let is_misleading = text.contains(is_override) || !leaking_controls(text).is_empty();
    let mut line = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\0'..='\u{1F}' => line.push(picture(u32::from(c))),
            '\u{7F}' => line.push('\u{2421}'),
            _ if is_bidi_pair(c) && !is_misleading => line.push(c),
            _ if is_risky(c) => push_label(&mut line, c),
            _ => line.push(c),
        }
    }
    Cow::Owned(line)
}

/// Whether a character can do harm on a terminal: controls, bidi embeddings, overrides and isolates, and
/// the separators of lines and paragraphs.
#[must_use]
pub fn is_risky(c: char) -> bool {
    c.is_control() || is_bidi_pair(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a character opens or closes a bidi embedding, override or isolate.
fn is_bidi_pair(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character orders what follows against its nature.
fn is_override(c: char) -> bool {
    matches!(c, '\u{202D}' | '\u{202E}')
}

/// The picture of a C0 control.
fn picture(code: u32) -> char {
    char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Writes a character's label, or else its code point, in angle brackets.
fn push_label(line: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = match invisible(c) {
        Some(known) => write!(line, "<{}>", known.label),
        None => write!(line, "<U+{:04X}>", u32::from(c)),
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn isolates_follow_the_direction() {
        assert_eq!(
            isolate("متن", Direction::RightToLeft),
            "\u{2067}متن\u{2069}"
        );
        assert_eq!(isolate("a", Direction::LeftToRight), "\u{2066}a\u{2069}");
    }

    #[test]
    fn unpaired_controls_are_found() {
        let found = |text| {
            leaking_controls(text)
                .into_iter()
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        assert!(found("\u{2067}a\u{2069}\u{202B}b\u{202C}").is_empty());
        assert_eq!(found("a\u{2069}"), [1]);
        assert_eq!(found("\u{2068}a"), [0]);
        assert_eq!(
            found("\u{2068}\u{202A}a\u{2069}"),
            [3],
            "an embedding left open in an isolate"
        );
        assert_eq!(
            found("\u{202A}\u{2068}a\u{202C}\u{2069}\u{202C}"),
            [7],
            "cannot reach out"
        );
        assert_eq!(found("\u{202B}a\nb\u{202C}"), [0, 6], "a line ends all");
        assert!(
            found("\u{200F}a\u{200E}\u{61C}").is_empty(),
            "marks need no pair"
        );
    }

    #[test]
    fn hostile_text_is_shown_not_obeyed() {
        assert_eq!(printable("a\u{1b}[31mb\n\u{7f}"), "a␛[31mb␊␡");
        assert_eq!(printable("\u{9b}2J\u{2028}"), "<U+009B>2J<LSEP>");
        assert_eq!(printable("a\u{202E}b\u{202C}c"), "a<RLO>b<PDF>c");
        assert_eq!(printable("a\u{2069}b\u{2067}c"), "a<PDI>b<RLI>c");
        let harmless = "متن\u{200C}ها \u{2067}x\u{2069}";
        assert_eq!(printable(harmless), harmless);
    }

    proptest! {
        #[test]
        fn nothing_leaks_from_a_printed_line(text in "[a\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\n\u{1b}ا]{0,24}") {
            let line = printable(&text);
            prop_assert!(leaking_controls(&line).is_empty());
            prop_assert!(!line.contains(char::is_control));
        }
    }
}
