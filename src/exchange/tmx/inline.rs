//! Reads `seg`: plain text, and the inline codes that stand in it.

use super::dtd::code_attributes;
use super::read::Reader;
use crate::exchange::markup::Trouble;
use crate::exchange::xml::Kind;
use crate::model::{Attributes, CodeKind, InlineCode, Severity, Variant};

impl Reader<'_> {
    /// Reads the `seg` whose start is the present token.
    pub(super) fn segment(&mut self, variant: &mut Variant) -> Result<(), Trouble> {
        let depth = self.markup.xml.depth();
        if self.markup.xml.attributes().len() > 0 {
            self.markup.report_unkept_attributes(&[]);
        }
        // Elements that enclose text, by the numbers of their opening codes.
        let mut enclosing: Vec<usize> = Vec::new();
        self.markup.scratch.clear();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Text | Kind::Cdata => self.markup.xml.text_into(&mut self.markup.scratch),
                Kind::Start => {
                    let code = match self.markup.xml.inner() {
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
                            offset: self.markup.scratch.len(),
                            kind: CodeKind::Closing,
                            pair: code.pair.clone(),
                            element: code.element.clone(),
                            attributes: Vec::new(),
                            original: String::new(),
                        };
                        variant.codes.push(closing);
                    }
                }
                kind => self.markup.tally_unkept(kind),
            }
        }
        self.markup.scratch.as_str().clone_into(&mut variant.text);
        Ok(())
    }

    /// Reads `bpt ept ph it ut` with its content.
    fn code(&mut self) -> Result<InlineCode, Trouble> {
        let depth = self.markup.xml.depth();
        let element = self.markup.xml.inner().to_owned();
        let given = self.markup.xml.attributes();
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
            self.markup.advance()?;
            if self.markup.xml.depth() < depth {
                break;
            }
            original.push_str(self.markup.xml.raw());
        }
        Ok(InlineCode {
            offset: self.markup.scratch.len(),
            kind,
            pair,
            element,
            attributes,
            original,
        })
    }

    /// The opening code of `hi`, or of an element that TMX does not know here.
    fn enclosing_code(&mut self, number: usize) -> InlineCode {
        let element = self.markup.xml.inner().to_owned();
        if code_attributes(&element).is_none() {
            let message = format!("`{element}` is no element of `seg`; it is kept as a code");
            self.markup
                .report("unknown-element", Severity::Warning, message);
        }
        InlineCode {
            offset: self.markup.scratch.len(),
            kind: CodeKind::Opening,
            pair: Some(format!("{element}:{}", number + 1)),
            element,
            attributes: self
                .markup
                .xml
                .attributes()
                .map(|(name, value)| (name.to_owned(), value.into_owned()))
                .collect(),
            original: String::new(),
        }
    }
}
