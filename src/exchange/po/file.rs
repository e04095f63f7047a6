//! A PO file as a whole: entries with the blank lines between them.

use super::entry::{Entry, EntryKind};
use super::parse::{Entries, Parsed};
use crate::model::Finding;

/// The mark that some editors put at the beginning of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A PO file; what was not changed is written as it was read.
#[derive(Clone, Debug)]
pub(super) struct PoFile {
    marked: bool,
    /// The end of its lines: `\n` or `\r\n`.
    end: &'static str,
    pub(super) blocks: Vec<Block>,
    tail: String,
}

/// An entry and the blank lines before it.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) blank: String,
    pub(super) entry: Entry,
}

impl PoFile {
    /// Reads a file; every text is one. Returns what is wrong with it too. Linear in the text.
    pub(super) fn parse(text: &str) -> (Self, Vec<Finding>) {
        let body = text.strip_prefix(BYTE_ORDER_MARK);
        let marked = body.is_some();
        let body = body.unwrap_or(text);
        let mut findings = Vec::new();
        let mut blocks = Vec::new();
        let mut entries = Entries::new(body);
        for Parsed {
            blank,
            entry,
            finding,
        } in entries.by_ref()
        {
            findings.extend(finding.map(|finding| *finding));
            blocks.push(Block { blank, entry });
        }
        let file = Self {
            marked,
            end: end_of_lines(body),
            blocks,
            tail: entries.tail(),
        };
        (file, findings)
    }

    /// The end of its lines.
    pub(super) fn end(&self) -> &'static str {
        self.end
    }

    /// The text of the file.
    pub(super) fn write(&self) -> String {
        let length: usize = self
            .blocks
            .iter()
            .map(|block| block.blank.len() + block.entry.raw.len())
            .sum();
        let mut text = String::with_capacity(length + self.tail.len() + 3);
        if self.marked {
            text.push(BYTE_ORDER_MARK);
        }
        for block in &self.blocks {
            text.push_str(&block.blank);
            text.push_str(&block.entry.raw);
        }
        text.push_str(&self.tail);
        text
    }

    /// The header, if the file has one.
    pub(super) fn header(&self) -> Option<&Entry> {
        self.blocks
            .iter()
            .map(|block| &block.entry)
            .find(|entry| entry.kind == EntryKind::Header)
    }

    /// Puts entries before the block of that number, each after an empty line.
    pub(super) fn insert(&mut self, at: usize, entries: impl IntoIterator<Item = Entry>) {
        if at > 0 {
            self.end_last_line(at - 1);
        }
        let end = self.end;
        let first_of_file = at == 0;
        let blocks = entries.into_iter().enumerate().map(|(number, entry)| {
            let bare = first_of_file && number == 0;
            let blank = if bare { "" } else { end }.to_owned();
            Block { blank, entry }
        });
        let before = self.blocks.len();
        self.blocks.splice(at..at, blocks);
        let after = at + self.blocks.len() - before;
        if let Some(next) = self.blocks.get_mut(after)
            && next.blank.is_empty()
            && after > at
        {
            next.blank.push_str(end);
        }
    }

    /// Puts the entries of these blocks into another order, in the same places; `order` holds block numbers.
    pub(super) fn permute(&mut self, places: &[usize], order: &[usize]) {
        if places == order {
            return;
        }
        for at in places {
            self.end_last_line(*at);
        }
        let mut taken: Vec<Entry> = order
            .iter()
            .map(|at| {
                std::mem::replace(&mut self.blocks[*at].entry, Entry::empty(EntryKind::Loose))
            })
            .collect();
        for (place, entry) in places.iter().zip(taken.drain(..)) {
            self.blocks[*place].entry = entry;
        }
    }

    /// Ends the last line of a block, which the last line of a file may lack.
    fn end_last_line(&mut self, at: usize) {
        let entry = &mut self.blocks[at].entry;
        if !entry.raw.ends_with('\n') && !entry.raw.is_empty() {
            entry.raw.push_str(self.end);
            if let Some(last) = entry.fields.last_mut() {
                last.range.end = entry.raw.len();
            }
        }
    }
}

fn end_of_lines(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
