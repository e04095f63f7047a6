//! Reads `source` and `target`: plain text, and the inline codes that stand in it.

use std::borrow::Cow;

use super::dialect::{Does, InlineElement, Version};
use super::parts::Originals;
use super::read::Reader;
use crate::exchange::codes::isolate_unanswered;
use crate::exchange::markup::Trouble;
use crate::exchange::xml::Kind;
use crate::model::{Attributes, CodeKind, InlineCode, Severity, Variant};

impl Reader<'_> {
    /// Reads the text of the element whose start is the present token into a variant.
    pub(super) fn text(
        &mut self,
        variant: &mut Variant,
        originals: &Originals,
    ) -> Result<(), Trouble> {
        let depth = self.markup.xml.depth();
        // Elements that enclose text: the numbers of their opening codes, and what stands for their ends.
        let mut enclosing: Vec<Option<InlineCode>> = Vec::new();
        self.markup.scratch.clear();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Text | Kind::Cdata => {
                    self.markup.xml.text_into(&mut self.markup.scratch);
                }
                Kind::Start => {
                    let end = self.inline(variant, originals)?;
                    if self.markup.xml.depth() > depth + enclosing.len() {
                        enclosing.push(end);
                    }
                }
                Kind::End => {
                    if let Some(Some(mut code)) = enclosing.pop() {
                        code.offset = self.markup.scratch.len();
                        variant.codes.push(code);
                    }
                }
                _ => {}
            }
        }
        self.markup.scratch.as_str().clone_into(&mut variant.text);
        isolate_unanswered(&mut variant.codes);
        Ok(())
    }

    /// Reads one inline element; one that encloses text stays open, and what comes back is its end.
    fn inline(
        &mut self,
        variant: &mut Variant,
        originals: &Originals,
    ) -> Result<Option<InlineCode>, Trouble> {
        let name = self.local().unwrap_or_default().to_owned();
        if name == "cp" && self.version == Version::Two {
            self.code_point();
            return Ok(None);
        }
        let Some(element) = self.version.element(&name) else {
            let raw = self.markup.xml.inner().to_owned();
            let message = format!("`{raw}` is no inline element of XLIFF; its text is kept");
            self.markup
                .report("unknown-element", Severity::Warning, message);
            return Ok(None);
        };
        let mut given = Given::of(self.markup.xml.attributes(), element);
        let mut code = InlineCode {
            offset: self.markup.scratch.len(),
            kind: given.kind(element),
            pair: given.pair(element),
            element: name,
            attributes: std::mem::take(&mut given.kept),
            original: originals.of(given.data.as_deref()),
        };
        if element.holds_original {
            code.original = self.original()?;
        }
        let end = (element.does == Does::Encloses).then(|| InlineCode {
            kind: CodeKind::Closing,
            attributes: Vec::new(),
            original: originals.of(given.data_of_end.as_deref()),
            ..code.clone()
        });
        variant.codes.push(code);
        Ok(end)
    }

    /// The markup inside the present element, which is then closed.
    pub(super) fn original(&mut self) -> Result<String, Trouble> {
        let depth = self.markup.xml.depth();
        let mut original = String::new();
        loop {
            self.markup.advance()?;
            if self.markup.xml.depth() < depth {
                return Ok(original);
            }
            let raw = self.markup.xml.raw();
            let bare = match (self.prefix.as_str(), self.local()) {
                ("", _) | (_, None) => Cow::Borrowed(raw),
                (prefix, Some(_)) => Cow::Owned(raw.replacen(prefix, "", 1)),
            };
            original.push_str(&bare);
        }
    }

    /// Takes in the character that `cp` names.
    fn code_point(&mut self) {
        let hex = self
            .markup
            .xml
            .attributes()
            .find(|(name, _)| *name == "hex");
        let hex = hex.map(|(_, value)| value.into_owned()).unwrap_or_default();
        let number = u32::from_str_radix(hex.trim(), 16).ok();
        if let Some(c) = number.and_then(char::from_u32) {
            self.markup.scratch.push(c);
        } else {
            let message = format!("`cp` names no character: `{hex}`");
            self.markup
                .report("unknown-character", Severity::Warning, message);
        }
    }
}

/// The attributes of an inline element, sorted by what they are for.
#[derive(Default)]
struct Given {
    id: Option<String>,
    reference: Option<String>,
    is_isolated: bool,
    position: Option<String>,
    data: Option<String>,
    data_of_end: Option<String>,
    kept: Attributes,
}

impl Given {
    fn of<'x>(
        attributes: impl Iterator<Item = (&'x str, Cow<'x, str>)>,
        element: &InlineElement,
    ) -> Self {
        let mut given = Self::default();
        for (name, value) in attributes {
            let value = value.into_owned();
            match name {
                "dataRef" | "dataRefStart" => given.data = Some(value),
                "dataRefEnd" => given.data_of_end = Some(value),
                "isolated" => given.is_isolated = value == "yes",
                "pos" if element.does == Does::Isolated => given.position = Some(value),
                _ if Some(name) == element.reference => given.reference = Some(value),
                _ => {
                    if name == element.id {
                        given.id = Some(value.clone());
                    }
                    given.kept.push((name.to_owned(), value));
                }
            }
        }
        given
    }

    fn kind(&self, element: &InlineElement) -> CodeKind {
        match element.does {
            Does::Stands => CodeKind::Standalone,
            Does::Encloses => CodeKind::Opening,
            Does::Opens if self.is_isolated => CodeKind::IsolatedOpening,
            Does::Opens => CodeKind::Opening,
            Does::Closes if self.is_isolated => CodeKind::IsolatedClosing,
            Does::Closes => CodeKind::Closing,
            Does::Isolated => match self.position.as_deref() {
                Some("close") => CodeKind::IsolatedClosing,
                _ => CodeKind::IsolatedOpening,
            },
        }
    }

    fn pair(&self, element: &InlineElement) -> Option<String> {
        if element.does == Does::Stands {
            return None;
        }
        self.reference.clone().or_else(|| self.id.clone())
    }
}
