//! Encodings of PO files: the one that the header names, UTF-8 otherwise.

use encoding_rs::{DecoderResult, Encoding, UTF_8};
use memchr::{memchr, memmem};

use super::escape::REPLACEMENT;
use crate::model::{Finding, Place, Severity};

/// How far into a file the name of its encoding is looked for, in bytes.
const HEAD: usize = 16 * 1024;

/// How many characters of UTF-8 are no accident in a file that is said to be in an encoding of single bytes.
const SURE: usize = 8;

/// A file as text, without byte order mark.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Where in the text bytes could not be decoded: the first offset of each line that has one.
    pub(super) broken: Vec<usize>,
    /// What is wrong with the name of the encoding.
    pub(super) finding: Option<Finding>,
}

/// The text of a file that must be UTF-8.
///
/// # Errors
/// A finding that names the first byte which is not.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let good = std::str::from_utf8(&bytes[..at]).unwrap_or_default();
        let hint = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file is UTF-16: save it as UTF-8",
            _ => "save the file as UTF-8 in your editor",
        };
        Box::new(
            Finding::new(
                "not-utf8",
                Severity::Error,
                format!("byte {at} of the file (0x{:02X}) is not UTF-8", bytes[at]),
            )
            .with_hint(hint)
            .at(Place::in_text(good, at..at)),
        )
    })
}

/// The text of a file in any encoding: that of its byte order mark, or the one that its header names.
///
/// A file that is surely UTF-8 is read as that even where its header names an encoding of single bytes.
///
/// # Errors
/// A finding when the header names an encoding that is not known, and the file is not UTF-8.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, Box<Finding>> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes[mark..]));
    }
    let label = label_of(&bytes).map(|label| String::from_utf8_lossy(label).into_owned());
    let named = label
        .as_deref()
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    let text = std::str::from_utf8(&bytes);
    let valid = text.is_ok();
    let surely = text.is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).nth(SURE).is_some());
    match named {
        Some(encoding) if encoding != UTF_8 && !(surely && encoding.is_single_byte()) => {
            let bytes = if encoding.is_single_byte() {
                resolve_escapes(bytes)
            } else {
                bytes
            };
            Ok(decode_as(encoding, &bytes))
        }
        None if !valid && label.as_deref().is_some_and(|label| label != "CHARSET") => {
            Err(Box::new(unknown(&label.unwrap_or_default())))
        }
        _ => Ok(decode_utf8(
            bytes,
            label.filter(|_| named.is_some_and(|named| named != UTF_8)),
        )),
    }
}

/// Takes bytes as UTF-8; `label` is what the header calls them, when that is something else.
fn decode_utf8(bytes: Vec<u8>, label: Option<String>) -> Decoded {
    let finding = label.filter(|_| !bytes.is_ascii()).map(|label| {
        Finding::new(
            "charset-differs",
            Severity::Warning,
            format!("the header says `{label}`, and the file is UTF-8"),
        )
        .with_hint("write `charset=UTF-8` into the header")
    });
    match String::from_utf8(bytes) {
        Ok(text) => Decoded {
            text,
            broken: Vec::new(),
            finding,
        },
        Err(error) => decode_as(UTF_8, error.as_bytes()),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut broken = Vec::new();
    let mut rest = bytes;
    let mut last = None;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len() * 2 + 16),
            DecoderResult::Malformed(..) => {
                if last.is_none_or(|at: usize| memchr(b'\n', &text.as_bytes()[at..]).is_some()) {
                    broken.push(text.len());
                }
                last = Some(text.len());
                text.push(REPLACEMENT);
            }
        }
    }
    Decoded {
        text,
        broken,
        finding: None,
    }
}

fn unknown(label: &str) -> Finding {
    Finding::new(
        "unknown-charset",
        Severity::Error,
        format!("the header names an encoding that is not known: `{label}`"),
    )
    .with_hint("convert the file with `msgconv --to-code=UTF-8`")
}

/// The name behind `charset=` at the beginning of a file.
fn label_of(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let start = memmem::find(head, b"charset=")? + b"charset=".len();
    let name = &head[start..];
    let end = name
        .iter()
        .position(|b| !b.is_ascii_alphanumeric() && !b"-_.:".contains(b))
        .unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// Puts bytes in the place of octal escapes that mean bytes above ASCII, which belong to the file's encoding.
fn resolve_escapes(bytes: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let taken = match *rest {
            [
                _,
                high @ b'2'..=b'3',
                middle @ b'0'..=b'7',
                low @ b'0'..=b'7',
                ..,
            ] => {
                out.push(((high - b'0') << 6) | ((middle - b'0') << 3) | (low - b'0'));
                4
            }
            [_, _, ..] => {
                out.extend_from_slice(&rest[..2]);
                2
            }
            _ => {
                out.extend_from_slice(rest);
                rest.len()
            }
        };
        rest = &rest[taken..];
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_charset(label: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("\"Content-Type: text/plain; charset={label}\\n\"\n");
        [head.as_bytes(), body].concat()
    }

    fn text(bytes: Vec<u8>) -> String {
        let decoded = decode(bytes).unwrap();
        assert!(decoded.broken.is_empty());
        decoded.text.lines().last().unwrap().to_owned()
    }

    #[test]
    fn the_header_names_the_encoding() {
        assert_eq!(text(with_charset("ISO-8859-1", b"caf\xE9")), "café");
        assert_eq!(text(with_charset("windows-1256", b"\xC7\x81")), "اپ");
        assert_eq!(
            text(with_charset("ISO-8859-1", b"caf\\351 \\\\351")),
            "café \\\\351"
        );
        assert_eq!(text(with_charset("CHARSET", "اب".as_bytes())), "اب");
        assert_eq!(text(with_charset("X-NONE", "اب".as_bytes())), "اب");
        assert_eq!(text("\u{FEFF}اب".as_bytes().to_vec()), "اب");
        assert_eq!(text(b"\xFF\xFEa\0b\0".to_vec()), "ab");
    }

    #[test]
    fn a_file_that_is_utf8_is_read_as_utf8() {
        let decoded = decode(with_charset("ISO-8859-1", "باغ پرانا ہے".as_bytes())).unwrap();
        assert!(decoded.text.ends_with("باغ پرانا ہے"));
        assert_eq!(decoded.finding.unwrap().id, "charset-differs");
    }

    #[test]
    fn what_cannot_be_decoded_is_found_by_its_line() {
        let decoded = decode(b"a\xFFb\xFFc\n\xFEd".to_vec()).unwrap();
        assert_eq!(decoded.text, "a\u{FFFD}b\u{FFFD}c\n\u{FFFD}d");
        assert_eq!(decoded.broken, [1, 10]);
        assert_eq!(
            decode(with_charset("X-NONE", b"\xFF")).unwrap_err().id,
            "unknown-charset"
        );
    }
}
