//! The bytes of a file as they come into being, and what had to be changed.

use crate::exchange::changes::{About, Changes};
use crate::exchange::xml::{Escaped, escape_attribute, escape_markup, escape_text};

/// What is not yet written.
#[derive(Default)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) changes: Changes,
}

impl Page {
    pub(super) fn raw(&mut self, markup: &str) {
        self.bytes.extend_from_slice(markup.as_bytes());
    }

    /// ` name="value"`
    pub(super) fn attribute(&mut self, name: &str, value: &str, about: About<'_>) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        let escaped = escape_attribute(value, &mut self.bytes);
        self.raw("\"");
        self.note(escaped, "an attribute", about);
    }

    /// The same, where there is a value.
    pub(super) fn optional(&mut self, name: &str, value: Option<&str>, about: About<'_>) {
        if let Some(value) = value {
            self.attribute(name, value, about);
        }
    }

    pub(super) fn text(&mut self, text: &str, what: &str, about: About<'_>) {
        let escaped = escape_text(text, &mut self.bytes);
        self.note(escaped, what, about);
    }

    pub(super) fn markup(&mut self, markup: &str, what: &str, about: About<'_>) {
        let escaped = escape_markup(markup, &mut self.bytes);
        self.note(escaped, what, about);
    }

    /// A text of XLIFF 2, in which `cp` stands for what XML forbids.
    pub(super) fn text_with_code_points(&mut self, text: &str, about: About<'_>) {
        let mut rest = text;
        while let Some(at) = rest.find(is_forbidden) {
            self.text(&rest[..at], "the text", about);
            let mut after = rest[at..].chars();
            let number = after.next().map_or(0, u32::from);
            self.raw(&format!("<cp hex=\"{number:04X}\"/>"));
            rest = after.as_str();
        }
        self.text(rest, "the text", about);
    }

    fn note(&mut self, escaped: Escaped, what: &str, about: About<'_>) {
        if let Escaped::Replaced(count) = escaped {
            self.changes.tell_replaced(count, what, about);
        }
    }
}

/// Whether XML 1.0 forbids the character.
fn is_forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
