//! A text file line by line, in UTF-8 or UTF-16, in bounded memory.

use std::io::BufRead;

use super::ReadError;
use super::encoding::{DecodeError, TextInput};
use crate::model::{Finding, Place, Severity};

/// The longest line, and the longest record of several lines, in bytes.
pub(crate) const MAX_LINE: usize = 16 << 20;

/// How much is read before lines are given out, in bytes.
const PIECE: usize = 64 * 1024;

/// How much of a line is shown with an error, in bytes.
const SHOWN: usize = 100;

/// The lines of a file.
pub(crate) struct Lines<'r> {
    input: TextInput<'r>,
    text: String,
    at: usize,
    number: u64,
    ended: bool,
    fault: Option<DecodeError>,
}

impl<'r> Lines<'r> {
    /// Begins a file.
    ///
    /// # Errors
    /// When the input fails or its encoding cannot be read.
    pub(crate) fn new(input: &'r mut dyn BufRead) -> Result<Self, ReadError> {
        Ok(Self {
            input: TextInput::unicode(input).map_err(|error| undecodable(error, 1, ""))?,
            text: String::new(),
            at: 0,
            number: 0,
            ended: false,
            fault: None,
        })
    }

    /// The next line with its end; `None` after the last.
    ///
    /// # Errors
    /// When the input fails or holds what its encoding forbids, or the line is too long.
    pub(crate) fn advance(&mut self) -> Result<Option<&str>, ReadError> {
        if self.at >= PIECE {
            self.text.drain(..self.at);
            self.at = 0;
        }
        let mut searched = self.at;
        let end = loop {
            let rest = &self.text.as_bytes()[searched..];
            if let Some(length) = memchr::memchr(b'\n', rest) {
                break searched + length + 1;
            }
            searched = self.text.len();
            if searched - self.at > MAX_LINE {
                return Err(self.too_long());
            }
            if !self.read_more()? {
                break self.text.len();
            }
        };
        if end == self.at {
            return Ok(None);
        }
        self.number += 1;
        let line = self.at..end;
        self.at = end;
        Ok(Some(&self.text[line]))
    }

    /// The text that is in sight after the present line, for guessing what the file is like.
    pub(crate) fn ahead(&self) -> &str {
        &self.text[self.at..]
    }

    /// The number of the present line, counted from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    fn read_more(&mut self) -> Result<bool, ReadError> {
        let before = self.text.len();
        while self.text.len() < before + PIECE && !self.ended && self.fault.is_none() {
            let text = &mut self.text;
            match self.input.feed(&mut |piece| text.push_str(piece)) {
                Ok(more) => self.ended = !more,
                Err(error) => self.fault = Some(error),
            }
        }
        match self.fault.take() {
            Some(fault) if self.text.len() == before => {
                let line = &self.text[self.at..];
                Err(undecodable(fault, self.number + 1, line))
            }
            fault => {
                self.fault = fault;
                Ok(self.text.len() > before)
            }
        }
    }

    fn too_long(&self) -> ReadError {
        let message = format!("the line is longer than {} MiB", MAX_LINE >> 20);
        let place = place(self.number + 1, 1, &self.text[self.at..]);
        let finding = Finding::new("line-too-long", Severity::Error, message).at(place);
        ReadError::Malformed(Box::new(finding))
    }
}

/// A place on a line, the line cut to what can be shown; `column` is in characters, from 1.
pub(crate) fn place(number: u64, column: usize, line: &str) -> Place {
    let line = line.trim_end_matches(['\n', '\r']);
    let at = line
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(line.len(), |(at, _)| at);
    let from = line.floor_char_boundary(at.saturating_sub(SHOWN / 2));
    let to = line.floor_char_boundary((from + SHOWN).min(line.len()));
    let text = line[from..to].split('\n').next().unwrap_or_default();
    let start = (at - from).min(text.len());
    Place {
        file: String::new(),
        line: usize::try_from(number).unwrap_or(usize::MAX),
        column,
        span: start..text.ceil_char_boundary(start + 1).min(text.len()),
        text: text.to_owned(),
    }
}

/// The error of a file that is not text.
fn undecodable(error: DecodeError, number: u64, line: &str) -> ReadError {
    if let DecodeError::Io(error) = error {
        return ReadError::Io(error);
    }
    let column = line.chars().count() + 1;
    let finding = Finding::new("undecodable", Severity::Error, error.to_string())
        .at(place(number, column, line))
        .with_hint("save the file as UTF-8");
    ReadError::Malformed(Box::new(finding))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn lines_come_with_their_ends_and_numbers() {
        let bytes = "\u{FEFF}eins\r\n\nاردو\nlast".as_bytes();
        let mut input = BufReader::with_capacity(1, bytes);
        let mut lines = Lines::new(&mut input).unwrap();
        for (number, wanted) in ["eins\r\n", "\n", "اردو\n", "last"].iter().enumerate() {
            assert_eq!(lines.advance().unwrap(), Some(*wanted));
            assert_eq!(lines.number(), number as u64 + 1);
        }
        assert_eq!(lines.advance().unwrap(), None);
    }

    #[test]
    fn what_is_no_text_is_named_by_line_after_the_lines_before_it() {
        let mut input = &b"one\ntwo \xFFx\n"[..];
        let mut lines = Lines::new(&mut input).unwrap();
        assert_eq!(lines.advance().unwrap(), Some("one\n"));
        let Err(ReadError::Malformed(finding)) = lines.advance() else {
            panic!("read");
        };
        let place = finding.place.unwrap();
        assert_eq!(
            (place.line, place.column, place.text.as_str()),
            (2, 5, "two ")
        );
        assert_eq!(finding.message, "byte 8 of the file is not UTF-8: 0xFF");
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let long = "x".repeat(MAX_LINE + (1 << 20));
        let mut input = long.as_bytes();
        assert!(Lines::new(&mut input).unwrap().advance().is_err());
    }
}
