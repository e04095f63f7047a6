//! Strings of PO: what stands between quotes, and what it means.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

/// What gettext refuses in any form: NUL ends a string there, and U+0004 parts context and source.
pub(super) const REFUSED: [char; 2] = ['\0', '\u{4}'];

/// What is written in its place.
pub(super) const REPLACEMENT: char = '\u{FFFD}';

/// A text with U+FFFD for what gettext refuses.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(REFUSED) {
        Cow::Owned(text.replace(REFUSED, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Why the quoted part of a line cannot be read; spans are bytes of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// A string begins and does not end on its line.
    Unterminated(Range<usize>),
    /// A backslash before what PO knows no escape for.
    BadEscape(Range<usize>),
    /// Something other than white space stands outside the quotes.
    Outside(Range<usize>),
    /// No string where one should be.
    Missing(Range<usize>),
}

/// Writes a text with quotes around it, on one line.
///
/// Line breaks, tabs, quotes, backslashes and C0 controls become escapes; everything else, bidi controls
/// among it, stands as it is. What gettext refuses becomes U+FFFD.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest
        .bytes()
        .position(|b| b < 0x20 || b == b'"' || b == b'\\')
    {
        out.push_str(&rest[..at]);
        push_escape(out, rest.as_bytes()[at]);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

fn push_escape(out: &mut String, byte: u8) {
    match byte {
        b'\n' => out.push_str("\\n"),
        b'\t' => out.push_str("\\t"),
        b'\r' => out.push_str("\\r"),
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x07 => out.push_str("\\a"),
        0x08 => out.push_str("\\b"),
        0x0B => out.push_str("\\v"),
        0x0C => out.push_str("\\f"),
        0 | 4 => out.push(REPLACEMENT),
        _ => {
            out.push_str("\\0");
            out.push(char::from(b'0' + (byte >> 3)));
            out.push(char::from(b'0' + (byte & 7)));
        }
    }
}

/// The strings of one line from `from` on: the offset of each in the line, and what stands between its quotes.
///
/// # Errors
/// When the line holds anything but white space and whole strings, or no string at all.
pub(super) fn quoted_parts<'a>(
    line: &'a str,
    from: usize,
    mut part: impl FnMut(usize, &'a str),
) -> Result<(), QuoteFault> {
    let mut at = skip_blank(line, from);
    if at == line.len() {
        return Err(QuoteFault::Missing(0..line.len()));
    }
    while at < line.len() {
        if line.as_bytes()[at] != b'"' {
            return Err(QuoteFault::Outside(at..line.trim_end().len()));
        }
        let Some(end) = closing_quote(line, at + 1) else {
            part(at + 1, &line[at + 1..]);
            return Err(QuoteFault::Unterminated(at..line.len()));
        };
        part(at + 1, &line[at + 1..end]);
        at = skip_blank(line, end + 1);
    }
    Ok(())
}

/// Checks one line of a string from `from` on.
///
/// # Errors
/// The first fault of the line.
pub(super) fn check_line(line: &str, from: usize) -> Result<(), QuoteFault> {
    let mut bad = None;
    quoted_parts(line, from, |start, part| {
        if bad.is_none() && memchr(b'\\', part.as_bytes()).is_some() {
            bad = bad_escape(part).map(|span| start + span.start..start + span.end);
        }
    })?;
    bad.map_or(Ok(()), |span| Err(QuoteFault::BadEscape(span)))
}

fn skip_blank(line: &str, from: usize) -> usize {
    let rest = &line[from..];
    from + (rest.len() - rest.trim_start().len())
}

/// The offset of the quote that ends a string which begins at `from`.
fn closing_quote(line: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = from + memchr2(b'"', b'\\', line.as_bytes().get(from..)?)?;
        if line.as_bytes()[at] == b'"' {
            return Some(at);
        }
        from = at + 2;
    }
}

/// The first escape that means nothing, or whose bytes are no UTF-8.
fn bad_escape(part: &str) -> Option<Range<usize>> {
    let mut bytes = Vec::new();
    let mut first_high = None;
    let mut at = 0;
    while let Some(step) = memchr(b'\\', &part.as_bytes()[at..]) {
        bytes.extend_from_slice(&part.as_bytes()[at..at + step]);
        let start = at + step;
        let (byte, length) = match escape_at(&part[start..]) {
            Some(found) => found,
            None => {
                let shown = part[start + 1..].chars().next().map_or(0, char::len_utf8);
                return Some(start..start + 1 + shown);
            }
        };
        if byte >= 0x80 && first_high.is_none() {
            first_high = Some(start..start + length);
        }
        bytes.push(byte);
        at = start + length;
    }
    first_high.filter(|_| std::str::from_utf8(&bytes).is_err())
}

/// The byte that an escape at the beginning of `text` means, and how long the escape is.
///
/// Octal takes up to three digits; hexadecimal takes all that follow and counts the last two, as gettext does.
fn escape_at(text: &str) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    let simple = |byte| Some((byte, 2));
    match *bytes.get(1)? {
        b'n' => simple(b'\n'),
        b't' => simple(b'\t'),
        b'r' => simple(b'\r'),
        b'a' => simple(0x07),
        b'b' => simple(0x08),
        b'v' => simple(0x0B),
        b'f' => simple(0x0C),
        quoted @ (b'"' | b'\\') => simple(quoted),
        b'0'..=b'7' => Some(digits(bytes, 1, 8, 3)),
        b'x' if bytes.get(2).is_some_and(u8::is_ascii_hexdigit) => {
            Some(digits(bytes, 2, 16, usize::MAX))
        }
        _ => None,
    }
}

fn digits(bytes: &[u8], from: usize, radix: u32, most: usize) -> (u8, usize) {
    let mut value = 0_u32;
    let mut at = from;
    while at - from < most {
        let Some(digit) = bytes.get(at).and_then(|b| char::from(*b).to_digit(radix)) else {
            break;
        };
        value = (value * radix + digit) & 0xFF;
        at += 1;
    }
    (u8::try_from(value).unwrap_or_default(), at)
}

/// What the part between two quotes means; an escape that means nothing stays as it stands.
pub(super) fn unescape(part: &str) -> Cow<'_, str> {
    if memchr(b'\\', part.as_bytes()).is_none() {
        return Cow::Borrowed(part);
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut at = 0;
    while let Some(step) = memchr(b'\\', &part.as_bytes()[at..]) {
        bytes.extend_from_slice(&part.as_bytes()[at..at + step]);
        at += step;
        if let Some((byte, length)) = escape_at(&part[at..]) {
            bytes.push(byte);
            at += length;
        } else {
            bytes.push(b'\\');
            at += 1;
        }
    }
    bytes.extend_from_slice(&part.as_bytes()[at..]);
    Cow::Owned(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        push_quoted(&mut out, text);
        out
    }

    fn read(line: &str) -> Result<String, QuoteFault> {
        check_line(line, 0)?;
        let mut text = String::new();
        quoted_parts(line, 0, |_, part| text.push_str(&unescape(part)))?;
        Ok(text)
    }

    #[test]
    fn escapes_are_those_of_gettext() {
        assert_eq!(quoted("a\"b\\c\n\t\u{1}7"), r#""a\"b\\c\n\t\0017""#);
        assert_eq!(
            read(r#""\101\x41\x0414\r\330\261""#).unwrap(),
            "AA\u{14}\rر"
        );
        assert_eq!(quoted("a\0b"), "\"a\u{FFFD}b\"");
    }

    #[test]
    fn several_strings_on_one_line_are_one() {
        assert_eq!(read(r#"  "ab" "cd"  "#).unwrap(), "abcd");
    }

    #[test]
    fn faults_point_at_the_spot() {
        assert_eq!(read(r#""ab"#), Err(QuoteFault::Unterminated(0..3)));
        assert_eq!(read(r#""ab\""#), Err(QuoteFault::Unterminated(0..5)));
        assert_eq!(read(r#""a\q""#), Err(QuoteFault::BadEscape(2..4)));
        assert_eq!(read(r#""a\پ""#), Err(QuoteFault::BadEscape(2..5)));
        assert_eq!(read(r#""\xg""#), Err(QuoteFault::BadEscape(1..3)));
        assert_eq!(read(r#""\330x""#), Err(QuoteFault::BadEscape(1..5)));
        assert_eq!(read(r#""a" b "#), Err(QuoteFault::Outside(4..5)));
        assert_eq!(read("  "), Err(QuoteFault::Missing(0..2)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "\\PC*|[\\x01-\\x7f]*|.*") {
            let text = text.replace(REFUSED, "");
            prop_assert_eq!(read(&quoted(&text)).unwrap(), text);
        }

        #[test]
        fn no_line_makes_it_panic(line in "[\"\\\\x0-9a-fپ ]*") {
            let _ = read(&line);
            let _ = unescape(&line);
        }
    }
}
