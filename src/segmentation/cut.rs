//! Cuts a text into blocks at its hard line breaks, and every block into segments by rule.

use std::ops::Range;

use memchr::memchr;

use super::builtin::Cutter as BuiltInCutter;
use super::explain::{Decision, RuleSource, Verdict};
use super::srx::Cutter as SrxCutter;
use super::{Engine, ListMarkers, Newlines, Rules};

/// The segments of a text, from first to last; see [`Rules::segments`].
#[derive(Debug)]
pub struct Segments<'r, 't> {
    rules: &'r Rules,
    text: &'t str,
    cutter: Cutter<'r, 't>,
    /// The part of the text that the cutter works on.
    block: Range<usize>,
    /// Where the next segment begins, white space before it included.
    start: usize,
}

#[derive(Debug)]
enum Cutter<'r, 't> {
    BuiltIn(BuiltInCutter<'r, 't>),
    Srx(SrxCutter<'r, 't>),
}

/// Hears of every decision while a text is cut.
pub(super) type Witness<'w> = Option<&'w mut dyn FnMut(Decision)>;

impl<'r, 't> Segments<'r, 't> {
    pub(super) fn new(rules: &'r Rules, text: &'t str) -> Self {
        let block = 0..block_end(text, 0, rules.newlines);
        Self {
            rules,
            text,
            cutter: Cutter::new(&rules.engine, rules.list_markers, &text[block.clone()]),
            block,
            start: 0,
        }
    }

    /// The next segment, with every decision on the way to its end told to the witness.
    pub(super) fn step(&mut self, witness: &mut dyn FnMut(Decision)) -> Option<Range<usize>> {
        self.advance(&mut Some(witness))
    }

    fn advance(&mut self, witness: &mut Witness<'_>) -> Option<Range<usize>> {
        loop {
            if self.start == self.block.end && !self.next_block(witness) {
                return None;
            }
            let offset = self.block.start;
            let end = match witness {
                None => self.cutter.next_break(&mut None),
                Some(hear) => self
                    .cutter
                    .next_break(&mut Some(&mut |mut decision: Decision| {
                        decision.mark = decision.mark.start + offset..decision.mark.end + offset;
                        decision.at += offset;
                        hear(decision);
                    })),
            };
            let end = offset + end.unwrap_or(self.block.len());
            let segment = trimmed(self.text, self.start..end);
            self.start = end;
            if !segment.is_empty() {
                return Some(segment);
            }
        }
    }

    /// Goes on to the next block; false when there is none.
    fn next_block(&mut self, witness: &mut Witness<'_>) -> bool {
        let from = self.block.end;
        if from == self.text.len() {
            return false;
        }
        if let Some(hear) = witness {
            hear(line_break(self.text, from));
        }
        self.block = from..block_end(self.text, from, self.rules.newlines);
        self.cutter.begin(&self.text[self.block.clone()]);
        true
    }
}

impl Iterator for Segments<'_, '_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance(&mut None)
    }
}

impl std::iter::FusedIterator for Segments<'_, '_> {}

impl<'r, 't> Cutter<'r, 't> {
    fn new(engine: &'r Engine, policy: ListMarkers, text: &'t str) -> Self {
        match engine {
            Engine::BuiltIn(rules) => Self::BuiltIn(BuiltInCutter::new(rules, policy, text)),
            Engine::Srx(cascade) => Self::Srx(cascade.cutter(text)),
        }
    }

    fn begin(&mut self, text: &'t str) {
        match self {
            Self::BuiltIn(cutter) => cutter.begin(text),
            Self::Srx(cutter) => cutter.begin(text),
        }
    }

    fn next_break(&mut self, witness: &mut Witness<'_>) -> Option<usize> {
        match self {
            Self::BuiltIn(cutter) => cutter.next_break(witness),
            Self::Srx(cutter) => cutter.next_break(witness),
        }
    }
}

/// The end of the block that begins at `from`: after its last line break, or at the end of the text.
fn block_end(text: &str, from: usize, newlines: Newlines) -> usize {
    if newlines == Newlines::Space {
        return text.len();
    }
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = memchr(b'\n', &bytes[at..]) {
        at += found + 1;
        if newlines == Newlines::EndSegment || blank_line_follows(&bytes[at..]) {
            return at;
        }
    }
    text.len()
}

fn blank_line_follows(rest: &[u8]) -> bool {
    let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
    let skipped = rest.iter().take_while(blank).count();
    rest.get(skipped) == Some(&b'\n')
}

/// The range without the white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.end - part.trim_start().len();
    start..start + part.trim().len()
}

/// The decision that a line break stands for, which ends before `at`.
fn line_break(text: &str, at: usize) -> Decision {
    Decision {
        mark: text[..at].trim_end().len()..at,
        at,
        verdict: Verdict::Break,
        rule: RuleSource {
            file: String::new(),
            line: 0,
            text: "a line break ends the segment".to_owned(),
        },
        word: None,
    }
}
