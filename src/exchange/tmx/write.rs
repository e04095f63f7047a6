//! Writes TMX 1.4 that a strict reader takes: the same bytes for the same units.

use std::borrow::Cow;
use std::io::Write;

use smallvec::SmallVec;

use super::dtd;
use super::page::Page;
use crate::exchange::changes::About;
use crate::exchange::find;
use crate::exchange::identity::is_content_id;
use crate::exchange::named::{DOCUMENT, NEEDS_WORK, PLACE, STATE};
use crate::exchange::{UnitWriter, WriteError, WriteOptions};
use crate::model::{Finding, Remark, RemarkKind, Severity, State, Unit, Variant};
use crate::text::Language;

/// How much is gathered before it is written.
const BUFFER: usize = 64 * 1024;

/// Writes one file.
pub(super) struct Writer<'a> {
    options: &'a WriteOptions,
    /// The languages that are written; each moves forward as it is met, so that the common ones are found first.
    languages: Vec<&'a Language>,
    output: &'a mut dyn Write,
    page: Page,
    /// The language that the header names.
    source: Cow<'a, Language>,
}

impl<'a> Writer<'a> {
    /// Writes what stands before the units.
    pub(super) fn begin(
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Self, WriteError> {
        let mut page = Page::with_capacity(BUFFER * 2);
        page.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        page.raw("<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n");
        let source = header_source(options);
        page.header(&source, options);
        page.raw("  <body>\n");
        Ok(Self {
            options,
            languages: options.languages.iter().collect(),
            output,
            page,
            source,
        })
    }

    /// The variants to write: the first of each wanted language, the source's before the others.
    fn chosen<'u>(&mut self, unit: &'u Unit, placed: Placed) -> SmallVec<[&'u Variant; 4]> {
        let mut chosen: SmallVec<[&Variant; 4]> = SmallVec::new();
        for variant in &unit.variants {
            if !self.is_written(&variant.language)
                || (placed == Placed::InDocument && self.is_untouched(unit, variant))
            {
                continue;
            }
            if chosen
                .iter()
                .any(|other| other.language == variant.language)
            {
                let message = format!(
                    "a second variant in {} was left out: one variant a language",
                    variant.language
                );
                self.page.changes.tell(
                    "second-variant",
                    Severity::Warning,
                    about(unit, variant),
                    message,
                );
            } else {
                chosen.push(variant);
            }
        }
        chosen.sort_by_key(|variant| Some(&variant.language) != unit.source_language.as_ref());
        chosen
    }

    fn is_written(&mut self, language: &Language) -> bool {
        let mut all = self.languages.iter();
        let found = all.position(|written| *written == language);
        if let Some(at @ 1..) = found {
            self.languages.swap(at - 1, at);
        }
        found.is_some()
    }

    /// Whether a target of ours holds nothing yet.
    fn is_untouched(&self, unit: &Unit, variant: &Variant) -> bool {
        self.is_target(unit, variant)
            && variant.state == State::Initial
            && variant.text.is_empty()
            && variant.codes.is_empty()
            && variant.remarks.is_empty()
            && variant.needs_work.is_none()
    }

    fn is_target(&self, unit: &Unit, variant: &Variant) -> bool {
        variant.language
            != *unit
                .source_language
                .as_ref()
                .unwrap_or(&self.options.source)
    }

    fn unit_head(&mut self, unit: &Unit, chosen: &[&Variant]) {
        let about = About {
            unit: Some(&unit.id),
            language: None,
        };
        self.page.raw("    <tu");
        let source = self.source_attribute(unit, chosen);
        let own = [
            ("tuid", unit_name(unit).map(Cow::Borrowed)),
            ("srclang", source.map(Cow::Borrowed)),
        ];
        let moved = self.page.attributes(dtd::TU, &unit.attributes, about, &own);
        self.page.raw(">\n");
        if let Some(placement) = &unit.placement {
            self.page
                .property("      ", DOCUMENT, placement.document.as_str(), about);
            let place = format!("{}.{}", placement.paragraph, placement.sentence);
            self.page.property("      ", PLACE, &place, about);
        }
        self.page.moved("      ", &moved, about);
        for remark in &unit.remarks {
            let stale = unit.placement.is_some()
                && matches!(&remark.kind, RemarkKind::Property(name) if name == DOCUMENT || name == PLACE);
            if !stale {
                self.page.remark("      ", remark, about);
            }
        }
    }

    /// The unit's own `srclang`, where the header's is not enough.
    ///
    /// It is also given when a reader could take another region's variant for the source.
    fn source_attribute<'u>(&self, unit: &'u Unit, chosen: &[&Variant]) -> Option<&'u str> {
        match &unit.source_language {
            None => Some("*all*"),
            Some(language) if *language != *self.source => Some(language.as_str()),
            Some(language) => {
                let own =
                    find(&unit.attributes, "srclang").and_then(|tag| Language::parse(tag).ok());
                let there = chosen.iter().any(|variant| variant.language == *language);
                let near = |variant: &&Variant| variant.language.primary() == language.primary();
                let doubtful = !there && chosen.iter().any(near);
                (doubtful || own.as_ref() == Some(language)).then_some(language.as_str())
            }
        }
    }

    fn variant(&mut self, unit: &Unit, variant: &Variant, placed: Placed) {
        let about = about(unit, variant);
        let page = &mut self.page;
        page.raw("      <tuv xml:lang=\"");
        page.raw(variant.language.as_str());
        page.raw("\"");
        let saved = variant.saved.as_ref().filter(|_| {
            find(&variant.attributes, "changedate").is_none()
                && find(&variant.attributes, "changeid").is_none()
        });
        let own = saved.map(|saved| {
            [
                ("changedate", Some(Cow::Owned(saved.time.tmx()))),
                ("changeid", Some(Cow::Borrowed(saved.author.as_str()))),
            ]
        });
        let own = own.as_ref().map_or(&[][..], |own| own);
        let moved = page.attributes(dtd::TUV, &variant.attributes, about, own);
        page.raw(">\n");
        let assumed = State::assumed(&variant.text);
        let says_state = placed == Placed::InDocument && self.is_target(unit, variant);
        let page = &mut self.page;
        if says_state || variant.state != assumed {
            page.property("        ", STATE, variant.state.as_str(), about);
        }
        if let Some(reason) = &variant.needs_work {
            page.property("        ", NEEDS_WORK, reason, about);
        }
        page.moved("        ", &moved, about);
        for remark in &variant.remarks {
            page.remark("        ", remark, about);
        }
        page.raw("        <seg>");
        page.segment(variant, about);
        page.raw("</seg>\n      </tuv>\n");
    }
}

impl UnitWriter for Writer<'_> {
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        let placed = Placed::of(unit);
        let chosen = self.chosen(unit, placed);
        if chosen.is_empty() {
            return Ok(());
        }
        self.unit_head(unit, &chosen);
        for variant in chosen {
            self.variant(unit, variant, placed);
        }
        self.page.raw("    </tu>\n");
        if self.page.bytes.len() >= BUFFER {
            self.output.write_all(&self.page.bytes)?;
            self.page.bytes.clear();
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.page.raw("  </body>\n</tmx>\n");
        self.output.write_all(&self.page.bytes)?;
        self.output.flush()?;
        Ok(self.page.changes.into_findings())
    }
}

/// The source language for the header: a concrete one that the caller brings along, or the options'.
fn header_source(options: &WriteOptions) -> Cow<'_, Language> {
    let given = find(&options.attributes, "srclang");
    match given.and_then(|tag| Language::parse(tag).ok()) {
        Some(language) => Cow::Owned(language),
        None => Cow::Borrowed(&options.source),
    }
}

/// Whether a unit is one of a document of ours, or was when it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    InDocument,
    Alone,
}

impl Placed {
    pub(super) fn of(unit: &Unit) -> Self {
        if unit.placement.is_some() || was_placed(&unit.remarks) {
            Self::InDocument
        } else {
            Self::Alone
        }
    }
}

/// Whether the first remarks are the document and the place that we write; other programs have properties
/// of the first name too.
fn was_placed(remarks: &[Remark]) -> bool {
    let is = |remark: &Remark, wanted: &str| {
        matches!(&remark.kind, RemarkKind::Property(name) if name == wanted)
            && remark.attributes.is_empty()
    };
    let is_number = |text: &str| text.parse::<u32>().is_ok();
    let [document, place, ..] = remarks else {
        return false;
    };
    let numbers = place.text.split_once('.');
    is(document, DOCUMENT)
        && is(place, PLACE)
        && numbers.is_some_and(|(paragraph, sentence)| is_number(paragraph) && is_number(sentence))
}

fn about<'u>(unit: &'u Unit, variant: &'u Variant) -> About<'u> {
    About {
        unit: Some(&unit.id),
        language: Some(&variant.language),
    }
}

/// The `tuid` to write: that of the unit's file before our own, and none for a unit that had none.
fn unit_name(unit: &Unit) -> Option<&str> {
    let own = Some(unit.id.as_str()).filter(|id| !id.is_empty() && !is_content_id(&unit.id));
    find(&unit.attributes, "tuid").or(own)
}
