//! Validates TMX: every place at which a strict reader, OmegaT, Weblate or a lenient one would object.

use std::collections::HashSet;
use std::io::BufRead;

use super::grammar::{Child, Element, Number, element, listed_values};
use super::segment_check::SegmentCheck;
use super::value::{is_source_language, normal_value};
use crate::exchange::xml::{Kind, Parser, is_blank};
use crate::exchange::{Consumer, Objection, Objections, ReadError};
use crate::model::{Finding, Severity};
use crate::text::Language;

/// For whom TMX is validated.
pub(super) const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "schema",
        title: "strict, by the schema of TMX 1.4",
    },
    Consumer {
        name: "dtd",
        title: "strict, by tmx14.dtd",
    },
    Consumer {
        name: "omegat",
        title: "OmegaT 6.1 and newer",
    },
    Consumer {
        name: "weblate",
        title: "Weblate",
    },
    Consumer {
        name: "lenient",
        title: "lenient, as tarjuman import",
    },
];

/// Who refuses what breaks the rules of DTD and schema alike.
pub(super) const STRICT: &[&str] = &["schema", "dtd", "omegat"];

/// Who refuses what only the schema forbids.
const SCHEMA: &[&str] = &["schema", "omegat"];

const SCHEMA_AND_WEBLATE: &[&str] = &["schema", "omegat", "weblate"];
const STRICT_AND_WEBLATE: &[&str] = &["schema", "dtd", "omegat", "weblate"];
const WEBLATE: &[&str] = &["weblate"];
const NOBODY: &[&str] = &[];

/// How many objections of one kind are told one by one.
const TOLD: u64 = 20;

/// Walks once through a file.
pub(super) struct Validator<'r, 'e, 'o> {
    xml: Parser<'r>,
    hears: Hearing<'e, 'o>,
    open: Vec<Open>,
    unit: UnitCheck,
    /// Hashes of every `tuid`.
    ids: HashSet<u64>,
}

/// Counts objections, and hands over the first of each kind.
struct Hearing<'e, 'o> {
    each: &'e mut Objections<'o>,
    told: Vec<Kinds>,
}

/// Objections of one kind.
struct Kinds {
    id: String,
    refused_by: &'static [&'static str],
    count: u64,
}

/// An element that is open.
struct Open {
    /// `None` for one that TMX does not know.
    known: Option<&'static Element>,
    /// The highest place of a child so far.
    place: u8,
    /// The children that stood in it, by their numbers.
    seen: u32,
}

/// What was seen of the present unit.
#[derive(Default)]
struct UnitCheck {
    languages: Vec<String>,
    /// The language of the present variant.
    language: Option<Language>,
    /// Whether a lenient reader cannot take it either.
    is_lost: bool,
    segment: SegmentCheck,
}

impl<'r, 'e, 'o> Validator<'r, 'e, 'o> {
    pub(super) fn new(
        input: &'r mut dyn BufRead,
        each: &'e mut Objections<'o>,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            xml: Parser::new(input)?,
            hears: Hearing {
                each,
                told: Vec::new(),
            },
            open: Vec::new(),
            unit: UnitCheck::default(),
            ids: HashSet::new(),
        })
    }

    /// Goes through the file; what makes it no XML, or no TMX, is an error.
    pub(super) fn run(mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.advance()? {
                Kind::EndOfFile => break,
                Kind::Start => self.start()?,
                Kind::End => self.end(),
                Kind::Text | Kind::Cdata => self.text(),
                Kind::Comment | Kind::Instruction | Kind::Doctype => {}
            }
        }
        self.hears.tell_rest();
        Ok(())
    }

    fn start(&mut self) -> Result<(), ReadError> {
        let known = element(self.xml.inner());
        if self.open.is_empty() && self.xml.inner() != "tmx" {
            let message = format!("not a TMX file: its root is `{}`", self.xml.inner());
            let finding = Finding::new("not-tmx", Severity::Error, message);
            return Err(ReadError::Malformed(Box::new(finding.at(self.xml.place()))));
        }
        self.place();
        self.attributes(known);
        match self.xml.inner() {
            "tu" => {
                self.unit.languages.clear();
                self.unit.is_lost = false;
            }
            "tuv" => self.variant(),
            "seg" => self.unit.segment.begin(),
            _ => {}
        }
        if self.is_in_segment() {
            self.code();
        }
        self.open.push(Open {
            known,
            place: 0,
            seen: 0,
        });
        Ok(())
    }

    /// Whether the element may stand where it stands.
    fn place(&mut self) {
        let name = self.xml.inner();
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        let Some(around) = parent.known else {
            return;
        };
        let objection = match around.child(name) {
            None if element(name).is_none() => Some((
                "unknown-element",
                format!("`{name}` is no element of TMX 1.4"),
            )),
            None => Some((
                "misplaced-element",
                format!("`{name}` cannot stand right inside `{}`", around.name),
            )),
            Some(child) => {
                let again = parent.seen & bit(around, child) != 0;
                let late = child.place < parent.place;
                parent.seen |= bit(around, child);
                parent.place = parent.place.max(child.place);
                if again && child.number == Number::One {
                    let message = format!("a second `{name}` in one `{}`", around.name);
                    Some(("second-element", message))
                } else if late {
                    let message = format!(
                        "`{name}` stands after what must follow it in `{}`",
                        around.name
                    );
                    Some(("element-order", message))
                } else {
                    None
                }
            }
        };
        if let Some((id, message)) = objection {
            let structural = ["tu", "tuv", "seg", "body"].contains(&name);
            self.unit.is_lost |= structural && matches!(id, "misplaced-element" | "second-element");
            self.object(id, Severity::Error, STRICT, message);
        }
    }

    fn attributes(&mut self, known: Option<&'static Element>) {
        let Some(known) = known else {
            return;
        };
        let given: Vec<(String, String)> = self
            .xml
            .attributes()
            .map(|(name, value)| (name.to_owned(), value.into_owned()))
            .collect();
        for (name, value) in &given {
            self.attribute(known, name, value);
        }
        let lacks = |name: &&&str| !given.iter().any(|(own, _)| own == **name);
        for name in known.required.iter().filter(lacks) {
            let by = match (known.name, *name) {
                ("header", "srclang") => STRICT_AND_WEBLATE,
                _ => STRICT,
            };
            let message = format!("`{}` lacks the attribute `{name}`", known.name);
            self.object("missing-attribute", Severity::Error, by, message);
        }
        if known.name == "tu"
            && let Some((_, id)) = given.iter().find(|(name, _)| name == "tuid")
            && !self.ids.insert(hash(id))
        {
            let message = format!("a second unit has the `tuid` `{id}`");
            self.object("duplicate-tuid", Severity::Warning, NOBODY, message);
        }
    }

    fn attribute(&mut self, known: &'static Element, name: &str, value: &str) {
        let element = known.name;
        if !known.has_attribute(name) {
            let (by, message) = match (element, name) {
                ("tuv" | "note" | "prop", "lang") => (
                    SCHEMA,
                    format!("`{element}` has `lang` instead of `xml:lang`"),
                ),
                (_, "xmlns") => (
                    STRICT,
                    format!("`{element}` declares a namespace; TMX has none"),
                ),
                _ => (
                    STRICT,
                    format!("`{element}` has no attribute `{name}` in TMX 1.4"),
                ),
            };
            return self.object("unknown-attribute", Severity::Error, by, message);
        }
        if let Some(values) = listed_values(element, name)
            && !values.contains(&value)
        {
            let list = values.join("`, `");
            let message = format!("`{name}` of `{element}` is `{value}`; it can be `{list}`");
            return self.object("unknown-value", Severity::Error, STRICT, message);
        }
        match name {
            "xml:lang" | "adminlang" => self.language_tag(element, name, value),
            "srclang" if !value.eq_ignore_ascii_case("*all*") => {
                self.language_tag(element, name, value);
            }
            _ if normal_value(name, value).as_deref() != Some(value) => {
                let message =
                    format!("`{name}` of `{element}` is `{value}`, no date as TMX writes it");
                let hint = "dates are written YYYYMMDDThhmmssZ, as in 20240131T083000Z";
                self.object_with(
                    Finding::new("bad-date", Severity::Warning, message).with_hint(hint),
                    NOBODY,
                );
            }
            _ => {}
        }
    }

    fn language_tag(&mut self, element: &str, name: &str, value: &str) {
        if is_source_language(value) && !value.contains('_') {
            return;
        }
        let (by, message) = if value.contains('_') && Language::parse(value).is_ok() {
            (
                SCHEMA,
                format!("`{name}` of `{element}` is `{value}`, with an underscore for a hyphen"),
            )
        } else {
            let by = if element == "note" || element == "prop" {
                SCHEMA
            } else {
                SCHEMA_AND_WEBLATE
            };
            (
                by,
                format!("`{name}` of `{element}` is `{value}`, which is no language tag"),
            )
        };
        self.object("bad-language-tag", Severity::Error, by, message);
    }

    fn variant(&mut self) {
        let tag = |wanted: &str| {
            let mut found = self.xml.attributes().filter(|(name, _)| *name == wanted);
            found.next().map(|(_, value)| value.into_owned())
        };
        let tag = tag("xml:lang").or_else(|| tag("lang"));
        self.unit.language = tag.as_deref().and_then(|tag| Language::parse(tag).ok());
        let Some(language) = self.unit.language.clone() else {
            self.unit.is_lost = true;
            return;
        };
        if self
            .unit
            .languages
            .iter()
            .any(|own| own == language.as_str())
        {
            let message =
                format!("a second variant in `{language}` in one unit; most programs keep one");
            self.object("second-variant", Severity::Warning, NOBODY, message);
        }
        if is_rare(&language) {
            let message =
                format!("`{language}` is a tag that Weblate may not know; it stops at one");
            self.object("rare-language", Severity::Warning, WEBLATE, message);
        }
        self.unit.languages.push(language.as_str().to_owned());
    }

    fn is_in_segment(&self) -> bool {
        let is = |open: &Open| open.known.is_some_and(|known| known.name == "seg");
        self.open.iter().any(is)
    }

    fn code(&mut self) {
        let value = |wanted: &str| {
            let mut found = self.xml.attributes().filter(|(name, _)| *name == wanted);
            found.next().map(|(_, value)| value.into_owned())
        };
        let (number, match_number) = (value("i"), value("x"));
        let name = self.xml.inner().to_owned();
        if let Some(message) = self.unit.segment.code(&name, number, match_number) {
            self.object("unpaired-code", Severity::Warning, NOBODY, message);
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let Some(known) = open.known else {
            return;
        };
        for child in known.children {
            if child.number != Number::Any && open.seen & bit(known, child) == 0 {
                let message = format!("`{}` has no `{}`", known.name, child.name);
                self.unit.is_lost |= matches!(known.name, "tu" | "tuv");
                self.object("missing-element", Severity::Error, STRICT, message);
            }
        }
        match known.name {
            "seg" => {
                let findings = self.unit.segment.end(self.unit.language.as_ref());
                for finding in findings {
                    self.object_with(finding, NOBODY);
                }
            }
            "tu" => {
                if let Some(message) = self.unit.segment.end_of_unit() {
                    self.object("unequal-codes", Severity::Info, NOBODY, message);
                }
                if self.unit.is_lost {
                    let message = "a lenient reader passes this unit over".to_owned();
                    self.object("lost-unit", Severity::Error, NOBODY, message);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self) {
        let allowed = match self.open.last().map(|open| open.known) {
            Some(Some(known)) => known.text,
            _ => true,
        };
        if !allowed && !is_blank(self.xml.inner()) {
            let around = self.open.last().and_then(|open| open.known);
            let name = around.map_or("", |known| known.name);
            let message = format!("text right inside `{name}`");
            self.object("stray-text", Severity::Error, STRICT, message);
        }
        let is_segment = |open: &Open| open.known.is_some_and(|known| known.name == "seg");
        let is_hi = |open: &Open| open.known.is_some_and(|known| known.name == "hi");
        let outermost = self.open.iter().rev().find(|open| !is_hi(open));
        if outermost.is_some_and(is_segment) {
            self.xml.text_into(self.unit.segment.text());
        }
    }

    fn object(
        &mut self,
        id: &'static str,
        severity: Severity,
        refused_by: &'static [&'static str],
        message: String,
    ) {
        self.object_with(Finding::new(id, severity, message), refused_by);
    }

    fn object_with(&mut self, finding: Finding, refused_by: &'static [&'static str]) {
        if self.hears.counts(&finding.id, refused_by) {
            let finding = finding.at(self.xml.place());
            (self.hears.each)(Objection {
                finding,
                refused_by,
                times: 1,
            });
        }
    }
}

impl Hearing<'_, '_> {
    /// Whether one more objection of a kind is told, or only counted.
    fn counts(&mut self, id: &str, refused_by: &'static [&'static str]) -> bool {
        let known = |kind: &&mut Kinds| kind.id == id && kind.refused_by == refused_by;
        let Some(kind) = self.told.iter_mut().find(known) else {
            self.told.push(Kinds {
                id: id.to_owned(),
                refused_by,
                count: 1,
            });
            return true;
        };
        kind.count += 1;
        kind.count <= TOLD
    }

    /// Tells how many of each kind were only counted.
    fn tell_rest(self) {
        for kind in self.told.iter().filter(|kind| kind.count > TOLD) {
            let message = format!("{} more of `{}`", kind.count - TOLD, kind.id);
            (self.each)(Objection {
                finding: Finding::new(&kind.id, Severity::Info, message),
                refused_by: kind.refused_by,
                times: kind.count - TOLD,
            });
        }
    }
}

/// The bit of a child among its parent's children.
fn bit(parent: &Element, child: &Child) -> u32 {
    let place = parent
        .children
        .iter()
        .position(|own| own.name == child.name);
    1 << place.unwrap_or(31)
}

/// Whether a tag says more than language, script and region.
fn is_rare(language: &Language) -> bool {
    let mut parts = language.as_str().split('-');
    let primary = parts.next().unwrap_or_default();
    primary.len() > 3 || parts.any(|part| part.len() == 1 || part.len() > 4)
}

fn hash(text: &str) -> u64 {
    let digest = blake3::hash(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
