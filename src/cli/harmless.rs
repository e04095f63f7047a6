//! What others wrote, shown without harm: nothing in it moves the cursor, colours, or turns a line around.

use std::io::{self, Write};

use crate::text::printable;

/// The words with their line ends and tabs as they are, and everything else made visible that could harm.
pub(super) fn harmless(words: &str) -> String {
    let lines = words.split('\n').map(|line| {
        let fields: Vec<_> = line.split('\t').map(printable).collect();
        fields.join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Passes whole lines on, harmless.
pub(super) struct Harmless<W: Write> {
    output: W,
    line: Vec<u8>,
}

impl<W: Write> Harmless<W> {
    /// Stands before an output.
    pub(super) fn new(output: W) -> Self {
        Self {
            output,
            line: Vec::new(),
        }
    }

    fn pass_on(&mut self, end: usize) -> io::Result<()> {
        let lines: Vec<u8> = self.line.drain(..end).collect();
        let words = harmless(&String::from_utf8_lossy(&lines));
        self.output.write_all(words.as_bytes())
    }
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(last) = self.line.iter().rposition(|byte| *byte == b'\n') {
            self.pass_on(last + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl<W: Write> Drop for Harmless<W> {
    fn drop(&mut self) {
        // The last line, when it has no end; where output fails the next write says so.
        let _ = self.pass_on(self.line.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_tabs_stay_and_the_rest_is_seen() {
        assert_eq!(harmless("a\tb\nc\u{1b}[2J\r"), "a\tb\nc\u{241b}[2J\u{240d}");
    }

    #[test]
    fn a_character_may_come_in_two_pieces() {
        let mut out = Vec::new();
        let mut stream = Harmless::new(&mut out);
        stream.write_all(b"\xd8").unwrap();
        stream.write_all(b"\xa7\x1b[0m\nend").unwrap();
        drop(stream);
        assert_eq!(out, "\u{627}\u{241b}[0m\nend".as_bytes());
    }
}
