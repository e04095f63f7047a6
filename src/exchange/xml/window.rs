//! A sliding window over a file's text: never more in memory than one token and a piece of input.

use std::io::BufRead;

use super::characters::{declares_1_1, find_forbidden, find_forbidden_in_1_1};
use crate::exchange::ReadError;
use crate::exchange::encoding::{DecodeError, TextInput};
use crate::model::{Finding, Place, Severity};

/// How much is read at a time, in bytes.
const PIECE: usize = 128 * 1024;

/// The longest token (a tag, or text without a tag), in bytes.
pub(crate) const MAX_TOKEN: usize = 16 << 20;

/// How much is kept before the present token, for showing the line of an error.
const CONTEXT: usize = 400;

/// How much of a line is shown on either side of an error, in bytes.
const SHOWN: usize = 60;

/// The text that is in sight; line ends are `\n` whatever the file has.
pub(super) struct Window<'r> {
    input: TextInput<'r>,
    text: String,
    /// Whether the last piece ended with `\r`.
    carriage_return: bool,
    /// Nothing follows what is in sight.
    ended: bool,
    /// What is wrong right after what is in sight.
    fault: Option<Fault>,
    /// How many bytes of text were dropped.
    dropped: u64,
    /// Lines counted up to `counted`, an offset in `text`.
    line: u64,
    counted: usize,
    /// The file is XML 1.1, which forbids more; known after the first piece.
    version_1_1: Option<bool>,
    /// Characters of the line at the window's begin that were dropped.
    column: usize,
}

enum Fault {
    Decode(DecodeError),
    Forbidden(char),
}

impl<'r> Window<'r> {
    /// Begins an XML file, in the encoding that its first bytes tell.
    pub(super) fn new(input: &'r mut dyn BufRead) -> Result<Self, ReadError> {
        let input = TextInput::new(input, declared_encoding).map_err(undecodable)?;
        Ok(Self {
            input,
            text: String::with_capacity(PIECE * 2),
            carriage_return: false,
            ended: false,
            fault: None,
            dropped: 0,
            line: 1,
            counted: 0,
            version_1_1: None,
            column: 0,
        })
    }

    /// What is in sight.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place of an offset in the whole file's text, in bytes.
    pub(super) fn position(&self, at: usize) -> u64 {
        self.dropped + at as u64
    }

    /// Drops what stands before `at` when that is much; returns by how much offsets shrink.
    #[inline]
    pub(super) fn slide(&mut self, at: usize) -> usize {
        if at < PIECE { 0 } else { self.drop_before(at) }
    }

    #[cold]
    fn drop_before(&mut self, at: usize) -> usize {
        let drop = self.text.floor_char_boundary(at - CONTEXT);
        self.count_to(drop);
        let gone = &self.text[..drop];
        self.column = match memchr::memrchr(b'\n', gone.as_bytes()) {
            Some(end) => gone[end + 1..].chars().count(),
            None => self.column + gone.chars().count(),
        };
        self.text.drain(..drop);
        self.counted -= drop;
        self.dropped += drop as u64;
        drop
    }

    /// Brings more text into sight, at least as much again as the token at `from` has; `false` at the end.
    ///
    /// # Errors
    /// When the text after what was in sight cannot be read, or the token is too long.
    pub(super) fn extend(&mut self, from: usize) -> Result<bool, ReadError> {
        if let Some(fault) = self.fault.take() {
            return Err(self.raise(fault));
        }
        let token = self.text.len() - from;
        if token > MAX_TOKEN {
            let message = format!("a tag or a text is longer than {} MiB", MAX_TOKEN >> 20);
            return Err(self.malformed(from, 1, &message, None));
        }
        let wanted = self.text.len() + token.max(PIECE);
        let before = self.text.len();
        while !self.ended && self.fault.is_none() && self.text.len() < wanted {
            self.read_piece();
        }
        if self.text.len() == before
            && let Some(fault) = self.fault.take()
        {
            return Err(self.raise(fault));
        }
        Ok(self.text.len() > before)
    }

    fn read_piece(&mut self) {
        let text = &mut self.text;
        let carriage_return = &mut self.carriage_return;
        let version_1_1 = &mut self.version_1_1;
        let mut forbidden = None;
        let fed = self.input.feed(&mut |piece| {
            if forbidden.is_some() {
                return;
            }
            let mut good = find_forbidden(piece);
            if *version_1_1.get_or_insert_with(|| declares_1_1(piece)) {
                good = find_forbidden_in_1_1(&piece[..good.unwrap_or(piece.len())]).or(good);
            }
            forbidden = good.and_then(|at| piece[at..].chars().next());
            push_lines(text, &piece[..good.unwrap_or(piece.len())], carriage_return);
        });
        match (forbidden, fed) {
            (Some(c), _) => self.fault = Some(Fault::Forbidden(c)),
            (None, Ok(true)) => {}
            (None, Ok(false)) => self.ended = true,
            (None, Err(error)) => self.fault = Some(Fault::Decode(error)),
        }
    }

    fn raise(&mut self, fault: Fault) -> ReadError {
        let end = self.text.len();
        match fault {
            Fault::Decode(DecodeError::Io(error)) => ReadError::Io(error),
            Fault::Decode(error) => self.malformed(end, 0, &error.to_string(), hint(&error)),
            Fault::Forbidden(c) => {
                let message = format!("the character U+{:04X} is forbidden in XML", u32::from(c));
                self.malformed(
                    end,
                    0,
                    &message,
                    Some("remove it, or replace it by a space"),
                )
            }
        }
    }

    /// The line of an offset, counted from 1.
    pub(super) fn line_at(&mut self, at: usize) -> u64 {
        if at < self.counted {
            let back = memchr::memchr_iter(b'\n', &self.text.as_bytes()[at..self.counted]).count();
            return self.line - back as u64;
        }
        self.count_to(at);
        self.line
    }

    fn count_to(&mut self, at: usize) {
        if at > self.counted {
            let passed = &self.text.as_bytes()[self.counted..at];
            self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.counted = at;
        }
    }

    /// The place of an offset, with its line cut to what can be shown.
    pub(super) fn place(&mut self, at: usize, length: usize) -> Place {
        let line = self.line_at(at);
        let before = &self.text[..at];
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
        let hidden = if start == 0 { self.column } else { 0 };
        let column = hidden + before[start..].chars().count() + 1;
        let rest = &self.text[at..];
        let end = at + memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let from = self
            .text
            .ceil_char_boundary(start.max(at.saturating_sub(SHOWN)));
        let to = self.text.floor_char_boundary(end.min(at + SHOWN)).max(at);
        let stop = self.text.floor_char_boundary((at + length).min(to)).max(at);
        Place {
            file: String::new(),
            line: usize::try_from(line).unwrap_or(usize::MAX),
            column,
            text: self.text[from..to].to_owned(),
            span: at - from..stop - from,
        }
    }

    /// The error of a file that is not XML.
    pub(super) fn malformed(
        &mut self,
        at: usize,
        length: usize,
        message: &str,
        hint: Option<&str>,
    ) -> ReadError {
        let finding =
            Finding::new("not-well-formed", Severity::Error, message).at(self.place(at, length));
        ReadError::Malformed(Box::new(match hint {
            Some(hint) => finding.with_hint(hint),
            None => finding,
        }))
    }
}

/// Appends text with its line ends turned into `\n`, as XML demands of every reader.
fn push_lines(text: &mut String, piece: &str, carriage_return: &mut bool) {
    let mut rest = piece;
    if *carriage_return && !rest.is_empty() {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
        *carriage_return = false;
    }
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push('\n');
        rest = &rest[at + 1..];
        if rest.is_empty() {
            *carriage_return = true;
        }
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    text.push_str(rest);
}

/// The label in `encoding="…"` of an XML declaration at the very beginning.
fn declared_encoding(head: &[u8]) -> Option<&str> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', declaration)?;
    let text = std::str::from_utf8(&declaration[..end]).ok()?;
    let value = text[text.find("encoding")? + "encoding".len()..].trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The error of a file whose encoding cannot be told.
fn undecodable(error: DecodeError) -> ReadError {
    let finding = Finding::new("undecodable", Severity::Error, error.to_string());
    let place = Place {
        file: String::new(),
        line: 1,
        column: 1,
        text: String::new(),
        span: 0..0,
    };
    match error {
        DecodeError::Io(error) => ReadError::Io(error),
        other => ReadError::Malformed(Box::new(match hint(&other) {
            Some(hint) => finding.at(place).with_hint(hint),
            None => finding.at(place),
        })),
    }
}

fn hint(error: &DecodeError) -> Option<&'static str> {
    match error {
        DecodeError::Io(_) => None,
        DecodeError::Invalid { .. } => {
            Some("save the file as UTF-8, or name its true encoding in the XML declaration")
        }
        DecodeError::Truncated(_) => Some("the file is cut off: copy it again"),
        DecodeError::Unknown(_) | DecodeError::Contradicted(_) => {
            Some("correct the encoding that the first line names")
        }
        DecodeError::Utf32 => Some("save the file as UTF-8"),
    }
}
