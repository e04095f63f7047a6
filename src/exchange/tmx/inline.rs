//! Reads `seg`: plain text, and the inline codes that stand in it.

use super::dtd::code_attributes;
use super::read::{Reader, Trouble};
use crate::exchange::xml::Kind;
use crate::model::{Attributes, CodeKind, InlineCode, Severity, Variant};

impl Reader<'_> {
    /// Reads the `seg` whose start is the present token.
    pub(super) fn segment(&mut self, variant: &mut Variant) -> Result<(), Trouble> {
        let depth = self.xml.depth();
        if self.xml.attributes().len() > 0 {
            let message = "attributes of `seg` were passed over".to_owned();
            self.report("unknown-attribute", Severity::Info, message);
        }
        // Elements that enclose text, by the numbers of their opening codes.
        let mut enclosing: Vec<usize> = Vec::new();
        self.scratch.clear();
        while self.xml.depth() >= depth {
            match self.advance()? {
                Kind::Text | Kind::Cdata => self.xml.text_into(&mut self.scratch),
                Kind::Start => {
                    let code = match self.xml.inner() {
                        "bpt" | "ept" | "ph" | "it" | "ut" => self.code()?,
                        _ => {
                            enclosing.push(variant.codes.len());
                            self.enclosing_code(variant.codes.len())
                        }
                    };
                    variant.codes.push(code);
                }
                Kind::End => {
                    if let Some(code) = enclosing.pop().and_then(|at| variant.codes.get(at)) {
                        let closing = InlineCode {
                            offset: self.scratch.len(),
                            kind: CodeKind::Closing,
                            pair: code.pair.clone(),
                            element: code.element.clone(),
                            attributes: Vec::new(),
                            original: String::new(),
                        };
                        variant.codes.push(closing);
                    }
                }
                _ => {}
            }
        }
        self.scratch.as_str().clone_into(&mut variant.text);
        Ok(())
    }

    /// Reads `bpt ept ph it ut` with its content.
    fn code(&mut self) -> Result<InlineCode, Trouble> {
        let depth = self.xml.depth();
        let element = self.xml.inner().to_owned();
        let given = self.xml.attributes();
        let mut attributes: Attributes = Vec::with_capacity(given.len());
        attributes.extend(given.map(|(name, value)| (name.to_owned(), value.into_owned())));
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value.as_str())
        };
        let (kind, pair) = match element.as_str() {
            "bpt" => (CodeKind::Opening, value("i").map(str::to_owned)),
            "ept" => (CodeKind::Closing, value("i").map(str::to_owned)),
            "it" => match value("pos") {
                Some("begin") => (CodeKind::IsolatedOpening, None),
                Some("end") => (CodeKind::IsolatedClosing, None),
                _ => (CodeKind::Standalone, None),
            },
            _ => (CodeKind::Standalone, None),
        };
        let mut original = String::new();
        loop {
            self.advance()?;
            if self.xml.depth() < depth {
                break;
            }
            original.push_str(self.xml.raw());
        }
        Ok(InlineCode {
            offset: self.scratch.len(),
            kind,
            pair,
            element,
            attributes,
            original,
        })
    }

    /// The opening code of `hi`, or of an element that TMX does not know here.
    fn enclosing_code(&mut self, number: usize) -> InlineCode {
        let element = self.xml.inner().to_owned();
        if code_attributes(&element).is_none() {
            let message = format!("`{element}` is no element of `seg`; it is kept as a code");
            self.report("unknown-element", Severity::Warning, message);
        }
        InlineCode {
            offset: self.scratch.len(),
            kind: CodeKind::Opening,
            pair: Some(format!("{element}:{}", number + 1)),
            element,
            attributes: self
                .xml
                .attributes()
                .map(|(name, value)| (name.to_owned(), value.into_owned()))
                .collect(),
            original: String::new(),
        }
    }
}
