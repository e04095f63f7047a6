//! From the bytes of a file to text: UTF-8 and UTF-16, and an exact place for what is neither.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::model::Place;

/// How many bytes of a faulty line are shown at most before and after the fault.
const SHOWN: usize = 120;

/// The text of a file, and how it was written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark; borrowed from the bytes where they are UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding of the file.
    pub encoding: Encoding,
    /// Whether the file began with a byte order mark.
    pub byte_order_mark: bool,
}

/// The encodings in which documents are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, the less significant byte first.
    Utf16Le,
    /// UTF-16, the more significant byte first.
    Utf16Be,
}

/// Bytes that are no text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte that cannot stand in UTF-8.
    #[error("byte {offset} (line {}, column {}) is not UTF-8: 0x{byte:02X}", .place.line, .place.column)]
    NotUtf8 {
        /// Its offset in the file, counted from 0.
        offset: usize,
        /// The byte.
        byte: u8,
        /// The line in which it stands.
        place: Box<Place>,
    },
    /// Half a character in UTF-16.
    #[error("byte {offset} (line {}, column {}) is not UTF-16: half a character stands alone", .place.line, .place.column)]
    NotUtf16 {
        /// Its offset in the file, counted from 0.
        offset: usize,
        /// The line in which it stands.
        place: Box<Place>,
    },
    /// A NUL character, which no text holds.
    #[error("byte {offset} (line {}, column {}) is NUL", .place.line, .place.column)]
    Nul {
        /// Its offset in the file, counted from 0.
        offset: usize,
        /// The line in which it stands.
        place: Box<Place>,
    },
}

impl Encoding {
    /// The name that the IANA registry gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Utf16Be => u16::from_be_bytes(pair),
            Self::Utf8 | Self::Utf16Le => u16::from_le_bytes(pair),
        }
    }
}

impl DecodeError {
    /// What to do about it, in one plain sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => {
                "save the file as UTF-8; if it came from an older program, its encoding may be Windows-1256 or Windows-1252"
            }
            Self::NotUtf16 { .. } => {
                "the file may have been cut short or damaged: save it again, best as UTF-8"
            }
            Self::Nul { .. } => {
                "this is a word processor's file, UTF-32 or not a text at all: save it as plain text in UTF-8"
            }
        }
    }

    /// The line in which the fault stands; the file's name stays empty for the caller to fill in.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::NotUtf8 { place, .. }
            | Self::NotUtf16 { place, .. }
            | Self::Nul { place, .. } => place,
        }
    }
}

/// Reads the bytes of a document: UTF-8, or UTF-16 with a byte order mark or evidently so.
///
/// Nothing is repaired and no character changed; only a byte order mark is taken off. One pass.
///
/// # Errors
/// At the first byte that is not text, with its offset, line and column.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, 2, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, 2, Encoding::Utf16Be),
        _ => match evident_utf16(bytes) {
            Some(encoding) => utf16(bytes, 0, encoding),
            None => utf8(bytes, 0),
        },
    }
}

fn utf8(bytes: &[u8], mark: usize) -> Result<Decoded<'_>, DecodeError> {
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let before = String::from_utf8_lossy(&bytes[..at]);
        let after = String::from_utf8_lossy(&bytes[at..bytes.len().min(at + SHOWN)]);
        DecodeError::NotUtf8 {
            offset: at + mark,
            byte: bytes[at],
            place: place(&before, &after),
        }
    })?;
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(DecodeError::Nul {
            offset: at + mark,
            place: place(&text[..at], &text[at..]),
        });
    }
    Ok(Decoded {
        text: Cow::Borrowed(text),
        encoding: Encoding::Utf8,
        byte_order_mark: mark > 0,
    })
}

fn utf16(bytes: &[u8], mark: usize, encoding: Encoding) -> Result<Decoded<'_>, DecodeError> {
    let decoder = match encoding {
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Utf8 | Encoding::Utf16Le => UTF_16LE,
    };
    if let Some(text) = decoder.decode_without_bom_handling_and_without_replacement(bytes) {
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            return Err(DecodeError::Nul {
                offset: mark + text[..at].encode_utf16().count() * 2,
                place: place(&text[..at], &text[at..]),
            });
        }
        return Ok(Decoded {
            text,
            encoding,
            byte_order_mark: mark > 0,
        });
    }
    let (before, units) = before_lone_surrogate(bytes, encoding);
    Err(DecodeError::NotUtf16 {
        offset: mark + units * 2,
        place: place(&before, "\u{FFFD}"),
    })
}

/// The text before the first half character, and how many code units it took.
fn before_lone_surrogate(bytes: &[u8], encoding: Encoding) -> (String, usize) {
    let units = bytes.as_chunks().0.iter().map(|pair| encoding.unit(*pair));
    let text: String = char::decode_utf16(units).map_while(Result::ok).collect();
    let count = text.encode_utf16().count();
    (text, count)
}

/// Shows the line in which a fault stands, between the text before it and the text from it on.
fn place(before: &str, from: &str) -> Box<Place> {
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let shown_from = before.ceil_char_boundary(before.len().saturating_sub(SHOWN).max(line_start));
    let after = &from[..from.floor_char_boundary(SHOWN)];
    let faulty = after.chars().next().map_or(0, char::len_utf8);
    let mut text = before[shown_from..].to_owned();
    let start = text.len();
    text.push_str(after.lines().next().unwrap_or_default());
    let end = (start + faulty).min(text.len());
    Box::new(Place {
        file: String::new(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        text,
        span: start..end,
    })
}

/// The UTF-16 that a file without a byte order mark evidently is.
///
/// It must hold a NUL byte, which UTF-8 text never does, and read as whole characters of which nine
/// in ten are of the kind that prose is made of, in one byte order only.
fn evident_utf16(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if bytes.len() % 2 == 1 || memchr::memchr(0, head).is_none() {
        return None;
    }
    match (
        reads_as_prose(head, Encoding::Utf16Le),
        reads_as_prose(head, Encoding::Utf16Be),
    ) {
        (true, false) => Some(Encoding::Utf16Le),
        (false, true) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn reads_as_prose(head: &[u8], encoding: Encoding) -> bool {
    let units: Vec<u16> = head
        .as_chunks()
        .0
        .iter()
        .map(|pair| encoding.unit(*pair))
        .collect();
    let prose = units.iter().filter(|unit| is_prose(**unit)).count();
    !units.contains(&0) && prose * 10 >= units.len() * 9
}

/// Latin, Greek, Cyrillic, Arabic-script letters, spaces and general punctuation.
fn is_prose(unit: u16) -> bool {
    matches!(unit,
        0x09..=0x0D | 0x20..=0x7E | 0xA0..=0x052F | 0x0590..=0x08FF | 0x2000..=0x206F
        | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, encoding: Encoding) -> Vec<u8> {
        let bytes = |unit: u16| match encoding {
            Encoding::Utf16Be => unit.to_be_bytes(),
            _ => unit.to_le_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_is_read_with_and_without_a_byte_order_mark() {
        let plain = decode("ab\r\nمتن".as_bytes()).unwrap();
        assert_eq!(plain.text, "ab\r\nمتن");
        assert_eq!(
            (plain.encoding, plain.byte_order_mark),
            (Encoding::Utf8, false)
        );
        let marked = decode(b"\xEF\xBB\xBFab").unwrap();
        assert_eq!((&*marked.text, marked.byte_order_mark), ("ab", true));
        assert_eq!(decode(b"").unwrap().text, "");
    }

    #[test]
    fn utf16_is_read_by_its_mark_or_its_evidence() {
        let text = "The river rose. دریا چڑھ گیا۔\n";
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
            let bare = utf16_bytes(text, encoding);
            assert_eq!(decode(&bare).unwrap().text, text);
            assert_eq!(decode(&bare).unwrap().encoding, encoding);
            let marked = utf16_bytes(&format!("\u{FEFF}{text}"), encoding);
            let decoded = decode(&marked).unwrap();
            assert_eq!((&*decoded.text, decoded.byte_order_mark), (text, true));
        }
    }

    #[test]
    fn a_wrong_byte_is_named_with_offset_line_and_column() {
        let error = decode(b"one\ntw\xF6 words\nthree").unwrap_err();
        assert_eq!(
            error.to_string(),
            "byte 6 (line 2, column 3) is not UTF-8: 0xF6"
        );
        assert_eq!(error.place().text, "tw\u{FFFD} words");
        assert_eq!(error.place().span, 2..5);
        assert!(error.hint().contains("UTF-8"));
    }

    #[test]
    fn offsets_count_the_byte_order_mark() {
        let error = decode(b"\xEF\xBB\xBFa\xFF").unwrap_err();
        assert!(matches!(
            error,
            DecodeError::NotUtf8 {
                offset: 4,
                byte: 0xFF,
                ..
            }
        ));
    }

    #[test]
    fn a_character_cut_at_the_end_is_named() {
        let error = decode(&"متن".as_bytes()[..5]).unwrap_err();
        assert!(matches!(
            error,
            DecodeError::NotUtf8 {
                offset: 4,
                byte: 0xD9,
                ..
            }
        ));
    }

    #[test]
    fn nul_is_refused_with_its_offset() {
        let error = decode(b"first\nab\0cd").unwrap_err();
        assert_eq!(error.to_string(), "byte 8 (line 2, column 3) is NUL");
        let wide = utf16_bytes("\u{FEFF}ab\0", Encoding::Utf16Le);
        assert!(matches!(
            decode(&wide).unwrap_err(),
            DecodeError::Nul { offset: 6, .. }
        ));
        assert!(decode(&[0; 64]).is_err());
    }

    #[test]
    fn half_a_character_in_utf16_is_named() {
        let mut odd = utf16_bytes("\u{FEFF}ab", Encoding::Utf16Be);
        odd.push(0);
        let error = decode(&odd).unwrap_err();
        assert!(
            matches!(error, DecodeError::NotUtf16 { offset: 6, .. }),
            "{error}"
        );
        let lone = b"\xFF\xFEa\0\n\0\x3D\xD8b\0";
        let error = decode(lone).unwrap_err();
        assert!(
            error.to_string().starts_with("byte 6 (line 2, column 1)"),
            "{error}"
        );
    }

    #[test]
    fn a_long_faulty_line_is_shown_in_part() {
        let mut bytes = "گ".repeat(5000).into_bytes();
        bytes.push(0xC3);
        bytes.extend(vec![b'x'; 5000]);
        let error = decode(&bytes).unwrap_err();
        assert_eq!(error.place().column, 5001);
        assert!(error.place().text.len() <= 2 * SHOWN + 2);
    }
}
