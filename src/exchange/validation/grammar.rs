//! What a schema says of a format's elements: what may stand in them, in which order, and their attributes.

use crate::text::Language;

/// What stands for the attributes or elements of other namespaces.
pub(in crate::exchange) const FOREIGN: &str = "*";

/// What stands for whatever attributes or elements: nothing is held against them, or against what is in them.
pub(in crate::exchange) const ANYTHING: &str = "**";

/// The elements of one version of a format.
#[derive(Debug)]
pub(in crate::exchange) struct Grammar {
    /// What messages call it: `TMX 1.4`.
    pub(in crate::exchange) title: &'static str,
    /// The namespaces of its elements; none where it has no namespace.
    pub(in crate::exchange) namespaces: &'static [&'static str],
    /// Its elements, in groups that versions share.
    pub(in crate::exchange) elements: &'static [&'static [Element]],
    /// The values that attributes can have, where not every value will do.
    pub(in crate::exchange) values: &'static [Values],
}

/// What a schema says of one element.
#[derive(Debug)]
pub(in crate::exchange) struct Element {
    pub(in crate::exchange) name: &'static str,
    pub(in crate::exchange) required: &'static [&'static str],
    /// Those that it may have; [`FOREIGN`] and [`ANYTHING`] stand for others.
    pub(in crate::exchange) optional: &'static [&'static str],
    /// The elements that may stand in it; [`FOREIGN`] and [`ANYTHING`] stand for others.
    pub(in crate::exchange) children: &'static [Child],
    /// Whether text may stand in it.
    pub(in crate::exchange) text: bool,
}

/// An element that may stand in another.
#[derive(Debug)]
pub(in crate::exchange) struct Child {
    pub(in crate::exchange) name: &'static str,
    /// Children of a higher place stand behind those of a lower one.
    pub(in crate::exchange) place: u8,
    pub(in crate::exchange) number: Number,
}

/// How many of a child there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Number {
    Any,
    AtMostOne,
    One,
    OneOrMore,
    /// One of all children with this number.
    OneOfThese,
    /// Any number of all children with this number, and one at least.
    SomeOfThese,
}

/// The values that an attribute can have.
#[derive(Debug)]
pub(in crate::exchange) struct Values {
    /// The elements whose attribute it is; none for every element.
    pub(in crate::exchange) of: &'static [&'static str],
    pub(in crate::exchange) attribute: &'static str,
    pub(in crate::exchange) is: Is,
}

/// What a value is.
#[derive(Debug)]
pub(in crate::exchange) enum Is {
    /// One of these.
    OneOf(&'static [&'static str]),
    /// One of these words, parted by spaces; white space around it counts for nothing.
    Word(&'static str),
    /// One of these words, or one of somebody's own behind `x-`.
    OwnOr(&'static str),
    /// Whatever passes, and what to call that: `a language tag`.
    Such(fn(&str) -> bool, &'static str),
}

pub(in crate::exchange) const fn child(name: &'static str, place: u8, number: Number) -> Child {
    Child {
        name,
        place,
        number,
    }
}

/// An element without text: its name, the attributes that it must and those that it may have, and its children.
pub(in crate::exchange) const fn element(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [Child],
) -> Element {
    Element {
        name,
        required,
        optional,
        children,
        text: false,
    }
}

/// An element in which text may stand.
pub(in crate::exchange) const fn texts(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [Child],
) -> Element {
    Element {
        text: true,
        ..element(name, required, optional, children)
    }
}

impl Grammar {
    /// The element of that name.
    pub(in crate::exchange) fn element(&self, name: &str) -> Option<&'static Element> {
        let mut elements = self.elements.iter().copied().flatten();
        elements.find(|element| element.name == name)
    }

    fn values_of(&self, element: &str, attribute: &str) -> Option<&'static Is> {
        let is_about = |values: &&Values| {
            values.attribute == attribute && (values.of.is_empty() || values.of.contains(&element))
        };
        self.values.iter().find(is_about).map(|values| &values.is)
    }

    /// Whether an element of the format may stand right inside another with such attributes, as far as they are known.
    pub(in crate::exchange) fn takes(
        &self,
        around: &Element,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> bool {
        let Some(element) = self.element(name).filter(|_| around.child(name).is_some()) else {
            return false;
        };
        let is_given = |wanted: &&str| attributes.iter().any(|(name, _)| name == wanted);
        element.required.iter().all(is_given)
            && attributes
                .iter()
                .all(|(own, value)| element.has_attribute(own) && self.is_value(name, own, value))
    }

    /// Whether an attribute of an element can have that value.
    pub(in crate::exchange) fn is_value(
        &self,
        element: &str,
        attribute: &str,
        value: &str,
    ) -> bool {
        self.wanted(element, attribute, value).is_none()
    }

    /// What a value of an attribute must be and is not; `None` when nothing is wrong with it.
    pub(super) fn wanted(&self, element: &str, attribute: &str, value: &str) -> Option<String> {
        match self.values_of(element, attribute)? {
            Is::OneOf(values) if values.contains(&value) => None,
            Is::OneOf(values) => Some(format!("it can be `{}`", values.join("`, `"))),
            Is::Word(words) | Is::OwnOr(words) if has_word(words, value) => None,
            Is::Word(words) => Some(format!("it can be {}", listed(words))),
            Is::OwnOr(_) if is_own_word(value) => None,
            Is::OwnOr(words) => Some(format!("it can be {}, or begin with `x-`", listed(words))),
            Is::Such(passes, _) if passes(value) => None,
            Is::Such(_, what) => Some(format!("it must be {what}")),
        }
    }

    /// The value that was meant, where a value cannot stand and no guess is needed: other case or white space around it,
    /// an underscore for a hyphen.
    pub(super) fn meant(&self, element: &str, attribute: &str, value: &str) -> Option<String> {
        self.wanted(element, attribute, value)?;
        match self.values_of(element, attribute)? {
            Is::OneOf(values) => {
                let is_meant = |own: &&&str| own.eq_ignore_ascii_case(value.trim());
                values.iter().find(is_meant).map(|own| (*own).to_owned())
            }
            Is::Word(words) | Is::OwnOr(words) => {
                let mut words = words.split(' ');
                let meant = words.find(|own| own.eq_ignore_ascii_case(value.trim()));
                meant.map(str::to_owned)
            }
            Is::Such(passes, _) => {
                let trimmed = value.trim();
                let hyphened = trimmed.replace('_', "-");
                let mut candidates = [trimmed, &hyphened].into_iter();
                candidates.find(|better| passes(better)).map(str::to_owned)
            }
        }
    }
}

impl Element {
    /// Whether it may have this attribute.
    pub(in crate::exchange) fn has_attribute(&self, name: &str) -> bool {
        let is_foreign = name.contains(':');
        self.required.contains(&name)
            || self.optional.contains(&name)
            || (is_foreign && self.optional.contains(&FOREIGN))
            || self.optional.contains(&ANYTHING)
    }

    /// The child of that name.
    pub(super) fn child(&self, name: &str) -> Option<(usize, &'static Child)> {
        let mut children = self.children.iter().enumerate();
        children.find(|(_, child)| child.name == name)
    }
}

/// Whether a value is one of some words, parted by spaces.
pub(in crate::exchange) fn has_word(words: &str, value: &str) -> bool {
    words.split(' ').any(|own| own == value.trim())
}

/// Whether a value is a word of somebody's own.
pub(in crate::exchange) fn is_own_word(value: &str) -> bool {
    let own = value.strip_prefix("x-");
    own.is_some_and(|own| !own.is_empty() && !own.contains(char::is_whitespace))
}

/// Some words as a message names them: all of a few, the first of many.
fn listed(words: &str) -> String {
    const MOST: usize = 12;
    let named: Vec<&str> = words.split(' ').take(MOST).collect();
    let more = if words.split(' ').nth(MOST).is_some() {
        " and others"
    } else {
        ""
    };
    format!("`{}`{more}", named.join("`, `"))
}

/// Whether a value is a language tag, with hyphens.
pub(in crate::exchange) fn is_language_tag(value: &str) -> bool {
    !value.contains('_') && Language::parse(value).is_ok()
}
