//! Notes and properties of TMX, and what of the model travels in properties.

use super::read::Reader;
use crate::exchange::markup::Trouble;
use crate::exchange::named::{NEEDS_WORK, STATE};
use crate::exchange::xml::Kind;
use crate::model::{Remark, RemarkKind, Severity, State, Variant};

/// What the property of an element begins with that TMX does not know; its text is the markup.
pub(super) const ELEMENT: &str = "x-element-";

impl Reader<'_> {
    /// Reads the `note`, `prop` or unknown element whose start is the present token.
    pub(super) fn remark(&mut self) -> Result<Remark, Trouble> {
        match self.markup.xml.inner() {
            "note" => self.plain_remark(RemarkKind::Note),
            "prop" => self.plain_remark(RemarkKind::Property(String::new())),
            _ => self.unknown_element(),
        }
    }

    fn plain_remark(&mut self, mut kind: RemarkKind) -> Result<Remark, Trouble> {
        let depth = self.markup.xml.depth();
        let mut attributes = Vec::new();
        let mut is_named = kind == RemarkKind::Note;
        for (name, value) in self.markup.xml.attributes() {
            match &mut kind {
                RemarkKind::Property(own) if name == "type" => {
                    *own = value.into_owned();
                    is_named = true;
                }
                _ => attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        if !is_named {
            let message = "a `prop` names no `type`; it is written with an empty one";
            self.markup.tally("nameless-property", message);
        }
        self.markup.scratch.clear();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Text | Kind::Cdata => self.markup.xml.text_into(&mut self.markup.scratch),
                Kind::Start => {
                    let message = format!(
                        "`{}` inside a remark is kept as text",
                        self.markup.xml.inner()
                    );
                    self.markup.scratch.push_str(self.markup.xml.raw());
                    self.markup
                        .report("unknown-element", Severity::Warning, message);
                }
                Kind::End if self.markup.xml.depth() >= depth => {
                    self.markup.scratch.push_str(self.markup.xml.raw())
                }
                kind => self.markup.tally_unkept(kind),
            }
        }
        Ok(Remark {
            kind,
            text: self.markup.scratch.as_str().to_owned(),
            attributes,
        })
    }

    fn unknown_element(&mut self) -> Result<Remark, Trouble> {
        let depth = self.markup.xml.depth();
        let name = self.markup.xml.inner().to_owned();
        if name != "ude" {
            let message = format!("`{name}` is no element of TMX; it is kept as a property");
            self.markup
                .report("unknown-element", Severity::Warning, message);
        }
        let mut text = self.markup.xml.raw().to_owned();
        while self.markup.xml.depth() >= depth {
            self.markup.advance()?;
            text.push_str(self.markup.xml.raw());
        }
        Ok(Remark {
            kind: RemarkKind::Property(format!("{ELEMENT}{name}")),
            text,
            attributes: Vec::new(),
        })
    }
}

/// Gives a variant its remark, or what the remark says of its state.
///
/// The state and why work is needed are taken where we write them, before everything else; elsewhere
/// they stay remarks, so that the order of remarks holds.
pub(super) fn take_in(remark: Remark, variant: &mut Variant, state: &mut Option<State>) {
    if let RemarkKind::Property(name) = &remark.kind
        && remark.attributes.is_empty()
        && variant.remarks.is_empty()
        && variant.needs_work.is_none()
    {
        if name == STATE
            && state.is_none()
            && let Some(found) = State::from_name(&remark.text)
        {
            *state = Some(found);
            return;
        }
        if name == NEEDS_WORK {
            variant.needs_work = Some(remark.text);
            return;
        }
    }
    variant.remarks.push(remark);
}
