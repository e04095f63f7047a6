//! Text into XML: escaped, and without the characters that XML forbids.

/// What happened to a text on its way into XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Escaped {
    /// A reader gets it back as it was.
    Whole,
    /// So many characters that XML forbids were replaced by U+FFFD.
    Replaced(usize),
}

/// What a byte asks for in a text, in an attribute's value, in markup.
static NEEDS: [u8; 256] = needs();

const TEXT: u8 = 1;
const ATTRIBUTE: u8 = 2;
const MARKUP: u8 = 4;

const fn needs() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = TEXT | ATTRIBUTE | MARKUP;
        byte += 1;
    }
    table[b'\t' as usize] = ATTRIBUTE;
    table[b'\n' as usize] = ATTRIBUTE;
    table[b'"' as usize] = ATTRIBUTE;
    table[b'<' as usize] = TEXT | ATTRIBUTE;
    table[b'>' as usize] = TEXT | ATTRIBUTE;
    table[b'&' as usize] = TEXT | ATTRIBUTE;
    table[0xEF] = TEXT | ATTRIBUTE | MARKUP;
    table
}

/// Appends a text between tags.
pub(crate) fn escape_text(text: &str, into: &mut Vec<u8>) -> Escaped {
    escape(text, TEXT, into)
}

/// Appends an attribute's value, for standing between `"`.
pub(crate) fn escape_attribute(value: &str, into: &mut Vec<u8>) -> Escaped {
    escape(value, ATTRIBUTE, into)
}

/// Appends markup that is well-formed already, but for characters that XML forbids or reads differently.
pub(crate) fn escape_markup(markup: &str, into: &mut Vec<u8>) -> Escaped {
    escape(markup, MARKUP, into)
}

/// How many bytes are looked at together where there are as many; a compiler makes vectors of so many.
const STRETCH: usize = 32;

/// Whether one of these bytes may ask for something in some context.
fn may_have_needs_within(stretch: &[u8; STRETCH]) -> bool {
    // `"` and `&` differ in one bit, and so do `<` and `>`.
    stretch.iter().fold(false, |found, &byte| {
        found | (byte < 0x20) | (byte & 0xFB == b'"') | (byte & 0xFD == b'<') | (byte == 0xEF)
    })
}

/// How many bytes are looked at together where there are fewer.
const BLOCK: usize = 8;

/// Whether one of eight bytes may ask for something in some context; now and then one that does not is suspected.
///
/// The highest bit of a byte comes out set where a difference goes below nought.
fn may_have_needs(block: [u8; BLOCK]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let block = u64::from_le_bytes(block);
    let is_zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let control = block.wrapping_sub(0x20 * ONES) & !block;
    let quote = is_zero((block & (0xFB * ONES)) ^ (0x22 * ONES));
    let bracket = is_zero((block & (0xFD * ONES)) ^ (0x3C * ONES));
    let last_of_plane = is_zero(block ^ (0xEF * ONES));
    (control | quote | bracket | last_of_plane) & (0x80 * ONES) != 0
}

fn escape(text: &str, context: u8, into: &mut Vec<u8>) -> Escaped {
    let bytes = text.as_bytes();
    let mut written = 0;
    let mut replaced = 0;
    let mut at = 0;
    while at < bytes.len() {
        let stretch = bytes[at..].first_chunk();
        if stretch.is_some_and(|stretch| !may_have_needs_within(stretch)) {
            at += STRETCH;
            continue;
        }
        let block = bytes[at..].first_chunk();
        if block.is_some_and(|block| !may_have_needs(*block)) {
            at += BLOCK;
            continue;
        }
        let end = bytes.len().min(at + BLOCK);
        let needs = |byte: &u8| NEEDS[usize::from(*byte)] & context != 0;
        let Some(next) = bytes[at..end].iter().position(needs) else {
            at = end;
            continue;
        };
        at += next;
        let (width, substitute): (usize, &[u8]) = match bytes[at] {
            b'<' => (1, b"&lt;"),
            b'>' => (1, b"&gt;"),
            b'&' => (1, b"&amp;"),
            b'"' => (1, b"&quot;"),
            b'\t' => (1, b"&#9;"),
            b'\n' => (1, b"&#10;"),
            b'\r' => (1, b"&#13;"),
            0xEF if !is_last_of_plane(&bytes[at..]) => {
                at += 3;
                continue;
            }
            0xEF => (3, REPLACEMENT),
            _ => (1, REPLACEMENT),
        };
        into.extend_from_slice(&bytes[written..at]);
        into.extend_from_slice(substitute);
        replaced += usize::from(substitute == REPLACEMENT);
        at += width;
        written = at;
    }
    into.extend_from_slice(&bytes[written..]);
    match replaced {
        0 => Escaped::Whole,
        count => Escaped::Replaced(count),
    }
}

const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// Whether the character that begins with 0xEF is U+FFFE or U+FFFF.
fn is_last_of_plane(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xBF, 0xBE | 0xBF, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(given: &str) -> (String, Escaped) {
        let mut out = Vec::new();
        let escaped = escape_text(given, &mut out);
        (String::from_utf8(out).unwrap(), escaped)
    }

    #[test]
    fn what_xml_forbids_is_replaced_and_counted() {
        let (out, escaped) = text("a\0\u{B}\u{FFFE}\u{FFFF}\u{FFFD}\u{FEFF}ى\u{FB8A}\t\n\r");
        assert_eq!(
            out,
            "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FEFF}ى\u{FB8A}\t\n&#13;"
        );
        assert_eq!(escaped, Escaped::Replaced(4));
        assert_eq!(text("<a & b> ]]>").0, "&lt;a &amp; b&gt; ]]&gt;");
    }

    #[test]
    fn each_byte_is_seen_wherever_it_stands() {
        for byte in (0..0x80_u8).filter(|byte| NEEDS[usize::from(*byte)] != 0) {
            for at in 0..BLOCK {
                for around in [b'a', 0xD8, 0x80, b' ', b'!', b'='] {
                    let mut block = [around; BLOCK];
                    block[at] = byte;
                    assert!(may_have_needs(block), "{byte} at {at} among {around}");
                    let mut stretch = [around; STRETCH];
                    stretch[STRETCH / BLOCK * at] = byte;
                    assert!(
                        may_have_needs_within(&stretch),
                        "{byte} at {at} among {around}"
                    );
                }
            }
        }
        assert!(may_have_needs(*b"abc\xEF\xBF\xBEde"));
        assert!(!may_have_needs(*b"Close it"));
        assert!(!may_have_needs_within(b"Close it, and do not open it yet"));
        assert!(!may_have_needs("کتاب".as_bytes().try_into().unwrap()));
    }

    #[test]
    fn white_space_in_a_value_survives_a_reader() {
        let mut out = Vec::new();
        assert_eq!(escape_attribute("\"\t\n\r'<", &mut out), Escaped::Whole);
        assert_eq!(out, b"&quot;&#9;&#10;&#13;'&lt;");
    }
}
