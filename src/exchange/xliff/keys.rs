//! What the schema of XLIFF 1.2 asks of names: which are there once, and which must be there at all.

use std::collections::HashSet;

use super::rules::{NO_SUCH_NAME, TWICE, UNANSWERED_END, UNANSWERED_MARK};
use crate::exchange::Rule;
use crate::exchange::validation::{Tag, Walk, fingerprint};
use crate::model::Place;

/// Names that are there once in a file: their element, and the attribute.
const ONCE: &[(&str, &str)] = &[
    ("trans-unit", "id"),
    ("bin-unit", "id"),
    ("group", "id"),
    ("tool", "tool-id"),
    ("phase", "phase-name"),
    ("count-group", "name"),
    ("context-group", "name"),
    ("external-file", "uid"),
];

/// Names of what must be in the file: the element that names it, the attribute, and the element that is named.
const NAMED: &[(&str, &str, &str)] = &[
    ("file", "tool-id", "tool"),
    ("phase", "tool-id", "tool"),
    ("alt-trans", "tool-id", "tool"),
    ("count", "phase-name", "phase"),
    ("trans-unit", "phase-name", "phase"),
    ("target", "phase-name", "phase"),
];

/// How many names of what was not there yet are held.
const MOST: usize = 10_000;

/// The names of the present file, and of what is open in it.
#[derive(Debug, Default)]
pub(super) struct Names {
    file: Scope,
    /// The marks of segments in the present unit.
    unit: Scope,
    /// Those in the present alternative of it.
    alternative: Scope,
    /// The beginnings of spans in the present text.
    text: Scope,
}

/// Names that hold in one element.
#[derive(Debug, Default)]
struct Scope {
    known: HashSet<u64>,
    /// What was named before it was there: its element, its name, and where.
    open: Vec<(&'static str, String, Place)>,
}

impl Names {
    /// Takes the names of an element.
    pub(super) fn start(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let name = tag.name.as_str();
        for (element, attribute) in ONCE.iter().filter(|(element, _)| *element == name) {
            // Units of both kinds share their names.
            let element = element
                .strip_prefix("bin-unit")
                .map_or(*element, |_| "trans-unit");
            self.file.define(element, tag.attribute(attribute), walk);
        }
        for (_, attribute, named) in NAMED.iter().filter(|(element, ..)| *element == name) {
            self.file.refer(named, tag.attribute(attribute), walk);
        }
        match name {
            "bpt" | "bx" => self
                .text
                .define(known_name(name), tag.attribute("rid"), walk),
            "ept" => self.text.refer("bpt", tag.attribute("rid"), walk),
            "ex" => self.text.refer("bx", tag.attribute("rid"), walk),
            "mrk" => self.mark(tag, walk),
            "alt-trans" => self.unit.refer("mrk", tag.attribute("mid"), walk),
            _ => {}
        }
    }

    fn mark(&mut self, tag: &Tag, walk: &mut Walk<'_, '_, '_>) {
        let is_aside = walk.open().any(|open| open == "alt-trans");
        let scope = if is_aside {
            &mut self.alternative
        } else {
            &mut self.unit
        };
        match walk.around() {
            Some("seg-source") => scope.define("mrk", tag.attribute("mid"), walk),
            Some("target") => scope.refer("mrk", tag.attribute("mid"), walk),
            _ => {}
        }
    }

    /// Ends an element; what was named in it must be there.
    pub(super) fn end(&mut self, name: &str, walk: &mut Walk<'_, '_, '_>) {
        match name {
            "file" => self.file.end(&NO_SUCH_NAME, walk),
            "trans-unit" => self.unit.end(&UNANSWERED_MARK, walk),
            "alt-trans" => self.alternative.end(&UNANSWERED_MARK, walk),
            "source" | "seg-source" | "target" => self.text.end(&UNANSWERED_END, walk),
            _ => {}
        }
    }
}

fn known_name(name: &str) -> &'static str {
    if name == "bx" { "bx" } else { "bpt" }
}

impl Scope {
    fn define(&mut self, element: &'static str, name: Option<&str>, walk: &mut Walk<'_, '_, '_>) {
        if let Some(name) = name
            && !self.known.insert(key(element, name))
        {
            let message = format!("a second `{element}` has the name `{name}`");
            walk.object(&TWICE, message);
        }
    }

    fn refer(&mut self, element: &'static str, name: Option<&str>, walk: &mut Walk<'_, '_, '_>) {
        if let Some(name) = name
            && !self.known.contains(&key(element, name))
            && self.open.len() < MOST
        {
            self.open.push((element, name.to_owned(), walk.xml.place()));
        }
    }

    fn end(&mut self, rule: &'static Rule, walk: &mut Walk<'_, '_, '_>) {
        for (element, name, place) in std::mem::take(&mut self.open) {
            if !self.known.contains(&key(element, &name)) {
                let message = format!("there is no `{element}` of the name `{name}`");
                walk.object_at(rule, message, &place);
            }
        }
        self.known.clear();
    }
}

/// What stands for a name.
fn key(element: &str, name: &str) -> u64 {
    fingerprint(&format!("{element} {}", name.trim()))
}
