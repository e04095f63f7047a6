//! Validates XLIFF: what the schema of its version forbids, and what the specification asks beyond it.

use std::collections::HashSet;

use super::dialect::Version;
use super::rules::{
    DUPLICATE_ID, ELEMENT_ORDER, LONE_VALUE, MISPLACED_ELEMENT, MISSING_ATTRIBUTE, MISSING_ELEMENT,
    NAMESPACE, NO_TARGET_LANGUAGE, OTHER_LANGUAGE, SECOND_ELEMENT, STRAY_TEXT, UNKNOWN_ATTRIBUTE,
    UNKNOWN_ELEMENT, UNKNOWN_VALUE, UNNAMED_TARGET,
};
use super::unit_check::{Side, UnitCheck};
use super::{grammar_one, grammar_two};
use crate::exchange::Rule;
use crate::exchange::validation::{Fault, Grammar, Tag, Walk, Watcher, fingerprint, no_such_file};
use crate::model::Finding;
use crate::text::Language;

/// What was seen of a file.
#[derive(Default)]
pub(super) struct Validator {
    version: Option<Version>,
    /// The languages that the file names, as it writes them.
    source: Option<String>,
    target: Option<String>,
    /// Whether it was said that the targets have no language.
    is_unnamed_told: bool,
    files: HashSet<u64>,
    /// Ids of units, and of groups, in the present file.
    units: HashSet<u64>,
    groups: HashSet<u64>,
    unit: UnitCheck,
}

impl Watcher for Validator {
    fn grammar(&mut self, root: &Tag) -> Result<&'static Grammar, Box<Finding>> {
        if root.name != "xliff" {
            let message = format!("not an XLIFF file: its root is `{}`", root.name);
            return Err(no_such_file("not-xliff", message));
        }
        let number = root.attribute("version").unwrap_or_default();
        self.version = Version::of(number);
        match self.version {
            Some(Version::One) => Ok(&grammar_one::GRAMMAR),
            Some(Version::Two) => Ok(&grammar_two::GRAMMAR),
            None => {
                let message = format!("XLIFF version `{number}` is unknown: 1.x and 2.x are known");
                Err(no_such_file("unknown-version", message))
            }
        }
    }

    fn rule(&mut self, fault: &Fault<'_>) -> &'static Rule {
        match fault {
            Fault::UnknownElement { .. } => &UNKNOWN_ELEMENT,
            Fault::Misplaced { .. } => &MISPLACED_ELEMENT,
            Fault::Second { .. } => &SECOND_ELEMENT,
            Fault::Order { .. } => &ELEMENT_ORDER,
            Fault::Lacks { .. } => &MISSING_ELEMENT,
            Fault::NoAttribute { .. } => &MISSING_ATTRIBUTE,
            Fault::UnknownAttribute { .. } => &UNKNOWN_ATTRIBUTE,
            Fault::BadValue { .. } => &UNKNOWN_VALUE,
            Fault::StrayText { .. } => &STRAY_TEXT,
        }
    }

    fn start(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        // What stands in modules and in alternative translations is not the unit's own.
        let is_aside = !walk.is_in_own() || walk.open().any(|open| open == "alt-trans");
        if is_aside {
            return;
        }
        match tag.name.as_str() {
            "xliff" => self.root(tag, walk),
            "file" => self.file(tag, walk),
            "group" => unique(&mut self.groups, tag, walk),
            "unit" | "trans-unit" | "bin-unit" => {
                unique(&mut self.units, tag, walk);
                self.unit = UnitCheck::default();
            }
            "source" | "seg-source" => self.language(tag, Side::Source, walk),
            "target" => {
                self.language(tag, Side::Target, walk);
                self.unit.target(tag, walk);
            }
            "segment" | "ignorable" => self.unit.piece(tag, walk),
            "note" => self.unit.note(tag, walk),
            "data" => self.unit.data(tag, walk),
            _ => self.inline(tag, walk),
        }
        for (name, needed) in [("subState", "state"), ("subType", "type")] {
            if tag.attribute(name).is_some() && tag.attribute(needed).is_none() {
                let message = format!("`{}` has `{name}` and no `{needed}`", tag.name);
                walk.object(&LONE_VALUE, message);
            }
        }
    }

    fn end(&mut self, name: &'static str, walk: &mut Walk<'_, '_, '_>) {
        match name {
            "segment" => self.unit.end_of_segment(walk),
            "unit" | "trans-unit" => self.unit.end(walk),
            _ => {}
        }
    }

    fn text(&mut self, _walk: &mut Walk<'_, '_, '_>) {}
}

impl Validator {
    fn root(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.source = tag.attribute("srcLang").map(str::to_owned);
        self.target = tag.attribute("trgLang").map(str::to_owned);
        let (namespaces, may_have_none) = match self.version {
            Some(Version::One) => (
                grammar_one::GRAMMAR.namespaces,
                tag.attribute("version") == Some("1.0"),
            ),
            _ => (grammar_two::GRAMMAR.namespaces, false),
        };
        let message = match walk.namespace() {
            Some(name) if namespaces.contains(&name) => return,
            None if may_have_none => return,
            Some(name) => format!("the namespace of the root is `{name}`"),
            None => "the root has no namespace".to_owned(),
        };
        walk.object(&NAMESPACE, message);
    }

    fn file(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        self.units.clear();
        self.groups.clear();
        if self.version == Some(Version::One) {
            self.source = tag.attribute("source-language").map(str::to_owned);
            self.target = tag.attribute("target-language").map(str::to_owned);
            self.is_unnamed_told = false;
        } else {
            unique(&mut self.files, tag, walk);
        }
    }

    /// Holds the language of a text against that of the file.
    fn language(&mut self, tag: &Tag, side: Side, walk: &mut Walk<'_, '_, '_>) {
        let own = tag.attribute("xml:lang");
        let of_file = match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        };
        match (of_file, own) {
            (Some(of_file), Some(own)) if !is_same_language(of_file, own) => {
                let message =
                    format!("the text is in `{own}`, the file names `{of_file}` for its side");
                walk.object(&OTHER_LANGUAGE, message);
            }
            (None, own) if side == Side::Target && !self.is_unnamed_told => {
                let is_two = self.version == Some(Version::Two);
                if is_two || own.is_none() {
                    self.is_unnamed_told = true;
                    let rule = if is_two {
                        &NO_TARGET_LANGUAGE
                    } else {
                        &UNNAMED_TARGET
                    };
                    walk.object(rule, "the file does not name the language of its targets");
                }
            }
            _ => {}
        }
    }

    /// Takes an inline element of either side.
    fn inline(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let holder = walk.open().find_map(|open| match open {
            "source" => Some((Side::Source, false)),
            "seg-source" => Some((Side::Source, true)),
            "target" => Some((Side::Target, true)),
            _ => None,
        });
        let Some((side, can_be_segmented)) = holder else {
            return;
        };
        match self.version {
            // The text of `seg-source` is that of `source` again.
            Some(Version::One) if can_be_segmented && tag.name == "mrk" => {
                self.unit.segment_mark(tag, side, walk);
            }
            Some(Version::One) if !walk.open().any(|open| open == "seg-source") => {
                self.unit.code_of_one(tag, side, walk);
            }
            Some(Version::Two) => self.unit.code_of_two(tag, side, walk),
            _ => {}
        }
    }
}

/// Whether two tags name one language, however they are written.
fn is_same_language(one: &str, other: &str) -> bool {
    match (Language::parse(one), Language::parse(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Objects to the second element with one id.
fn unique(known: &mut HashSet<u64>, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
    if let Some(id) = tag.attribute("id")
        && !known.insert(fingerprint(id))
    {
        let message = format!("a second `{}` has the id `{id}`", tag.name);
        walk.object(&DUPLICATE_ID, message);
    }
}
