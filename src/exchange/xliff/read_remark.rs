//! Reads what is said beside the texts of XLIFF: notes, original markup, contexts, metadata.

use std::borrow::Cow;

use super::meta::{Applies, CATEGORY, Group, NAMESPACE};
use super::parts::{Originals, Parts};
use super::read::Reader;
use crate::exchange::markup::Trouble;
use crate::exchange::xml::Kind;
use crate::model::{Attributes, Remark, RemarkKind};

impl Reader<'_> {
    /// Reads a `note`, and what it applies to.
    pub(super) fn note(&mut self) -> Result<(Applies, Remark), Trouble> {
        let mut applies = Applies::Unit;
        let mut attributes: Attributes = Vec::new();
        for (name, value) in self.markup.xml.attributes() {
            match (name, value.as_ref()) {
                ("appliesTo" | "annotates", "source" | "target") => {
                    applies = Applies::of(Some(&value));
                }
                ("annotates", "general") => {}
                _ => attributes.push((name.to_owned(), value.into_owned())),
            }
        }
        let text = self.plain_text()?;
        let note = Remark {
            kind: RemarkKind::Note,
            text,
            attributes,
        };
        Ok((applies, note))
    }

    /// The text inside the present element, whatever stands in it, which is then closed.
    fn plain_text(&mut self) -> Result<String, Trouble> {
        let depth = self.markup.xml.depth();
        let mut text = String::new();
        while self.markup.xml.depth() >= depth {
            if let Kind::Text | Kind::Cdata = self.markup.advance()? {
                self.markup.xml.text_into(&mut text);
            }
        }
        Ok(text)
    }

    pub(super) fn data(&mut self, originals: &mut Originals) -> Result<(), Trouble> {
        let id = self.attribute("id").unwrap_or_default();
        let markup = self.original()?;
        originals.0.insert(id, markup);
        Ok(())
    }

    /// Reads a `context` or `prop` of XLIFF 1.2 as a property.
    pub(super) fn context(&mut self, name: &str, parts: &mut Parts) -> Result<(), Trouble> {
        let category = name.trim_end_matches("-type").to_owned();
        let name = self.attribute(name).unwrap_or_default();
        let text = self.plain_text()?;
        parts.groups.push(Group {
            category,
            applies: Applies::Unit,
            entries: vec![(name, text)],
        });
        Ok(())
    }

    /// Whether the present element is `metadata` of the metadata module.
    pub(super) fn is_metadata(&self) -> bool {
        let Some((prefix, "metadata")) = self.markup.xml.inner().split_once(':') else {
            return false;
        };
        let declares = |(name, value): (&str, Cow<'_, str>)| {
            name.strip_prefix("xmlns:") == Some(prefix) && value == NAMESPACE
        };
        let at_root = |(name, value): &(String, String)| {
            name.strip_prefix("xmlns:") == Some(prefix) && value == NAMESPACE
        };
        self.markup.xml.attributes().any(declares)
            || self.markup.summary.attributes.iter().any(at_root)
    }

    /// Reads `metadata`: its groups, one for each that holds entries.
    pub(super) fn metadata(&mut self, parts: &mut Parts) -> Result<(), Trouble> {
        let depth = self.markup.xml.depth();
        let mut around: Vec<(String, Applies)> = Vec::new();
        while self.markup.xml.depth() >= depth {
            match self.markup.advance()? {
                Kind::Start => {
                    let name = self.markup.xml.inner();
                    if name.ends_with(":meta") {
                        let name = self.attribute("type").unwrap_or_default();
                        let text = self.plain_text()?;
                        let (category, applies) = around
                            .last()
                            .cloned()
                            .unwrap_or((String::new(), Applies::Unit));
                        let entry = (name, text);
                        match parts.groups.last_mut() {
                            Some(group)
                                if group.category == category && group.applies == applies =>
                            {
                                group.entries.push(entry);
                            }
                            _ => parts.groups.push(Group {
                                category,
                                applies,
                                entries: vec![entry],
                            }),
                        }
                    } else {
                        let category = self.attribute(CATEGORY).unwrap_or_default();
                        let applies = Applies::of(self.attribute("appliesTo").as_deref());
                        around.push((category, applies));
                    }
                }
                Kind::End => {
                    around.pop();
                }
                _ => {}
            }
        }
        Ok(())
    }
}
