//! Segment files: the project's PO files, one a document and language, one entry a unit.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use super::charset;
use super::entry::{Entry, EntryKind, now};
use super::fault::place;
use super::file::PoFile;
use super::header::{self, NewHeader};
use super::line::Keyword;
use super::segment_change::SegmentEntryMut;
use super::segment_entry::{NewEntry, SegmentEntry};
use crate::model::{DocumentName, Finding, Severity, UnitId};
use crate::text::Language;

/// A segment file; what is not changed through it stays as it was read, byte for byte.
#[derive(Clone, Debug)]
pub struct SegmentFile {
    file: PoFile,
    /// The block of each unit, live, obsolete or broken.
    blocks: HashMap<String, usize>,
}

/// What a new segment file says of itself.
#[derive(Clone, Debug)]
pub struct SegmentFileHeading<'a> {
    /// The name of the project.
    pub project: &'a str,
    /// The document.
    pub document: &'a DocumentName,
    /// The language of the document.
    pub source: &'a Language,
    /// The language of the translations.
    pub target: &'a Language,
}

/// Why entries were not put into a segment file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentFileError {
    /// The file has an entry of that id already, live, obsolete or broken.
    #[error("the segment file has an entry `{0}` already")]
    Taken(UnitId),
}

impl SegmentFile {
    /// A file with a header and no entries; the same for the same heading.
    #[must_use]
    pub fn create(heading: &SegmentFileHeading<'_>) -> Self {
        let header = NewHeader {
            project: heading.project,
            document: Some(heading.document.as_str()),
            source: heading.source,
            target: heading.target,
        };
        let (file, _) = PoFile::parse(&header.entry("\n"));
        Self {
            file,
            blocks: HashMap::new(),
        }
    }

    /// Reads a file from its bytes, which must be UTF-8; returns what is wrong with its entries too.
    ///
    /// # Errors
    /// A finding that names the first byte which is not UTF-8, or the encoding that the file seems to have.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Finding>), Box<Finding>> {
        charset::utf8(bytes).map(Self::parse)
    }

    /// Reads a file; every text is one. Returns what is wrong with its entries too.
    ///
    /// A broken entry stays in the file as it is; so does one without id, or with an id that another
    /// entry has already. Linear in the text.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Finding>) {
        let (file, mut findings) = PoFile::parse(text);
        let mut blocks = HashMap::with_capacity(file.blocks.len());
        for (at, block) in file.blocks.iter().enumerate() {
            let entry = &block.entry;
            if matches!(entry.kind, EntryKind::Header | EntryKind::Loose) {
                continue;
            }
            let problem = match entry.text(now(Keyword::Msgctxt)) {
                Some(id) if !id.is_empty() => match blocks.entry(id.into_owned()) {
                    Slot::Vacant(free) => {
                        free.insert(at);
                        None
                    }
                    Slot::Occupied(taken) => {
                        let first = file.blocks[*taken.get()].entry.line;
                        Some(duplicate_id(entry, taken.key(), first))
                    }
                },
                _ => Some(missing_id(entry)),
            };
            // What is broken was reported when it was found.
            findings.extend(problem.filter(|_| entry.kind != EntryKind::Broken));
        }
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.line));
        (Self { file, blocks }, findings)
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.file.write()
    }

    /// The value of a header field, such as `Last-Translator`.
    #[must_use]
    pub fn header_field(&self, name: &str) -> Option<String> {
        let target = self.file.header()?.text(now(Keyword::Msgstr))?;
        header::field(&target, name).map(str::to_owned)
    }

    /// The language of the translations, as the header names it.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        header::language(&self.header_field("Language")?)
    }

    /// The language of the document, as the header names it.
    #[must_use]
    pub fn source_language(&self) -> Option<Language> {
        header::language(&self.header_field(header::SOURCE_LANGUAGE)?)
    }

    /// The document that the header names.
    #[must_use]
    pub fn document(&self) -> Option<DocumentName> {
        DocumentName::new(&self.header_field(header::DOCUMENT)?).ok()
    }

    /// The live entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = SegmentEntry<'_>> {
        self.of_kind(EntryKind::Message)
    }

    /// The obsolete entries, in order.
    pub fn obsolete_entries(&self) -> impl Iterator<Item = SegmentEntry<'_>> {
        self.of_kind(EntryKind::Obsolete)
    }

    fn of_kind(&self, kind: EntryKind) -> impl Iterator<Item = SegmentEntry<'_>> {
        let blocks = self.file.blocks.iter().enumerate();
        blocks
            .filter(move |(at, block)| block.entry.kind == kind && self.is_known(*at, &block.entry))
            .map(|(_, block)| SegmentEntry::new(&block.entry))
    }

    /// Whether the entry of that block is the one that its id stands for.
    fn is_known(&self, at: usize, entry: &Entry) -> bool {
        entry
            .text(now(Keyword::Msgctxt))
            .is_some_and(|id| self.blocks.get(id.as_ref()) == Some(&at))
    }

    /// The entry of a unit, live or obsolete; `None` also when it is broken.
    #[must_use]
    pub fn entry(&self, id: &UnitId) -> Option<SegmentEntry<'_>> {
        let entry = &self.file.blocks[*self.blocks.get(id.as_str())?].entry;
        (entry.kind != EntryKind::Broken).then(|| SegmentEntry::new(entry))
    }

    /// The entry of a unit, live or obsolete, to be changed; `None` also when it is broken.
    pub fn entry_mut(&mut self, id: &UnitId) -> Option<SegmentEntryMut<'_>> {
        let end = self.file.end();
        let entry = &mut self.file.blocks[*self.blocks.get(id.as_str())?].entry;
        (entry.kind != EntryKind::Broken).then(|| SegmentEntryMut::new(entry, end))
    }

    /// Whether the entry of a unit is there and cannot be read.
    #[must_use]
    pub fn is_broken(&self, id: &UnitId) -> bool {
        self.blocks
            .get(id.as_str())
            .is_some_and(|at| self.file.blocks[*at].entry.kind == EntryKind::Broken)
    }

    /// Puts new entries, in order, before the live entry of that number (counted from 0), or behind the last.
    ///
    /// Costs one pass over the file, however many entries come at once.
    ///
    /// # Errors
    /// When an id is taken; then the file is as before.
    pub fn insert(
        &mut self,
        position: usize,
        entries: impl IntoIterator<Item = NewEntry>,
    ) -> Result<(), SegmentFileError> {
        let entries: Vec<NewEntry> = entries.into_iter().collect();
        let mut new = HashSet::new();
        for entry in &entries {
            if self.blocks.contains_key(entry.id.as_str()) || !new.insert(&entry.id) {
                return Err(SegmentFileError::Taken(entry.id.clone()));
            }
        }
        let end = self.file.end();
        let at = self.block_of_position(position);
        let count = entries.len();
        for block in self.blocks.values_mut().filter(|block| **block >= at) {
            *block += count;
        }
        for (number, entry) in entries.iter().enumerate() {
            self.blocks.insert(entry.id.0.clone(), at + number);
        }
        let rendered = entries.into_iter().map(|entry| entry.render(end));
        self.file.insert(at, rendered);
        Ok(())
    }

    fn block_of_position(&self, position: usize) -> usize {
        let mut last = None;
        let mut live = 0;
        for (at, block) in self.file.blocks.iter().enumerate() {
            match block.entry.kind {
                EntryKind::Message if live == position => return at,
                EntryKind::Message => {
                    live += 1;
                    last = Some(at + 1);
                }
                EntryKind::Header | EntryKind::Broken => last = Some(at + 1),
                EntryKind::Obsolete | EntryKind::Loose => {}
            }
        }
        last.unwrap_or(0)
    }

    /// Makes an entry obsolete, where it stands; says whether it was live. [`Self::arrange`] moves it to the end.
    pub fn retire(&mut self, id: &UnitId) -> bool {
        self.entry_mut(id).is_some_and(|mut entry| entry.retire())
    }

    /// Makes an obsolete entry live again, where it stands; says whether it was obsolete.
    pub fn revive(&mut self, id: &UnitId) -> bool {
        self.entry_mut(id).is_some_and(|mut entry| entry.revive())
    }

    /// Puts the live entries into this order, those that it does not name behind them, and the obsolete ones last.
    ///
    /// Broken entries, entries without id and comments keep their places. Says whether anything moved.
    pub fn arrange(&mut self, order: &[UnitId]) -> bool {
        let rank: HashMap<&str, usize> = order
            .iter()
            .enumerate()
            .map(|(rank, id)| (id.as_str(), rank))
            .collect();
        let mut places = Vec::new();
        let mut wanted = Vec::new();
        for (at, block) in self.file.blocks.iter().enumerate() {
            let id = block.entry.text(now(Keyword::Msgctxt)).unwrap_or_default();
            if self.blocks.get(id.as_ref()) != Some(&at) {
                continue;
            }
            let rank = match block.entry.kind {
                EntryKind::Message => rank.get(id.as_ref()).copied().unwrap_or(order.len()),
                EntryKind::Obsolete => usize::MAX,
                _ => continue,
            };
            places.push(at);
            wanted.push((rank, at));
        }
        wanted.sort_unstable();
        let order: Vec<usize> = wanted.into_iter().map(|(_, at)| at).collect();
        if places == order {
            return false;
        }
        self.file.permute(&places, &order);
        let moved: HashMap<usize, usize> = order.into_iter().zip(places).collect();
        for block in self.blocks.values_mut() {
            *block = moved.get(block).copied().unwrap_or(*block);
        }
        true
    }
}

fn missing_id(entry: &Entry) -> Finding {
    Finding::new(
        "no-unit-id",
        Severity::Warning,
        "the entry has no `msgctxt`, so it belongs to no unit",
    )
    .with_hint(
        "it stays in the file and counts for nothing; delete it, or give it the id of its unit",
    )
    .at(place_of(entry))
}

fn duplicate_id(entry: &Entry, id: &str, first: usize) -> Finding {
    let mut finding = Finding::new(
        "duplicate-unit-id",
        Severity::Error,
        format!("another entry has the id `{id}` already, on line {first}"),
    )
    .with_hint("the first one counts; delete one of the two")
    .at(place_of(entry));
    finding.unit = Some(UnitId(id.to_owned()));
    finding
}

/// The place of the line with the id, or with the source where there is no id.
fn place_of(entry: &Entry) -> crate::model::Place {
    let (number, line) = entry.keyword_line();
    place(number, line, 0..line.len())
}
