//! Writes XLIFF 2.1 and 1.2: the same bytes for the same units.

use std::collections::HashSet;
use std::io::Write;

use super::code::is_token;
use super::dialect::Version;
use super::element::{Sheet, native_of_target};
use super::flat::{Flat, document_of, is_note, is_property, segment_of};
use super::meta::{self, Applies, Group};
use super::page::Page;
use super::parts::{AFTER, XLIFF_UNIT, segment_unit_id};
use super::state::is_plain_reason;
use crate::exchange::changes::About;
use crate::exchange::named::DOCUMENT;
use crate::exchange::{UnitWriter, WriteError, WriteOptions, find};
use crate::model::{Finding, Remark, Severity, Unit, Variant};
use crate::text::Language;

/// The `category` of a `file` of units that are of no document.
pub(super) const NO_DOCUMENT: &str = "x-memory";

/// How much is gathered before it is written.
const BUFFER: usize = 64 * 1024;

/// How many segments of one element are gathered at most.
const MOST_SEGMENTS: usize = 1000;

/// Writes one file.
pub(super) struct Writer<'a> {
    sheet: Sheet<'a>,
    remarks: &'a [Remark],
    output: &'a mut dyn Write,
    /// The document of the present `file`; `None` before the first.
    document: Option<Option<String>>,
    files: usize,
    /// The ids of the units of the present `file`.
    ids: HashSet<String>,
    /// Segments of one element that are not yet written.
    segments: Vec<Unit>,
}

impl<'a> Writer<'a> {
    /// Writes what stands before the units.
    pub(super) fn begin(
        version: Version,
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Self, WriteError> {
        let target = options.one_target("an XLIFF file")?;
        let mut page = Page::default();
        page.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        page.raw("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:");
        match version {
            Version::One => page.raw("1.2\" version=\"1.2\""),
            Version::Two => {
                page.raw("2.0\" version=\"2.1\"");
                page.attribute("srcLang", options.source.as_str(), About::FILE);
                page.attribute("trgLang", target.as_str(), About::FILE);
            }
        }
        page.attribute("xmlns:mda", meta::NAMESPACE, About::FILE);
        page.raw(">\n");
        Ok(Self {
            sheet: Sheet {
                version,
                source: &options.source,
                target,
                page,
            },
            remarks: &options.remarks,
            output,
            document: None,
            files: 0,
            ids: HashSet::new(),
            segments: Vec::new(),
        })
    }

    /// Begins another `file` where the document is another.
    fn enter(&mut self, document: Option<&str>) {
        let present = self.document.as_ref();
        if present.is_some_and(|own| own.as_deref() == document) {
            return;
        }
        self.leave();
        self.document = Some(document.map(str::to_owned));
        self.files += 1;
        self.ids.clear();
        let (source, target) = (self.sheet.source, self.sheet.target);
        let page = &mut self.sheet.page;
        match self.sheet.version {
            Version::Two => {
                page.raw(&format!("  <file id=\"f{}\"", self.files));
                page.optional("original", document, About::FILE);
                page.attribute("srcDir", source.direction().html(), About::FILE);
                page.attribute("trgDir", target.direction().html(), About::FILE);
                page.raw(" xml:space=\"preserve\">\n");
                self.remarks("    <notes>\n", "    </notes>\n");
            }
            Version::One => {
                page.raw("  <file");
                page.attribute("original", document.unwrap_or("memory"), About::FILE);
                page.attribute("source-language", source.as_str(), About::FILE);
                page.attribute("target-language", target.as_str(), About::FILE);
                page.raw(" datatype=\"plaintext\"");
                if document.is_none() {
                    page.attribute("category", NO_DOCUMENT, About::FILE);
                }
                page.raw(">\n");
                self.remarks("    <header>\n", "    </header>\n");
                self.sheet.page.raw("    <body>\n");
            }
        }
    }

    /// Writes the notes of the whole into the first `file`.
    fn remarks(&mut self, open: &str, close: &str) {
        if self.files > 1 || !self.remarks.iter().any(is_note) {
            return;
        }
        self.sheet.page.raw(open);
        for note in self.remarks.iter().filter(|remark| is_note(remark)) {
            self.sheet.note(note, Applies::Unit, About::FILE);
        }
        self.sheet.page.raw(close);
    }

    /// Ends the present `file`.
    fn leave(&mut self) {
        let end = match self.sheet.version {
            Version::Two => "  </file>\n",
            Version::One => "    </body>\n  </file>\n",
        };
        if self.document.take().is_some() {
            self.sheet.page.raw(end);
        }
    }

    /// Writes units that are the segments of one element, or one unit that is whole.
    fn write(&mut self, units: &[&Unit]) -> Result<(), WriteError> {
        let Some(first) = units.first() else {
            return Ok(());
        };
        let is_several = units.len() > 1;
        let languages = [self.sheet.source, self.sheet.target];
        let flat = Flat::of(self.sheet.version, first, is_several, languages);
        self.enter(flat.document.as_deref());
        let wanted = match is_several {
            true => find(&first.attributes, XLIFF_UNIT).unwrap_or_default(),
            false => first.id.as_str(),
        };
        let mut groups = Vec::new();
        let id = self.id(wanted, &mut groups);
        self.sheet.element(units, &flat, &id, groups);
        if self.sheet.page.bytes.len() >= BUFFER {
            self.output.write_all(&self.sheet.page.bytes)?;
            self.sheet.page.bytes.clear();
        }
        Ok(())
    }

    /// The id to write; where it is not the wanted one, a group says what that is.
    fn id(&mut self, wanted: &str, groups: &mut Vec<Group>) -> String {
        if is_token(wanted) && self.ids.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        groups.push(Group {
            category: meta::UNIT.to_owned(),
            applies: Applies::Unit,
            entries: vec![("id".to_owned(), wanted.to_owned())],
        });
        let mut number = self.ids.len();
        loop {
            number += 1;
            let id = format!("n{number}");
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Whether a unit goes on with the element whose segments are gathered, and says nothing that only the
    /// first segment of an element can say.
    fn goes_on(&self, unit: &Unit) -> bool {
        let (Some(first), Some(last)) = (self.segments.first(), self.segments.last()) else {
            return false;
        };
        let version = self.sheet.version;
        let target = |unit: &'_ Unit| unit.variant(self.sheet.target).cloned();
        self.segments.len() < MOST_SEGMENTS
            && is_segment(unit)
            && find(&unit.attributes, XLIFF_UNIT) == find(&first.attributes, XLIFF_UNIT)
            && segment_of(unit) != segment_of(last)
            && unit.attributes.len() == 2
            && unit.placement.is_none()
            && document_of(unit) == document_of(first)
            && unit
                .remarks
                .iter()
                .all(|remark| is_property(remark, DOCUMENT))
            && unit
                .variants
                .iter()
                .all(|variant| fits_a_segment(version, variant))
            && (version == Version::Two || is_alike(target(unit), target(first)))
    }

    fn flush_segments(&mut self) -> Result<(), WriteError> {
        let segments = std::mem::take(&mut self.segments);
        let units: Vec<&Unit> = segments.iter().collect();
        self.write(&units)
    }

    fn tell_second_variants(&mut self, unit: &Unit) {
        let languages: [&Language; 2] = [self.sheet.source, self.sheet.target];
        for language in languages {
            let all = unit.variants.iter();
            if all.filter(|variant| variant.language == *language).count() > 1 {
                let message =
                    format!("a second variant in {language} was left out: one variant a language");
                self.tell("second-variant", unit, message);
            }
        }
    }

    fn tell(&mut self, id: &str, unit: &Unit, message: String) {
        let about = About {
            unit: Some(&unit.id),
            language: None,
        };
        let changes = &mut self.sheet.page.changes;
        changes.tell(id, Severity::Warning, about, message);
    }
}

/// Whether a unit was one of several segments of an XLIFF unit, and has kept its name.
fn is_segment(unit: &Unit) -> bool {
    let (Some(name), Some(segment)) = (find(&unit.attributes, XLIFF_UNIT), segment_of(unit)) else {
        return false;
    };
    unit.id.as_str() == segment_unit_id(name, segment)
}

/// Whether a text says nothing but what can be said of each segment.
fn fits_a_segment(version: Version, text: &Variant) -> bool {
    let own = native_of_target(version, text);
    let reason = text.needs_work.as_deref();
    text.saved.is_none()
        && reason.is_none_or(|reason| is_plain_reason(version, reason))
        && text.attributes.iter().all(|pair| Some(pair) == own)
        && text.remarks.iter().all(|remark| is_property(remark, AFTER))
}

/// Whether the one `target` element of XLIFF 1.2 can speak for both.
fn is_alike(one: Option<Variant>, other: Option<Variant>) -> bool {
    let said = |text: Variant| (text.state, text.needs_work, text.attributes);
    one.map(said) == other.map(said)
}

impl UnitWriter for Writer<'_> {
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        if unit.variant(self.sheet.source).is_none() {
            if unit.variant(self.sheet.target).is_some() {
                let source = self.sheet.source;
                let message = format!("left out: it has no text in `{source}`");
                self.tell("no-source-text", unit, message);
            }
            return Ok(());
        }
        self.tell_second_variants(unit);
        if self.goes_on(unit) {
            self.segments.push(unit.clone());
            return Ok(());
        }
        self.flush_segments()?;
        if is_segment(unit) {
            self.segments.push(unit.clone());
            return Ok(());
        }
        self.write(&[unit])
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.flush_segments()?;
        if self.files == 0 {
            self.enter(None);
            if self.sheet.version == Version::Two {
                // A file of XLIFF 2 is never empty, a group may be.
                self.sheet.page.raw("    <group id=\"empty\"/>\n");
            }
        }
        self.leave();
        self.sheet.page.raw("</xliff>\n");
        self.output.write_all(&self.sheet.page.bytes)?;
        self.output.flush()?;
        Ok(self.sheet.page.changes.into_findings())
    }
}
