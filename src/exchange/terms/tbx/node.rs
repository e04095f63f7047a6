//! One entry of a file as a tree of its elements.

use crate::exchange::ReadError;
use crate::exchange::xml::{Kind, Parser};
use crate::model::{Attributes, Place};

/// How many elements one entry may have.
const MAX_ELEMENTS: usize = 100_000;

/// An element with all that is in it.
pub(super) struct Node {
    /// Its name without the prefix of a namespace.
    pub(super) name: String,
    /// Its attributes.
    pub(super) attributes: Attributes,
    /// The elements in it.
    pub(super) children: Vec<Node>,
    /// All text in it, also that of elements in it, without the white space around its lines.
    pub(super) text: String,
    /// Where its tag stands.
    pub(super) place: Place,
}

impl Node {
    /// Reads the element whose start is the present token; `None` when it has too many elements.
    pub(super) fn read(xml: &mut Parser<'_>) -> Result<Option<Self>, ReadError> {
        let depth = xml.depth();
        let mut open = vec![Self::begin(xml)];
        let mut elements = 1;
        loop {
            match xml.advance()? {
                Kind::Start => {
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        xml.skip_to(depth - 1)?;
                        return Ok(None);
                    }
                    open.push(Self::begin(xml));
                }
                Kind::Text | Kind::Cdata => {
                    if let Some(node) = open.last_mut() {
                        xml.text_into(&mut node.text);
                    }
                }
                Kind::End => {
                    let Some(mut node) = open.pop() else {
                        return Ok(None);
                    };
                    node.text = squeezed(&node.text);
                    match open.last_mut() {
                        Some(parent) => {
                            parent.text.push_str(&node.text);
                            parent.children.push(node);
                        }
                        None => return Ok(Some(node)),
                    }
                }
                Kind::EndOfFile => return Ok(None),
                Kind::Comment | Kind::Instruction | Kind::Doctype => {}
            }
        }
    }

    fn begin(xml: &mut Parser<'_>) -> Self {
        let attributes = xml.attributes();
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.into_owned()));
        let attributes = attributes.collect();
        Self {
            name: local(xml.inner()).to_owned(),
            attributes,
            children: Vec::new(),
            text: String::new(),
            place: xml.place(),
        }
    }

    /// An attribute, by its name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A name without the prefix of its namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text without the white space by which its lines are set in.
fn squeezed(text: &str) -> String {
    let lines = text.trim().lines().map(str::trim);
    lines.collect::<Vec<_>>().join("\n")
}
