//! Validates TMX: every place at which a strict reader, OmegaT, Weblate or a lenient one would object.

use std::collections::HashSet;

use super::grammar::GRAMMAR;
use super::rules::{
    BAD_DATE, BAD_LANGUAGE, DUPLICATE_ID, ELEMENT_ORDER, LOST_UNIT, MISPLACED_ELEMENT,
    MISSING_ATTRIBUTE, MISSING_ELEMENT, MISSING_SOURCE, OLD_ATTRIBUTE, RARE_LANGUAGE,
    SECOND_ELEMENT, SECOND_VARIANT, STRAY_TEXT, UNDERSCORE, UNEQUAL_CODES, UNKNOWN_ATTRIBUTE,
    UNKNOWN_ELEMENT, UNKNOWN_VALUE, UNPAIRED_CODE,
};
use super::segment_check::SegmentCheck;
use super::value::{is_source_language, normal_value};
use crate::exchange::Rule;
use crate::exchange::validation::{Fault, Grammar, Tag, Walk, Watcher, fingerprint, no_such_file};
use crate::model::Finding;
use crate::text::Language;

/// The elements without which a unit cannot be read.
const STRUCTURE: [&str; 4] = ["tu", "tuv", "seg", "body"];

/// What was seen of a file.
#[derive(Default)]
pub(super) struct Validator {
    /// The languages of the present unit.
    languages: Vec<String>,
    /// The language of the present variant.
    language: Option<Language>,
    /// Whether a lenient reader cannot take the present unit either.
    is_lost: bool,
    segment: SegmentCheck,
    /// Fingerprints of every `tuid`.
    ids: HashSet<u64>,
}

impl Watcher for Validator {
    fn grammar(&mut self, root: &Tag) -> Result<&'static Grammar, Box<Finding>> {
        if root.name == "tmx" {
            return Ok(&GRAMMAR);
        }
        let message = format!("not a TMX file: its root is `{}`", root.name);
        Err(no_such_file("not-tmx", message))
    }

    fn rule(&mut self, fault: &Fault<'_>) -> &'static Rule {
        match fault {
            Fault::UnknownElement { .. } => &UNKNOWN_ELEMENT,
            Fault::Misplaced { name, .. } => {
                self.is_lost |= STRUCTURE.contains(name);
                &MISPLACED_ELEMENT
            }
            Fault::Second { name, .. } => {
                self.is_lost |= STRUCTURE.contains(name);
                &SECOND_ELEMENT
            }
            Fault::Order { .. } => &ELEMENT_ORDER,
            Fault::Lacks { around, .. } => {
                self.is_lost |= matches!(*around, "tu" | "tuv");
                &MISSING_ELEMENT
            }
            Fault::NoAttribute {
                name: "srclang", ..
            } => &MISSING_SOURCE,
            Fault::NoAttribute { .. } => &MISSING_ATTRIBUTE,
            Fault::UnknownAttribute {
                name: "lang",
                element: "tuv" | "note" | "prop",
                ..
            } => &OLD_ATTRIBUTE,
            Fault::UnknownAttribute { .. } => &UNKNOWN_ATTRIBUTE,
            Fault::BadValue { .. } => &UNKNOWN_VALUE,
            Fault::StrayText { .. } => &STRAY_TEXT,
        }
    }

    fn start(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        if let Some(known) = tag.known {
            for (name, value) in &tag.attributes {
                if known.has_attribute(name) {
                    attribute(known.name, name, value, walk);
                }
            }
        }
        match tag.name.as_str() {
            "tu" => self.unit(tag, walk),
            "tuv" => self.variant(tag, walk),
            "seg" => self.segment.begin(),
            name => {
                let number = tag.attribute("i").map(str::to_owned);
                let matching = tag.attribute("x").map(str::to_owned);
                if walk.open().any(|open| open == "seg")
                    && let Some(message) = self.segment.code(name, number, matching)
                {
                    walk.object(&UNPAIRED_CODE, message);
                }
            }
        }
    }

    fn end(&mut self, name: &'static str, walk: &mut Walk<'_, '_, '_>) {
        match name {
            "seg" => {
                for (rule, message) in self.segment.end(self.language.as_ref()) {
                    walk.object(rule, message);
                }
            }
            "tu" => {
                if self.segment.end_of_unit() {
                    let message = "the variants of a unit have different inline codes";
                    walk.object(&UNEQUAL_CODES, message);
                }
                if self.is_lost {
                    walk.object(&LOST_UNIT, "a lenient reader passes this unit over");
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, walk: &mut Walk<'_, '_, '_>) {
        if walk.around().is_none() {
            return;
        }
        let outermost = walk.open().rev().find(|open| *open != "hi");
        if outermost == Some("seg") {
            walk.xml.text_into(self.segment.text());
        }
    }
}

impl Validator {
    fn unit(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.languages.clear();
        self.is_lost = false;
        if let Some(id) = tag.attribute("tuid")
            && !self.ids.insert(fingerprint(id))
        {
            let message = format!("a second unit has the `tuid` `{id}`");
            walk.object(&DUPLICATE_ID, message);
        }
    }

    fn variant(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let language = tag.attribute("xml:lang").or(tag.attribute("lang"));
        self.language = language.and_then(|tag| Language::parse(tag).ok());
        let Some(language) = &self.language else {
            self.is_lost = true;
            return;
        };
        if self.languages.iter().any(|own| own == language.as_str()) {
            let message =
                format!("a second variant in `{language}` in one unit; most programs keep one");
            walk.object(&SECOND_VARIANT, message);
        }
        if is_rare(language) {
            let message =
                format!("`{language}` is a tag that Weblate may not know; it stops at one");
            walk.object(&RARE_LANGUAGE, message);
        }
        self.languages.push(language.as_str().to_owned());
    }
}

/// Looks at values that the grammar has no list of: languages and dates.
fn attribute(element: &str, name: &str, value: &str, walk: &mut Walk<'_, '_, '_>) {
    match name {
        "xml:lang" | "adminlang" => language_tag(element, name, value, walk),
        "srclang" if value.eq_ignore_ascii_case("*all*") => {}
        "srclang" => language_tag(element, name, value, walk),
        "version" | "segtype" | "pos" => {}
        _ if normal_value(name, value).as_deref() != Some(value) => {
            let message = format!("`{name}` of `{element}` is `{value}`, no date as TMX writes it");
            walk.object(&BAD_DATE, message);
        }
        _ => {}
    }
}

fn language_tag(element: &str, name: &str, value: &str, walk: &mut Walk<'_, '_, '_>) {
    let has_underscore = value.contains('_');
    if is_source_language(value) && !has_underscore {
        return;
    }
    let (rule, what) = if has_underscore && Language::parse(value).is_ok() {
        (&UNDERSCORE, "with an underscore for a hyphen")
    } else if matches!(element, "note" | "prop") {
        (&UNDERSCORE, "which is no language tag")
    } else {
        (&BAD_LANGUAGE, "which is no language tag")
    };
    walk.object(
        rule,
        format!("`{name}` of `{element}` is `{value}`, {what}"),
    );
}

/// Whether a tag says more than language, script and region.
fn is_rare(language: &Language) -> bool {
    let mut parts = language.as_str().split('-');
    let primary = parts.next().unwrap_or_default();
    primary.len() > 3 || parts.any(|part| part.len() == 1 || part.len() > 4)
}
