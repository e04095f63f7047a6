//! From any text to HTML: markup escaped, and characters that would disturb a page shown by name.

use std::fmt::Write;

/// Appends a text as HTML; line breaks become `br`.
///
/// Control characters, noncharacters, bidi overrides and every other bidi control that is not closed
/// or opened within the text are shown as small labels and have no effect. Linear in the text.
pub(super) fn push_text(html: &mut String, text: &str) {
    push_part(html, text, &unruly_controls(text), 0);
}

/// Appends a part of a text, given the offsets of its unruly controls and where the part begins.
pub(super) fn push_part(html: &mut String, part: &str, unruly: &[usize], start: usize) {
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\r' if matches!(chars.peek(), Some((_, '\n'))) => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => html.push_str("<br>"),
            _ if unruly.binary_search(&(start + at)).is_ok() => push_label(html, c),
            _ => html.push(c),
        }
    }
}

/// Appends a text as an attribute's value, without its quotation marks; what cannot be seen is named.
pub(super) fn push_attribute(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ if bidi_control(c).is_some() || is_forbidden(c) => {
                let _ = write!(html, "[U+{:04X}]", u32::from(c));
            }
            _ => html.push(c),
        }
    }
}

/// A name for use as `id` and after `#`: ASCII letters, digits and `-_.` stay, all else is `~` and its
/// code point in hexadecimal with a `~` after it, so that two names never become one. No name is `~`.
pub(super) fn anchor(name: &str) -> String {
    if name.is_empty() {
        return "~".to_owned();
    }
    let mut anchor = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            anchor.push(c);
        } else {
            let _ = write!(anchor, "~{:x}~", u32::from(c));
        }
    }
    anchor
}

/// The offsets, ascending, of the characters that are to be shown by name.
pub(super) fn unruly_controls(text: &str) -> Vec<usize> {
    let mut unruly = Vec::new();
    let mut open: Vec<(usize, Bidi)> = Vec::new();
    for (at, c) in text.char_indices() {
        match bidi_control(c) {
            Some((_, kind @ (Bidi::Embedding | Bidi::Override | Bidi::Isolate))) => {
                open.push((at, kind));
            }
            Some((_, Bidi::PopFormatting)) => match open.last() {
                Some((_, Bidi::Embedding)) => drop(open.pop()),
                Some((begin, Bidi::Override)) => {
                    unruly.extend([*begin, at]);
                    open.pop();
                }
                _ => unruly.push(at),
            },
            Some((_, Bidi::PopIsolate)) => {
                let opened = open.iter().rposition(|(_, kind)| *kind == Bidi::Isolate);
                match opened {
                    Some(opened) => unruly.extend(open.drain(opened..).skip(1).map(|(at, _)| at)),
                    None => unruly.push(at),
                }
            }
            None if is_forbidden(c) => unruly.push(at),
            None => {}
        }
    }
    unruly.extend(open.into_iter().map(|(at, _)| at));
    unruly.sort_unstable();
    unruly
}

/// What a bidi control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bidi {
    Embedding,
    Override,
    Isolate,
    PopFormatting,
    PopIsolate,
}

/// The short name of a bidi control that acts beyond its own place, and what it does.
fn bidi_control(c: char) -> Option<(&'static str, Bidi)> {
    match c {
        '\u{202A}' => Some(("LRE", Bidi::Embedding)),
        '\u{202B}' => Some(("RLE", Bidi::Embedding)),
        '\u{202C}' => Some(("PDF", Bidi::PopFormatting)),
        '\u{202D}' => Some(("LRO", Bidi::Override)),
        '\u{202E}' => Some(("RLO", Bidi::Override)),
        '\u{2066}' => Some(("LRI", Bidi::Isolate)),
        '\u{2067}' => Some(("RLI", Bidi::Isolate)),
        '\u{2068}' => Some(("FSI", Bidi::Isolate)),
        '\u{2069}' => Some(("PDI", Bidi::PopIsolate)),
        _ => None,
    }
}

/// Characters that HTML does not allow in a page: controls but white space, and noncharacters.
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || (0xFDD0..=0xFDEF).contains(&code)
        || code & 0xFFFE == 0xFFFE
}

fn push_label(html: &mut String, c: char) {
    let code = u32::from(c);
    let _ = match bidi_control(c) {
        Some((name, _)) => write!(
            html,
            "<bdi class=\"control\" dir=\"ltr\" title=\"U+{code:04X}\">{name}</bdi>"
        ),
        None => write!(
            html,
            "<bdi class=\"control\" dir=\"ltr\">U+{code:04X}</bdi>"
        ),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut html = String::new();
        push_text(&mut html, text);
        html
    }

    fn labels(shown: &str) -> Vec<&str> {
        let after = shown.split("<bdi class=\"control\"").skip(1);
        after
            .filter_map(|part| part.split_once('>')?.1.split('<').next())
            .collect()
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            text("<script>alert('a' & \"b\")</script>"),
            "&lt;script&gt;alert('a' &amp; \"b\")&lt;/script&gt;"
        );
        let mut attribute = String::new();
        push_attribute(&mut attribute, "\"><b onclick='x'>&\u{202E}\u{7}");
        assert_eq!(
            attribute,
            "&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;&amp;[U+202E][U+0007]"
        );
    }

    #[test]
    fn overrides_and_what_is_left_open_are_shown_by_name() {
        for (given, expected) in [
            ("a\u{202E}b\u{202C}", vec!["RLO", "PDF"]),
            ("a\u{2067}b", vec!["RLI"]),
            ("a\u{2069}b\u{202C}", vec!["PDI", "PDF"]),
            ("\u{2067}\u{202A}a\u{2069}\u{202C}", vec!["LRE", "PDF"]),
            ("\u{2067}\u{202D}a\u{2069}", vec!["LRO"]),
            (
                "\u{0}\u{1B}[31m\u{9B}\u{FFFE}",
                vec!["U+0000", "U+001B", "U+009B", "U+FFFE"],
            ),
        ] {
            assert_eq!(labels(&text(given)), expected, "{given:?}");
        }
    }

    #[test]
    fn what_is_closed_in_the_text_and_single_marks_stay() {
        for harmless in [
            "a \u{2067}b\u{2069} c",
            "\u{202B}a\u{202C}",
            "a\u{200F}b\u{200C}c\u{61C}\tد",
        ] {
            assert_eq!(text(harmless), harmless);
        }
    }

    #[test]
    fn line_breaks_of_every_kind_are_one_break() {
        assert_eq!(text("a\nb\r\nc\rd\u{2028}e"), "a<br>b<br>c<br>d<br>e");
    }

    #[test]
    fn anchors_are_plain_and_never_meet() {
        assert_eq!(anchor("k7-2_a.b"), "k7-2_a.b");
        assert_eq!(anchor("a b/\"ا~"), "a~20~b~2f~~22~~627~~7e~");
        assert_ne!(anchor("a~20~b"), anchor("a b"));
        assert_eq!(anchor(""), "~");
    }
}
