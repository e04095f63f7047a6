//! Walks from mark to mark through a block of text and asks the rules at each.

use super::BuiltInRules;
use super::context::Context;
use super::features::Side;
use super::list::Marker;
use super::row::{Memo, Row};
use super::run::Run;
use super::scan::Scan;
use super::table::Table;
use crate::segmentation::ListMarkers;
use crate::segmentation::cut::Witness;
use crate::segmentation::explain::{Decision, RuleSource, Verdict};

/// Finds the ends of segments in one block of text after another.
#[derive(Debug)]
pub(in crate::segmentation) struct Cutter<'r, 't> {
    rules: &'r BuiltInRules,
    table: &'r Table,
    policy: ListMarkers,
    text: &'t str,
    /// Where the present segment begins.
    segment: usize,
    /// From where on marks are looked for.
    scan: usize,
    /// Where the next item of a list begins, or the text after a marker that stands apart.
    item: Option<usize>,
    /// Where the item after that begins, when a marker that stands apart comes first.
    next_item: Option<usize>,
    memo: Memo,
    search: Scan,
}

impl<'r, 't> Cutter<'r, 't> {
    pub(in crate::segmentation) fn new(
        rules: &'r BuiltInRules,
        policy: ListMarkers,
        text: &'t str,
    ) -> Self {
        let mut cutter = Self {
            rules,
            table: &rules.table,
            policy,
            text,
            segment: 0,
            scan: 0,
            item: None,
            next_item: None,
            memo: rules.take_memo(),
            search: Scan::from(&rules.table.triggers, text.as_bytes(), 0),
        };
        cutter.begin(text);
        cutter
    }

    /// Goes on with another block.
    pub(in crate::segmentation) fn begin(&mut self, text: &'t str) {
        self.text = text;
        self.search = Scan::from(&self.table.triggers, text.as_bytes(), 0);
        self.begin_segment(0);
    }

    fn begin_segment(&mut self, at: usize) {
        let rest = self.text[at..].trim_start();
        self.segment = self.text.len() - rest.len();
        self.scan = self.segment;
        let (item, next_item) = match (self.policy, self.next_item.take()) {
            (ListMarkers::Ordinary, _) => (None, None),
            (ListMarkers::Apart, Some(next)) => (Some(next - self.segment), None),
            (ListMarkers::Apart, None) => match Marker::read(rest) {
                Some(marker) => (Some(marker.end), marker.next_item(rest)),
                None => (None, None),
            },
            (ListMarkers::WithItem, _) => (
                Marker::read(rest).and_then(|marker| marker.next_item(rest)),
                None,
            ),
        };
        self.item = item.map(|length| self.segment + length);
        self.next_item = next_item.map(|length| self.segment + length);
    }

    /// The offset in the block at which the next segment begins; `None` when this one is the last.
    pub(in crate::segmentation) fn next_break(
        &mut self,
        witness: &mut Witness<'_>,
    ) -> Option<usize> {
        loop {
            let mark = self.next_mark();
            if let Some(item) = self.item
                && mark.is_none_or(|mark| mark >= item)
            {
                return Some(self.break_at_item(item, witness));
            }
            let run = Run::read(self.table, self.text, mark?);
            self.scan = run.marks_end;
            if run.next == self.text.len() {
                continue;
            }
            let context = Context::of(self.table, self.text, self.segment, &run);
            let Some(row) = self.table.decide(&mut self.memo, context.features, || {
                context.prior(self.table)
            }) else {
                continue;
            };
            if let Some(hear) = witness {
                hear(self.decision(&run, &context, row));
            }
            if row.verdict == Verdict::Break && self.item.is_none_or(|item| run.end <= item) {
                self.begin_segment(run.cut);
                self.scan = self.scan.max(run.marks_end);
                return Some(run.cut);
            }
        }
    }

    /// Where the next mark begins.
    fn next_mark(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            let last = self
                .table
                .triggers
                .find(&mut self.search, bytes, self.scan)?;
            self.scan = last + 1;
            if inside_a_number(bytes, last) {
                continue;
            }
            let start = self.text.floor_char_boundary(last);
            let mark = self.text[start..].chars().next()?;
            if start + mark.len_utf8() == last + 1 && self.table.mark_bits(mark) != 0 {
                return Some(start);
            }
        }
    }

    fn break_at_item(&mut self, item: usize, witness: &mut Witness<'_>) -> usize {
        let end = self.text[..item].trim_end().len();
        if let Some(hear) = witness {
            hear(Decision {
                mark: end..item,
                at: item,
                verdict: Verdict::Break,
                rule: RuleSource {
                    file: String::new(),
                    line: 0,
                    text: match self.policy {
                        ListMarkers::Apart => "a list marker stands apart",
                        _ => "the next item of the list begins",
                    }
                    .to_owned(),
                },
                word: None,
            });
        }
        self.begin_segment(item);
        item
    }

    fn decision(&self, run: &Run, context: &Context<'_>, row: &Row) -> Decision {
        let file = self.table.files[row.file];
        let word = [(Side::Before, context.before), (Side::After, context.after)]
            .into_iter()
            .find_map(|(side, word)| self.listed(word, row.asks(side)));
        Decision {
            mark: run.start..run.next,
            at: run.cut,
            verdict: row.verdict,
            rule: RuleSource {
                file: file.name.to_owned(),
                line: row.line,
                text: row.text.to_owned(),
            },
            word,
        }
    }

    /// The line of a list that holds the word and that the rule asked for.
    fn listed(&self, word: &str, asked: u64) -> Option<RuleSource> {
        let found = self
            .table
            .place_of(word, asked)
            .or_else(|| self.table.place_of(&word.to_lowercase(), asked));
        found.map(|(file, line, text)| RuleSource {
            file: file.name.to_owned(),
            line,
            text: text.to_owned(),
        })
    }
}

impl Drop for Cutter<'_, '_> {
    fn drop(&mut self) {
        self.rules.keep_memo(std::mem::take(&mut self.memo));
    }
}

/// Whether an ASCII mark stands between two digits, or between a letter and a lower-case letter: `3.5`, `a.txt`.
fn inside_a_number(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'.'
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        && at > 0
        && bytes[at - 1].is_ascii_digit()
}
