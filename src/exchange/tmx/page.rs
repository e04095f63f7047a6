//! The bytes of a TMX file as they come into being: elements, attributes, texts with their codes.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::codes::{Content, Origin, Role, content, plan};
use super::dtd::code_attributes;
use super::grammar::{HEADER, HEADER_ATTRIBUTES};
use super::remark::ELEMENT;
use super::value::{normal_value, remark_language};
use crate::exchange::changes::{About, Changes};
use crate::exchange::codes::Few;
use crate::exchange::xml::{Escaped, check_fragment, escape_attribute, escape_markup, escape_text};
use crate::exchange::{WriteOptions, find};
use crate::model::{Attributes, InlineCode, Remark, RemarkKind, Severity, Variant};
use crate::text::Language;

/// What is not yet written, and what had to be changed.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) changes: Changes,
}

/// A value of the unit's own for an attribute, whatever came with the file; `None` when it is not to be written.
pub(super) type Own<'v> = (&'static str, Option<Cow<'v, str>>);

/// What stands in a header unless the caller knows better; the source language has no such value.
fn own_header_value(name: &str) -> &'static str {
    match name {
        "creationtoolversion" => env!("CARGO_PKG_VERSION"),
        "segtype" => "sentence",
        "adminlang" => "en",
        "datatype" => "plaintext",
        _ => "tarjuman",
    }
}

impl Page {
    /// An empty page with room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            changes: Changes::default(),
        }
    }

    #[inline]
    pub(super) fn raw(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn note(&mut self, escaped: Escaped, what: &str, about: About<'_>) {
        if let Escaped::Replaced(count) = escaped {
            self.changes.tell_replaced(count, what, about);
        }
    }

    fn attribute(&mut self, name: &str, value: &str, about: About<'_>) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        let escaped = escape_attribute(value, &mut self.bytes);
        self.raw("\"");
        if escaped != Escaped::Whole {
            self.note(escaped, &format!("the attribute `{name}`"), about);
        }
    }

    /// Writes attributes in the DTD's order; returns those that can only be properties.
    pub(super) fn attributes<'u>(
        &mut self,
        known: &'static [&'static str],
        attributes: &'u Attributes,
        about: About<'_>,
        own: &[Own<'u>],
    ) -> Vec<&'u (String, String)> {
        let mut moved = Vec::new();
        let mut chosen: SmallVec<[(usize, Cow<'_, str>); 8]> = SmallVec::new();
        // Most attributes are in order: each is looked for from the place of the one before on.
        let mut from = 0;
        let mut place_of = |name: &str| {
            let after = known[from..].iter().position(|one| *one == name);
            let place = after.map(|at| from + at);
            let place = place.or_else(|| known[..from].iter().position(|one| *one == name));
            from = place.unwrap_or(from);
            place
        };
        for (at, pair) in attributes.iter().enumerate() {
            let (name, value) = pair;
            let is_first = attributes[..at].iter().all(|(other, _)| other != name);
            let place = place_of(name).filter(|_| is_first);
            let is_own = own.iter().any(|(other, _)| other == name);
            match place {
                Some(_) if is_own => {
                    if normal_value(name, value).is_none() {
                        moved.push(pair);
                    }
                }
                Some(place) => match self.admissible(name, value, about) {
                    Some(value) => chosen.push((place, value)),
                    None => moved.push(pair),
                },
                None => moved.push(pair),
            }
        }
        for (name, value) in own {
            if let Some(value) = value
                && let Some(place) = place_of(name)
            {
                chosen.push((place, Cow::Borrowed(value)));
            }
        }
        chosen.sort_by_key(|(place, _)| *place);
        for (place, value) in &chosen {
            self.attribute(known[*place], value, about);
        }
        moved
    }

    /// The value as a strict reader wants it; `None` when it cannot be made so.
    fn admissible<'v>(
        &mut self,
        name: &str,
        value: &'v str,
        about: About<'_>,
    ) -> Option<Cow<'v, str>> {
        let normal = normal_value(name, value)?;
        if let Cow::Owned(better) = &normal {
            let message = format!("`{name}` is written as `{better}` for `{value}`");
            self.changes
                .tell("changed-value", Severity::Info, about, message);
        }
        Some(normal)
    }

    /// Writes attributes that TMX does not allow as properties.
    pub(super) fn moved(&mut self, indent: &str, moved: &[&(String, String)], about: About<'_>) {
        for (name, value) in moved {
            let message = format!(
                "the attribute `{name}` became a property: TMX 1.4 does not allow it or its value"
            );
            self.changes
                .tell("moved-attribute", Severity::Info, about, message);
            let own = name.strip_prefix("x-").unwrap_or(name);
            self.property(indent, &format!("x-{own}"), value, about);
        }
    }

    pub(super) fn property(&mut self, indent: &str, name: &str, value: &str, about: About<'_>) {
        self.raw(indent);
        self.raw("<prop type=\"");
        let in_name = escape_attribute(name, &mut self.bytes);
        self.raw("\">");
        let in_value = escape_text(value, &mut self.bytes);
        self.raw("</prop>\n");
        self.note(in_name, "a property's type", about);
        self.note(in_value, "a property", about);
    }

    pub(super) fn remark(&mut self, indent: &str, remark: &Remark, about: About<'_>) {
        if let RemarkKind::Property(name) = &remark.kind
            && remark.attributes.is_empty()
        {
            return self.property(indent, name, &remark.text, about);
        }
        self.raw(indent);
        let element = match &remark.kind {
            RemarkKind::Note => "note",
            RemarkKind::Property(_) => "prop",
        };
        self.raw("<");
        self.raw(element);
        let language = remark_language(remark);
        let encoding = find(&remark.attributes, "o-encoding");
        match &remark.kind {
            RemarkKind::Note => {
                self.optional("o-encoding", encoding, about);
                self.optional("xml:lang", language.as_ref().map(Language::as_str), about);
            }
            RemarkKind::Property(name) => {
                self.attribute("type", name, about);
                self.optional("xml:lang", language.as_ref().map(Language::as_str), about);
                self.optional("o-encoding", encoding, about);
            }
        }
        self.tell_remark_losses(remark, language.as_ref(), about);
        self.raw(">");
        let escaped = escape_text(&remark.text, &mut self.bytes);
        self.note(escaped, "a note", about);
        self.raw("</");
        self.raw(element);
        self.raw(">\n");
    }

    fn optional(&mut self, name: &str, value: Option<&str>, about: About<'_>) {
        if let Some(value) = value {
            self.attribute(name, value, about);
        }
    }

    fn tell_remark_losses(
        &mut self,
        remark: &Remark,
        language: Option<&Language>,
        about: About<'_>,
    ) {
        let has_new = find(&remark.attributes, "xml:lang").is_some();
        for (name, value) in &remark.attributes {
            let (id, severity, message) = match (name.as_str(), language) {
                ("o-encoding", _) => continue,
                ("xml:lang", Some(language)) if value == language.as_str() => continue,
                ("xml:lang", Some(language)) => {
                    let message = format!("`{name}` is written as `{language}` for `{value}`");
                    ("changed-value", Severity::Info, message)
                }
                ("lang", Some(language)) if !has_new => {
                    let message =
                        format!("`xml:lang=\"{language}\"` is written for `lang=\"{value}\"`");
                    ("changed-value", Severity::Info, message)
                }
                _ => {
                    let message =
                        format!("the attribute `{name}=\"{value}\"` of a remark was left out");
                    ("lost-attribute", Severity::Warning, message)
                }
            };
            self.changes.tell(id, severity, about, message);
        }
    }

    /// Writes the header: the values that the caller brings along, where TMX can take them, or our own.
    ///
    /// What the caller brings along and TMX cannot take becomes a property, as it does elsewhere.
    pub(super) fn header(&mut self, source: &Language, options: &WriteOptions) {
        let about = About::FILE;
        let mut own: SmallVec<[Own<'_>; 8]> = SmallVec::new();
        for name in HEADER {
            let given = find(&options.attributes, name);
            let value = match *name {
                "srclang" => source.as_str(),
                _ if given.is_some_and(|value| normal_value(name, value).is_some()) => continue,
                _ => own_header_value(name),
            };
            if !options.attributes.is_empty() && given != Some(value) {
                self.tell_header_value(name, value, given);
            }
            own.push((name, Some(Cow::Borrowed(value))));
        }
        self.raw("  <header");
        let moved = self.attributes(HEADER_ATTRIBUTES, &options.attributes, about, &own);
        if moved.is_empty() && options.remarks.is_empty() {
            return self.raw("/>\n");
        }
        self.raw(">\n");
        self.moved("    ", &moved, about);
        self.header_remarks(&options.remarks, about);
        self.raw("  </header>\n");
    }

    fn tell_header_value(&mut self, name: &str, value: &str, given: Option<&str>) {
        let about = About::FILE;
        let message = match given {
            Some(given) => format!("the header's `{name}` is written as `{value}` for `{given}`"),
            None => format!("the header had no `{name}`, and `{value}` is written"),
        };
        self.changes
            .tell("changed-value", Severity::Info, about, message);
    }

    fn header_remarks(&mut self, remarks: &[Remark], about: About<'_>) {
        for remark in remarks {
            match &remark.kind {
                RemarkKind::Property(name) if is_encoding_table(name, &remark.text) => {
                    self.raw("    ");
                    let escaped = escape_markup(&remark.text, &mut self.bytes);
                    self.note(escaped, "the header", about);
                    self.raw("\n");
                }
                _ => self.remark("    ", remark, about),
            }
        }
    }

    pub(super) fn segment(&mut self, variant: &Variant, about: About<'_>) {
        if variant.codes.is_empty() {
            let escaped = escape_text(&variant.text, &mut self.bytes);
            return self.note(escaped, "the text", about);
        }
        let mut codes: Few<&InlineCode> = variant.codes.iter().collect();
        codes.sort_by_key(|code| code.offset);
        let plan = plan(&codes);
        if let Some(message) = plan.repaired {
            self.changes
                .tell("repaired-code", Severity::Warning, about, message);
        }
        let mut at = 0;
        for (code, role) in codes.iter().zip(&plan.roles) {
            let offset = variant.text.floor_char_boundary(code.offset).max(at);
            let escaped = escape_text(&variant.text[at..offset], &mut self.bytes);
            self.note(escaped, "the text", about);
            at = offset;
            self.code(code, role, about);
        }
        let escaped = escape_text(&variant.text[at..], &mut self.bytes);
        self.note(escaped, "the text", about);
    }

    fn code(&mut self, code: &InlineCode, role: &Role<'_>, about: About<'_>) {
        let (element, own) = match role {
            Role::EnclosingEnd => return self.raw("</hi>"),
            Role::Enclosing => ("hi", None),
            Role::Opening(number) => ("bpt", Some(("i", number.as_ref()))),
            Role::Closing(number) => ("ept", Some(("i", number.as_ref()))),
            Role::Isolated(pos) => ("it", Some(("pos", *pos))),
            Role::Alone(element) => (*element, None),
        };
        self.raw("<");
        self.raw(element);
        if let Some((name, value)) = own {
            self.attribute(name, value, about);
        }
        let known = code_attributes(element).unwrap_or_default();
        for name in known.iter().filter(|name| !matches!(**name, "i" | "pos")) {
            self.optional(name, find(&code.attributes, name), about);
        }
        self.tell_code_losses(code, known, about);
        self.raw(">");
        if *role != Role::Enclosing {
            self.code_content(code, about);
            self.raw("</");
            self.raw(element);
            self.raw(">");
        }
    }

    fn code_content(&mut self, code: &InlineCode, about: About<'_>) {
        let escaped = match content(code) {
            Content::Markup(markup) => escape_markup(markup, &mut self.bytes),
            Content::Text(text, origin) => {
                if origin == Origin::Refused {
                    let message =
                        "the content of a code is no markup that TMX allows; it is written as text";
                    self.changes
                        .tell("repaired-code", Severity::Warning, about, message);
                }
                escape_text(&text, &mut self.bytes)
            }
        };
        self.note(escaped, "a code", about);
    }

    fn tell_code_losses(&mut self, code: &InlineCode, known: &[&str], about: About<'_>) {
        if code_attributes(&code.element).is_none() && code.original.is_empty() {
            return;
        }
        for (name, value) in &code.attributes {
            if !known.contains(&name.as_str()) && !matches!(name.as_str(), "i" | "pos") {
                let message = format!("the attribute `{name}=\"{value}\"` of a code was left out");
                self.changes
                    .tell("lost-attribute", Severity::Warning, about, message);
            }
        }
    }
}

/// Whether a property of the header is a table of characters that was kept as markup.
fn is_encoding_table(name: &str, markup: &str) -> bool {
    name.strip_prefix(ELEMENT) == Some("ude")
        && markup.starts_with("<ude")
        && markup.contains("<map")
        && check_fragment(markup, |around, element, attributes| {
            let known: &[&str] = match (around, element) {
                ("", "ude") => &["name", "base"],
                ("ude", "map") => &["unicode", "code", "ent", "subst"],
                _ => return false,
            };
            let needed = known[0];
            attributes.iter().any(|(name, _)| *name == needed)
                && attributes.iter().all(|(name, _)| known.contains(name))
        })
}
