//! Writes the content of `source` and `target`: text, and the inline codes that stand in it.

use std::collections::HashMap;

use super::code::{Ids, Planned, Role, is_original, plan};
use super::dialect::Version;
use super::meta::{Applies, CODES, Group};
use super::page::Page;
use crate::exchange::changes::About;
use crate::model::{Attributes, InlineCode, Severity, Variant};

/// The codes of one unit: what stands of them outside its texts.
#[derive(Debug)]
pub(super) struct Codes {
    version: Version,
    ids: Ids,
    /// The original markup of codes, in the order of its ids (`d1`, `d2`, …), and its places in there.
    pub(super) originals: Vec<String>,
    places: HashMap<String, usize>,
    /// What codes of other formats were, for the source and for the target.
    said: [Attributes; 2],
}

impl Codes {
    pub(super) fn new(version: Version) -> Self {
        Self {
            version,
            ids: Ids::default(),
            originals: Vec::new(),
            places: HashMap::new(),
            said: [Vec::new(), Vec::new()],
        }
    }

    /// Takes note of the ids that the codes of a text bring along; once for each text, before any is written.
    pub(super) fn reserve(&mut self, text: &Variant) {
        self.ids.reserve(&text.codes);
    }

    /// Begins the targets of the unit.
    pub(super) fn begin_target(&mut self) {
        self.ids.begin_target();
    }

    /// The groups that say what codes of other formats were.
    pub(super) fn groups(self) -> Vec<Group> {
        let [source, target] = self.said;
        let groups = [(Applies::Source, source), (Applies::Target, target)];
        let groups = groups
            .into_iter()
            .filter(|(_, entries)| !entries.is_empty());
        groups
            .map(|(applies, entries)| Group {
                category: CODES.to_owned(),
                applies,
                entries,
            })
            .collect()
    }

    /// Writes a text with its codes.
    pub(super) fn text(
        &mut self,
        text: &Variant,
        applies: Applies,
        page: &mut Page,
        about: About<'_>,
    ) {
        let mut codes: Vec<&InlineCode> = text.codes.iter().collect();
        codes.sort_by_key(|code| code.offset);
        let is_target = applies == Applies::Target;
        let (planned, repaired) = plan(self.version, &codes, &mut self.ids, is_target);
        if repaired {
            let message = "a code without its other end is written as an isolated one";
            page.changes
                .tell("repaired-code", Severity::Warning, about, message);
        }
        let mut at = 0;
        for code in &planned {
            let offset = text.text.floor_char_boundary(code.code.offset).max(at);
            self.plain(&text.text[at..offset], page, about);
            at = offset;
            self.code(code, is_target, page, about);
        }
        self.plain(&text.text[at..], page, about);
    }

    /// Writes text without codes.
    pub(super) fn plain(&self, text: &str, page: &mut Page, about: About<'_>) {
        match self.version {
            Version::One => page.text(text, "the text", about),
            Version::Two => page.text_with_code_points(text, about),
        }
    }

    fn code(&mut self, planned: &Planned<'_>, is_target: bool, page: &mut Page, about: About<'_>) {
        if !planned.is_native {
            self.say(planned, is_target);
        }
        if planned.role == Role::Ends {
            page.raw("</");
            page.raw(planned.element);
            return page.raw(">");
        }
        page.raw("<");
        page.raw(planned.element);
        self.links(planned, page, about);
        if planned.is_native {
            let named = self
                .version
                .element(planned.element)
                .map_or("id", |element| element.id);
            for (name, value) in &planned.code.attributes {
                if name != named {
                    page.attribute(name, value, about);
                }
            }
        }
        let original = self.original(planned.element, &planned.code.original);
        if self.version == Version::Two {
            let name = match planned.role {
                Role::Encloses => "dataRefStart",
                _ => "dataRef",
            };
            self.data(name, original, page, about);
            if let Some(end) = planned.end {
                let original = self.original(planned.element, &end.original);
                self.data("dataRefEnd", original, page, about);
            }
        }
        match (planned.role, self.version, original.is_empty()) {
            (Role::Encloses, ..) => page.raw(">"),
            (_, Version::One, false) => {
                page.raw(">");
                page.markup(original, "a code", about);
                page.raw("</");
                page.raw(planned.element);
                page.raw(">");
            }
            _ => page.raw("/>"),
        }
    }

    /// The attributes that name a code and join it to its other end.
    fn links(&self, planned: &Planned<'_>, page: &mut Page, about: About<'_>) {
        let id = planned.id.as_str();
        let own = planned
            .code
            .attributes
            .iter()
            .find(|(name, _)| name == "id");
        let own = own
            .filter(|_| planned.is_native)
            .map(|(_, own)| own.as_str());
        let pair = planned.code.pair.as_deref().filter(|_| planned.is_native);
        let isolated = matches!(planned.role, Role::OpensAlone | Role::ClosesAlone);
        match self.version {
            Version::Two if planned.role == Role::Closes => {
                page.attribute("startRef", id, about);
            }
            Version::Two => {
                page.attribute("id", id, about);
                if isolated {
                    page.raw(" isolated=\"yes\"");
                }
            }
            Version::One => {
                let element = self.version.element(planned.element);
                let name = element.map_or("id", |element| element.id);
                page.attribute(name, own.unwrap_or(id), about);
                if element.is_some_and(|element| element.reference.is_some()) {
                    page.attribute("rid", pair.unwrap_or(id), about);
                }
                match planned.role {
                    Role::OpensAlone => page.raw(" pos=\"open\""),
                    Role::ClosesAlone => page.raw(" pos=\"close\""),
                    _ => {}
                }
            }
        }
    }

    /// The original of a code as far as it can stand where the version has it.
    fn original<'o>(&self, element: &str, original: &'o str) -> &'o str {
        let fits = self
            .version
            .element(element)
            .is_some_and(|element| is_original(self.version, element, original));
        if fits { original } else { "" }
    }

    /// Refers to the original markup of a code.
    fn data(&mut self, name: &str, original: &str, page: &mut Page, about: About<'_>) {
        if original.is_empty() {
            return;
        }
        let next = self.originals.len();
        let place = *self.places.entry(original.to_owned()).or_insert(next);
        if place == next {
            self.originals.push(original.to_owned());
        }
        page.attribute(name, &format!("d{}", place + 1), about);
    }

    /// Says in metadata what a code of another format was.
    fn say(&mut self, planned: &Planned<'_>, is_target: bool) {
        let code = planned.code;
        let key = match planned.role {
            Role::Ends | Role::Closes => format!("/{}", planned.id),
            _ => planned.id.clone(),
        };
        let fits = self.original(planned.element, &code.original) == code.original;
        let said = &mut self.said[usize::from(is_target)];
        said.push((format!("{key} element"), code.element.clone()));
        if let Some(pair) = &code.pair {
            said.push((format!("{key} pair"), pair.clone()));
        }
        let attributes = code.attributes.iter();
        said.extend(attributes.map(|(name, value)| (format!("{key} @{name}"), value.clone())));
        if !fits {
            said.push((format!("{key} original"), code.original.clone()));
        }
    }
}
