//! Bytes into text: finds a file's encoding and decodes it piece by piece.

use std::io::{self, BufRead};

use encoding_rs::{DecoderResult, Encoding, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to find the encoding.
const HEAD: usize = 1024;

/// A file's text, decoded as it is asked for; a byte order mark is taken off.
pub(crate) struct TextInput<'r> {
    input: &'r mut dyn BufRead,
    /// The beginning of the file, read ahead to find the encoding, until it is decoded.
    head: Option<Vec<u8>>,
    codec: Codec,
    /// The bytes of a UTF-8 character that was cut by the end of a piece.
    carry: Carry,
    /// How many bytes were decoded.
    offset: u64,
}

/// Why the bytes of a file are not text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DecodeError {
    /// The input failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The bytes are not what the encoding allows.
    #[error("byte {offset} of the file is not {encoding}: 0x{byte:02X}")]
    Invalid {
        /// Counted from 0.
        offset: u64,
        /// The encoding's usual name.
        encoding: &'static str,
        /// The byte at that place.
        byte: u8,
    },
    /// The file ends inside a character.
    #[error("the file ends inside a character of {0}")]
    Truncated(&'static str),
    /// The file names an encoding that nobody knows.
    #[error("the file names an unknown encoding: `{0}`")]
    Unknown(String),
    /// The file says UTF-16 and is not.
    #[error("the file says that it is {0}, but its first bytes are not")]
    Contradicted(String),
    /// UTF-32, which nothing writes.
    #[error("the file is UTF-32, which cannot be read")]
    Utf32,
}

enum Codec {
    Utf8,
    Ascii,
    Other(Box<encoding_rs::Decoder>),
}

#[derive(Default)]
struct Carry {
    bytes: [u8; 4],
    len: usize,
}

impl<'r> TextInput<'r> {
    /// Begins a file that is UTF-8 or UTF-16.
    ///
    /// # Errors
    /// When the input fails, or the first bytes are those of UTF-32.
    pub(crate) fn unicode(input: &'r mut dyn BufRead) -> Result<Self, DecodeError> {
        Self::new(input, |_| None)
    }

    /// Begins a file; `declared` finds the label of an encoding in its first bytes.
    ///
    /// A byte order mark decides before the label.
    ///
    /// # Errors
    /// When the input fails, the label is unknown or contradicts the bytes.
    pub(crate) fn new(
        input: &'r mut dyn BufRead,
        declared: impl Fn(&[u8]) -> Option<&str>,
    ) -> Result<Self, DecodeError> {
        let mut head = read_head(input)?;
        let (mark, codec) = find_codec(&head, declared)?;
        head.drain(..mark);
        Ok(Self {
            input,
            head: Some(head),
            codec,
            carry: Carry::default(),
            offset: mark as u64,
        })
    }

    /// Decodes the next piece, of whatever size the input gives; `false` at the end of the file.
    ///
    /// # Errors
    /// When the input fails or holds what the encoding forbids; the text before it was accepted.
    pub(crate) fn feed(&mut self, accept: &mut dyn FnMut(&str)) -> Result<bool, DecodeError> {
        if let Some(head) = self.head.take()
            && !head.is_empty()
        {
            self.codec
                .decode(&head, &mut self.carry, self.offset, accept)?;
            self.offset += head.len() as u64;
            return Ok(true);
        }
        let bytes = loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
                Ok(_) => break self.input.fill_buf()?,
            }
        };
        if bytes.is_empty() {
            self.codec.finish(&mut self.carry, accept)?;
            return Ok(false);
        }
        self.codec
            .decode(bytes, &mut self.carry, self.offset, accept)?;
        let len = bytes.len();
        self.offset += len as u64;
        self.input.consume(len);
        Ok(true)
    }
}

/// Decodes the beginning of a file as well as it goes, for finding out what it is.
pub(crate) fn peek(head: &[u8]) -> String {
    let cut = &head[..head.len().min(HEAD * 8)];
    let encoding = match find_mark(cut) {
        Ok((_, Some(encoding))) => encoding,
        _ => encoding_rs::UTF_8,
    };
    encoding.decode(cut).0.into_owned()
}

fn read_head(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    while head.len() < HEAD {
        match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok([]) => break,
            Ok(bytes) => {
                let taken = bytes.len().min(HEAD - head.len());
                head.extend_from_slice(&bytes[..taken]);
                input.consume(taken);
            }
        }
    }
    Ok(head)
}

/// The length of the byte order mark, and the encoding when the first bytes alone decide it.
fn find_mark(head: &[u8]) -> Result<(usize, Option<&'static Encoding>), DecodeError> {
    Ok(match head {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(DecodeError::Utf32),
        [first, 0, 0, 0, ..] if *first != 0 => return Err(DecodeError::Utf32),
        [0, 0, 0, last, ..] if *last != 0 => return Err(DecodeError::Utf32),
        [0xEF, 0xBB, 0xBF, ..] => (3, Some(encoding_rs::UTF_8)),
        [0xFF, 0xFE, ..] => (2, Some(UTF_16LE)),
        [0xFE, 0xFF, ..] => (2, Some(UTF_16BE)),
        [first, 0, ..] if *first != 0 => (0, Some(UTF_16LE)),
        [0, second, ..] if *second != 0 => (0, Some(UTF_16BE)),
        _ => (0, None),
    })
}

fn find_codec(
    head: &[u8],
    declared: impl Fn(&[u8]) -> Option<&str>,
) -> Result<(usize, Codec), DecodeError> {
    let (mark, encoding) = find_mark(head)?;
    if let Some(encoding) = encoding {
        return Ok((mark, Codec::of(encoding)));
    }
    let Some(label) = declared(head) else {
        return Ok((0, Codec::Utf8));
    };
    if matches!(
        label.to_ascii_lowercase().as_str(),
        "us-ascii" | "ascii" | "ansi_x3.4-1968" | "iso646-us"
    ) {
        return Ok((0, Codec::Ascii));
    }
    let lower = label.to_ascii_lowercase();
    if lower.starts_with("utf-16") || lower.starts_with("iso-10646-ucs") || lower == "ucs-2" {
        return Err(DecodeError::Contradicted(label.to_owned()));
    }
    Encoding::for_label_no_replacement(label.as_bytes())
        .map(|encoding| (0, Codec::of(encoding)))
        .ok_or_else(|| DecodeError::Unknown(label.to_owned()))
}

impl Codec {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 {
            return Self::Utf8;
        }
        Self::Other(Box::new(encoding.new_decoder_without_bom_handling()))
    }

    fn decode(
        &mut self,
        bytes: &[u8],
        carry: &mut Carry,
        offset: u64,
        accept: &mut dyn FnMut(&str),
    ) -> Result<(), DecodeError> {
        match self {
            Self::Utf8 => decode_utf8(bytes, carry, offset, accept),
            Self::Ascii => decode_ascii(bytes, offset, accept),
            Self::Other(decoder) => decode_other(decoder, bytes, offset, accept),
        }
    }

    fn finish(
        &mut self,
        carry: &mut Carry,
        accept: &mut dyn FnMut(&str),
    ) -> Result<(), DecodeError> {
        let Self::Other(decoder) = self else {
            return if carry.len == 0 {
                Ok(())
            } else {
                carry.len = 0;
                Err(DecodeError::Truncated("UTF-8"))
            };
        };
        let mut text = String::with_capacity(16);
        let (result, _) = decoder.decode_to_string_without_replacement(&[], &mut text, true);
        accept(&text);
        match result {
            DecoderResult::InputEmpty => Ok(()),
            _ => Err(DecodeError::Truncated(decoder.encoding().name())),
        }
    }
}

fn decode_utf8(
    bytes: &[u8],
    carry: &mut Carry,
    offset: u64,
    accept: &mut dyn FnMut(&str),
) -> Result<(), DecodeError> {
    let mut rest = bytes;
    while carry.len > 0 && !rest.is_empty() {
        let start = offset + (bytes.len() - rest.len()) as u64 - carry.len as u64;
        if rest[0] & 0xC0 != 0x80 {
            return Err(not_utf8(start, carry.bytes[0]));
        }
        carry.bytes[carry.len] = rest[0];
        carry.len += 1;
        rest = &rest[1..];
        if carry.len < sequence_length(carry.bytes[0]) {
            continue;
        }
        let text = std::str::from_utf8(&carry.bytes[..carry.len]);
        accept(text.map_err(|_| not_utf8(start, carry.bytes[0]))?);
        carry.len = 0;
    }
    let whole = rest.len() - cut_tail(rest);
    match simdutf8::compat::from_utf8(&rest[..whole]) {
        Ok(text) => accept(text),
        Err(error) => {
            let good = error.valid_up_to();
            if let Ok(text) = std::str::from_utf8(&rest[..good]) {
                accept(text);
            }
            let at = bytes.len() - rest.len() + good;
            return Err(not_utf8(offset + at as u64, bytes[at]));
        }
    }
    let tail = &rest[whole..];
    if !tail.is_empty() {
        carry.bytes[..tail.len()].copy_from_slice(tail);
        carry.len = tail.len();
    }
    Ok(())
}

fn not_utf8(offset: u64, byte: u8) -> DecodeError {
    DecodeError::Invalid {
        offset,
        encoding: "UTF-8",
        byte,
    }
}

fn sequence_length(lead: u8) -> usize {
    match lead {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    }
}

/// How many bytes at the end belong to a character that goes on in the next piece.
fn cut_tail(bytes: &[u8]) -> usize {
    for (back, byte) in bytes.iter().rev().take(3).enumerate() {
        if byte & 0xC0 != 0x80 {
            let there = back + 1;
            return if sequence_length(*byte) > there {
                there
            } else {
                0
            };
        }
    }
    0
}

fn decode_ascii(
    bytes: &[u8],
    offset: u64,
    accept: &mut dyn FnMut(&str),
) -> Result<(), DecodeError> {
    let good = bytes
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or(bytes.len());
    if let Ok(text) = std::str::from_utf8(&bytes[..good]) {
        accept(text);
    }
    if good < bytes.len() {
        return Err(DecodeError::Invalid {
            offset: offset + good as u64,
            encoding: "US-ASCII",
            byte: bytes[good],
        });
    }
    Ok(())
}

fn decode_other(
    decoder: &mut encoding_rs::Decoder,
    bytes: &[u8],
    offset: u64,
    accept: &mut dyn FnMut(&str),
) -> Result<(), DecodeError> {
    const PIECE: usize = 16 * 1024;
    let mut text = String::with_capacity(PIECE * 3);
    let mut read = 0;
    while read < bytes.len() {
        let piece = &bytes[read..bytes.len().min(read + PIECE)];
        text.clear();
        let (result, taken) = decoder.decode_to_string_without_replacement(piece, &mut text, false);
        accept(&text);
        read += taken;
        if let DecoderResult::Malformed(length, after) = result {
            let start = (offset + read as u64).saturating_sub(u64::from(length) + u64::from(after));
            let byte = bytes[(start.saturating_sub(offset) as usize).min(bytes.len() - 1)];
            return Err(DecodeError::Invalid {
                offset: start,
                encoding: decoder.encoding().name(),
                byte,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn decode(bytes: &[u8], piece: usize) -> Result<String, String> {
        let mut reader = BufReader::with_capacity(piece, bytes);
        let mut text = String::new();
        let mut input = TextInput::unicode(&mut reader).map_err(|error| error.to_string())?;
        loop {
            match input.feed(&mut |part| text.push_str(part)) {
                Ok(true) => {}
                Ok(false) => return Ok(text),
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    /// Longer than the head, so that pieces are cut everywhere.
    fn sample() -> String {
        "a ترجمہ \u{1F600} پښتو é\n".repeat(120)
    }

    #[test]
    fn characters_may_be_cut_anywhere() {
        let text = sample();
        for piece in [1, 2, 3, 5, 7, 8192] {
            assert_eq!(decode(text.as_bytes(), piece).unwrap(), text);
            assert_eq!(decode(&utf16(&text, false), piece).unwrap(), text);
            assert_eq!(decode(&utf16(&text, true), piece).unwrap(), text);
        }
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let marked = format!("\u{FEFF}{}", sample());
        assert_eq!(decode(marked.as_bytes(), 64).unwrap(), sample());
        assert_eq!(decode(&utf16(&marked, false), 64).unwrap(), sample());
        assert_eq!(decode(&utf16(&marked, true), 64).unwrap(), sample());
    }

    #[test]
    fn what_is_not_utf8_is_named_by_its_offset() {
        let mut bytes = sample().into_bytes();
        let end = bytes.len();
        bytes.extend_from_slice(b"x\xE9y");
        for piece in [1, 2, 3, 4, 8192] {
            let message = decode(&bytes, piece).unwrap_err();
            let wanted = format!("byte {} of the file is not UTF-8: 0xE9", end + 1);
            assert_eq!(message, wanted, "{piece}");
        }
        let cut = decode(&bytes[..end + 2], 16).unwrap_err();
        assert_eq!(cut, "the file ends inside a character of UTF-8");
    }

    #[test]
    fn a_lone_surrogate_is_refused() {
        let mut bytes = utf16("ab", false);
        bytes.extend_from_slice(&[0x00, 0xD8, b'c', 0]);
        assert!(decode(&bytes, 3).unwrap_err().contains("UTF-16LE"));
    }
}
