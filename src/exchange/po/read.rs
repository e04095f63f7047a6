//! Reads a PO file of any tool into units.

use std::collections::HashMap;
use std::io::BufRead;

use super::charset::{self, Decoded};
use super::comment::joined;
use super::entry::{Entry, EntryKind, now};
use super::escape::REPLACEMENT;
use super::fault::place;
use super::header;
use super::line::{Comment, Keyword};
use super::parse::{Entries, Parsed};
use super::unit::Surroundings;
use crate::exchange::{ReadError, ReadOptions, Sink, Summary};
use crate::model::{DocumentName, Finding, Remark, RemarkKind, Severity};
use crate::text::Language;

/// The language of sources where nothing names it: gettext's manual asks for it.
const USUAL_SOURCE: &str = "en";

/// Whether the beginning of a file looks like PO: a line with `msgid` before anything else but comments.
pub(super) fn looks_like_po(head: &[u8]) -> bool {
    let text = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => String::from_utf8_lossy(head),
    };
    text.lines()
        .map(str::trim_start)
        .map(|line| line.strip_prefix("#~").map_or(line, str::trim_start))
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| {
            ["msgid", "msgctxt"].iter().any(|keyword| {
                line.strip_prefix(keyword)
                    .is_some_and(|rest| rest.trim_start().starts_with('"'))
            })
        })
}

/// What was read so far.
struct Reader<'a> {
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    summary: Summary,
    /// The languages of the file, once an entry asked for them.
    surroundings: Option<Surroundings>,
    header: Header,
}

#[derive(Default)]
struct Header {
    source: Option<Language>,
    target: Option<Language>,
    document: Option<DocumentName>,
}

/// Reads every entry; a broken one is passed over with a finding.
pub(super) fn read(
    input: &mut dyn BufRead,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Summary, ReadError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let decoded = charset::decode(bytes).map_err(ReadError::Malformed)?;
    let mut reader = Reader {
        options,
        sink,
        summary: Summary::default(),
        surroundings: None,
        header: Header::default(),
    };
    reader.read(decoded)?;
    Ok(reader.summary)
}

impl Reader<'_> {
    fn read(&mut self, decoded: Decoded) -> Result<(), ReadError> {
        if let Some(finding) = decoded.finding {
            self.sink.finding(finding);
        }
        let mut broken = decoded.broken.iter().peekable();
        let mut entries = Entries::new(&decoded.text);
        while let Some(parsed) = entries.next() {
            let mut undecoded = false;
            while broken.next_if(|at| **at < entries.offset()).is_some() {
                undecoded = true;
            }
            self.take(parsed, undecoded)?;
        }
        Ok(())
    }

    fn take(&mut self, parsed: Parsed, undecoded: bool) -> Result<(), ReadError> {
        let entry = parsed.entry;
        if let Some(finding) = parsed.finding {
            self.summary.skipped += 1;
            self.sink.finding(*finding);
            return Ok(());
        }
        match entry.kind {
            EntryKind::Header => self.take_header(&entry),
            EntryKind::Loose => self.take_notes(&entry),
            _ if undecoded => {
                self.summary.skipped += 1;
                self.sink.finding(not_decoded(&entry));
            }
            _ => {
                let line = u64::try_from(entry.line).unwrap_or(u64::MAX);
                let unit = self.surroundings()?.unit(&entry);
                self.sink.unit(unit, line).map_err(ReadError::Stopped)?;
                self.summary.units += 1;
            }
        }
        Ok(())
    }

    fn take_header(&mut self, entry: &Entry) {
        self.take_notes(entry);
        let target = entry.text(now(Keyword::Msgstr)).unwrap_or_default();
        let fields = header::fields(&target).map(|(name, value)| (name.into(), value.into()));
        self.summary.attributes.extend(fields);
        let language = |name| header::field(&target, name).filter(|value| !value.is_empty());
        for name in ["Language", header::SOURCE_LANGUAGE] {
            let Some(value) = language(name) else {
                continue;
            };
            let found = header::language(value);
            if found.is_none() {
                self.sink.finding(bad_language(name, value));
            }
            if name == "Language" {
                self.header.target = found;
            } else {
                self.header.source = found;
            }
        }
        let document = header::field(&target, header::DOCUMENT);
        self.header.document = document.and_then(|name| DocumentName::new(name).ok());
    }

    fn take_notes(&mut self, entry: &Entry) {
        for note in joined(entry, Comment::Translator) {
            if !note.text.is_empty() {
                self.summary.remarks.push(Remark {
                    kind: RemarkKind::Note,
                    text: note.text,
                    attributes: Vec::new(),
                });
            }
        }
    }

    /// The languages: those of the header, or those of the caller; the source is English where nobody says.
    fn surroundings(&mut self) -> Result<&mut Surroundings, ReadError> {
        let surroundings = match self.surroundings.take() {
            Some(known) => known,
            None => self.find_languages()?,
        };
        Ok(self.surroundings.insert(surroundings))
    }

    fn find_languages(&mut self) -> Result<Surroundings, ReadError> {
        let header = std::mem::take(&mut self.header);
        let target = header.target.or_else(|| self.options.target.clone());
        let target = target.ok_or_else(|| ReadError::Malformed(Box::new(no_target())))?;
        let source = header.source.or_else(|| self.options.source.clone());
        let source = match source.map_or_else(|| Language::parse(USUAL_SOURCE), Ok) {
            Ok(source) => source,
            Err(error) => return Err(ReadError::Stopped(Box::new(error))),
        };
        Ok(Surroundings {
            source,
            target,
            document: header.document,
            counts: HashMap::new(),
        })
    }
}

fn no_target() -> Finding {
    Finding::new(
        "no-target-language",
        Severity::Error,
        "the file does not say which language it is translated into",
    )
    .with_hint("add `\"Language: ur\\n\"` to its header, or name the language of the targets")
}

fn bad_language(name: &str, value: &str) -> Finding {
    Finding::new(
        "unknown-language",
        Severity::Warning,
        format!("the header field `{name}` is no language: `{value}`"),
    )
    .with_hint("write a language tag such as `ur` or `ps_AF` there")
}

fn not_decoded(entry: &Entry) -> Finding {
    let at = entry.raw.find(REPLACEMENT).unwrap_or_default();
    let start = entry.raw[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = entry.raw[start..].lines().next().unwrap_or_default();
    let number = entry.line + entry.raw[..start].matches('\n').count();
    Finding::new(
        "not-decoded",
        Severity::Error,
        "the entry holds bytes that are not in the encoding of the file",
    )
    .with_hint("save the file in the encoding that its header names, best UTF-8")
    .at(place(
        number,
        line,
        at - start..at - start + REPLACEMENT.len_utf8(),
    ))
}
