//! Which characters XML 1.0 (fifth edition) allows where.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What a byte of ASCII may be in a name; bytes of other characters have no class.
static NAME_CLASS: [u8; 256] = name_classes();

const START: u8 = 1;
const PART: u8 = 2;

const fn name_classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let here = byte as u8;
        if here.is_ascii_alphabetic() || here == b'_' || here == b':' {
            classes[byte] = START | PART;
        } else if here.is_ascii_digit() || here == b'-' || here == b'.' {
            classes[byte] = PART;
        }
        byte += 1;
    }
    classes
}

/// Where the name that begins at `from` ends, in bytes; `from` itself when there is no name.
#[inline]
pub(super) fn name_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(rest) = bytes.get(from..) else {
        return from;
    };
    let starts = rest.first().is_some_and(|&byte| class(byte) & START != 0);
    if !starts && rest.first().is_none_or(u8::is_ascii) {
        return from;
    }
    let run = rest.iter().position(|&byte| class(byte) & PART == 0);
    let at = from + run.unwrap_or(rest.len());
    if bytes.get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    wide_name_end(text, from, at)
}

fn class(byte: u8) -> u8 {
    NAME_CLASS[usize::from(byte)]
}

/// Goes on with a name that has characters beyond ASCII, from `at`.
#[cold]
fn wide_name_end(text: &str, from: usize, at: usize) -> usize {
    let mut end = at;
    for c in text[at..].chars() {
        let allowed = match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => class(byte) & PART != 0,
            _ => is_name_character(c, end == from),
        };
        if !allowed {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Whether a text is a name token, once the white space around it is taken away.
pub(crate) fn is_name_token(text: &str) -> bool {
    let token = text.trim_matches([' ', '\t', '\r', '\n']);
    !token.is_empty() && name_end(&format!("x{token}"), 0) == token.len() + 1
}

fn is_name_character(c: char, first: bool) -> bool {
    let starts = matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}');
    starts || !first && matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether XML allows the character at all, be it as a reference.
pub(crate) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// White space as XML means it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether the text is nothing but white space as XML means it.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// Where the first character stands that XML forbids, in bytes; runs at the speed of memory.
pub(super) fn find_forbidden(text: &str) -> Option<usize> {
    static LAST_PLANE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xBF"));
    let bytes = text.as_bytes();
    let control = bytes
        .chunks(256)
        .position(|piece| {
            piece
                .iter()
                .fold(false, |found, &byte| found | is_control(byte))
        })
        .and_then(|piece| {
            let from = piece * 256;
            bytes[from..]
                .iter()
                .position(|&byte| is_control(byte))
                .map(|at| from + at)
        });
    let last = LAST_PLANE
        .find_iter(&bytes[..control.unwrap_or(bytes.len())])
        .find(|&at| bytes.get(at + 2).is_some_and(|&byte| byte >= 0xBE));
    last.or(control)
}

/// Where the first character stands that only XML 1.1 forbids: DEL and the further controls but U+0085.
pub(super) fn find_forbidden_in_1_1(text: &str) -> Option<usize> {
    text.find(|c| matches!(c, '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'))
}

/// Whether the first piece of a file declares XML 1.1.
pub(super) fn declares_1_1(head: &str) -> bool {
    let declaration = head
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split('>').next());
    declaration.is_some_and(|text| text.contains("\"1.1\"") || text.contains("'1.1'"))
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_forbidden_character_is_found_wherever_it_stands() {
        for lead in [0, 1, 255, 256, 300, 1000] {
            for bad in ["\0", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
                let text = format!("{}{bad}{bad}x", "\u{FFFD}\t\n\rى".repeat(lead));
                assert_eq!(find_forbidden(&text), Some(lead * 8), "{bad:?}");
            }
        }
        assert_eq!(
            find_forbidden("\u{7F}\u{85}\u{FFFD}\u{FFFC}\u{FDD0}\u{1FFFE}"),
            None
        );
    }

    #[test]
    fn names_follow_the_fifth_edition() {
        for good in ["tu", "xml:lang", "_a-1.b", "ترجمہ", "a\u{B7}"] {
            assert_eq!(name_end(good, 0), good.len(), "{good}");
        }
        for bad in ["", "1a", "-a", "a b", "a<", "\u{B7}a", "a\u{D7}"] {
            assert!(bad.is_empty() || name_end(bad, 0) < bad.len(), "{bad}");
        }
    }
}
