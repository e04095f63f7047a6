//! What XLIFF has no place of its own for, in the elements of its metadata module.

use std::collections::HashMap;

use crate::model::{Attributes, CodeKind, InlineCode, Remark, RemarkKind};

/// The namespace of the module.
pub(super) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:metadata:2.0";

/// The group that holds the unit's id, where XLIFF cannot have it as it is.
pub(super) const UNIT: &str = "tarjuman:unit";

/// The group of attributes.
pub(super) const ATTRIBUTES: &str = "tarjuman:attributes";

/// The group of properties.
pub(super) const PROPERTIES: &str = "tarjuman:properties";

/// The group of what inline codes of other formats were.
pub(super) const CODES: &str = "tarjuman:codes";

/// The attribute of a property that came in a group of another program.
pub(super) const CATEGORY: &str = "category";

/// What a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Applies {
    Unit,
    Source,
    Target,
}

/// Named values.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) category: String,
    pub(super) applies: Applies,
    pub(super) entries: Vec<(String, String)>,
}

impl Applies {
    /// What `appliesTo` says.
    pub(super) fn of(value: Option<&str>) -> Self {
        match value {
            Some("source") => Self::Source,
            Some("target") => Self::Target,
            _ => Self::Unit,
        }
    }

    /// The value of `appliesTo`.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Unit => None,
            Self::Source => Some("source"),
            Self::Target => Some("target"),
        }
    }
}

/// The groups that hold attributes and properties; a property's own attributes but its category do not fit.
pub(super) fn groups_of(
    applies: Applies,
    attributes: &[&(String, String)],
    properties: &[(&str, &Remark)],
) -> Vec<Group> {
    let mut groups = Vec::new();
    if !attributes.is_empty() {
        groups.push(Group {
            category: ATTRIBUTES.to_owned(),
            applies,
            entries: attributes.iter().map(|pair| (*pair).clone()).collect(),
        });
    }
    for (name, remark) in properties {
        let category = category_of(remark).unwrap_or(PROPERTIES);
        let entry = ((*name).to_owned(), remark.text.clone());
        match groups.last_mut() {
            Some(group) if group.category == category => group.entries.push(entry),
            _ => groups.push(Group {
                category: category.to_owned(),
                applies,
                entries: vec![entry],
            }),
        }
    }
    groups
}

/// The group of another program in which a property came.
pub(super) fn category_of(remark: &Remark) -> Option<&str> {
    let mut attributes = remark.attributes.iter();
    let category = attributes.find(|(name, value)| name == CATEGORY && !is_ours(value));
    category.map(|(_, value)| value.as_str())
}

fn is_ours(category: &str) -> bool {
    [UNIT, ATTRIBUTES, PROPERTIES, CODES].contains(&category)
}

impl Group {
    /// Takes what the group says into attributes and remarks.
    pub(super) fn apply(self, attributes: &mut Attributes, remarks: &mut Vec<Remark>) {
        if self.category == ATTRIBUTES {
            return attributes.extend(self.entries);
        }
        let own = match self.category.as_str() {
            PROPERTIES => Vec::new(),
            other => vec![(CATEGORY.to_owned(), other.to_owned())],
        };
        remarks.extend(self.entries.into_iter().map(|(name, text)| Remark {
            kind: RemarkKind::Property(name),
            text,
            attributes: own.clone(),
        }));
    }
}

/// What codes were in another format, by the names under which the file has them.
#[derive(Debug, Default)]
pub(super) struct CodeMemory<'g>(HashMap<&'g str, Was<'g>>);

#[derive(Debug, Default)]
struct Was<'g> {
    element: Option<&'g str>,
    pair: Option<&'g str>,
    original: Option<&'g str>,
    attributes: Attributes,
}

impl<'g> CodeMemory<'g> {
    /// Takes in the entries of a group: `1 element`, `1 pair`, `1 @x`, `/1 original`.
    pub(super) fn take_in(&mut self, group: &'g Group) {
        for (name, value) in &group.entries {
            let Some((key, what)) = name.split_once(' ') else {
                continue;
            };
            let was = self.0.entry(key).or_default();
            match what {
                "element" => was.element = Some(value),
                "pair" => was.pair = Some(value),
                "original" => was.original = Some(value),
                _ => {
                    if let Some(name) = what.strip_prefix('@') {
                        was.attributes.push((name.to_owned(), value.clone()));
                    }
                }
            }
        }
    }

    /// Gives codes that were just read back what they were.
    pub(super) fn restore(&self, codes: &mut [InlineCode]) {
        if self.0.is_empty() {
            return;
        }
        for code in codes {
            let was = key_read(code).and_then(|key| self.0.get(key.as_str()));
            if let Some(was) = was
                && let Some(element) = was.element
            {
                element.clone_into(&mut code.element);
                code.pair = was.pair.map(str::to_owned);
                code.attributes.clone_from(&was.attributes);
                if let Some(original) = was.original {
                    original.clone_into(&mut code.original);
                }
            }
        }
    }
}

/// The name under which a code that was just read is spoken of.
fn key_read(code: &InlineCode) -> Option<String> {
    if code.kind == CodeKind::Closing {
        return code.pair.as_ref().map(|pair| format!("/{pair}"));
    }
    let mut attributes = code.attributes.iter();
    let id = attributes.find(|(name, _)| name == "id" || name == "mid");
    id.map(|(_, id)| id.clone())
}
