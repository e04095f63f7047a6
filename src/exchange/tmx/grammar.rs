//! The elements of TMX 1.4: what may stand in them, in which order, and their attributes.

use super::dtd::{self, SEGTYPES};

/// What the DTD says of one element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
    /// The elements that may stand in it.
    pub(super) children: &'static [Child],
    /// Whether text may stand in it.
    pub(super) text: bool,
}

/// An element that may stand in another.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) name: &'static str,
    /// Children of a higher place stand behind those of a lower one.
    pub(super) place: u8,
    pub(super) number: Number,
}

/// How many of a child there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Any,
    One,
    OneOrMore,
}

use Number::{Any, One, OneOrMore};

const fn child(name: &'static str, place: u8, number: Number) -> Child {
    Child {
        name,
        place,
        number,
    }
}

const NOTE: Child = child("note", 0, Any);
const PROP: Child = child("prop", 0, Any);

const CODES: &[Child] = &[
    child("bpt", 0, Any),
    child("ept", 0, Any),
    child("ph", 0, Any),
    child("it", 0, Any),
    child("hi", 0, Any),
    child("ut", 0, Any),
];

const SUB: &[Child] = &[child("sub", 0, Any)];

/// Every element of TMX 1.4.
const ELEMENTS: &[Element] = &[
    Element {
        name: "tmx",
        required: &["version"],
        optional: &[],
        children: &[child("header", 0, One), child("body", 1, One)],
        text: false,
    },
    Element {
        name: "header",
        required: HEADER,
        optional: HEADER_OPTIONAL,
        children: &[NOTE, PROP, child("ude", 0, Any)],
        text: false,
    },
    Element {
        name: "body",
        required: &[],
        optional: &[],
        children: &[child("tu", 0, Any)],
        text: false,
    },
    Element {
        name: "tu",
        required: &[],
        optional: dtd::TU,
        children: &[NOTE, PROP, child("tuv", 1, OneOrMore)],
        text: false,
    },
    Element {
        name: "tuv",
        required: &["xml:lang"],
        optional: dtd::TUV,
        children: &[NOTE, PROP, child("seg", 1, One)],
        text: false,
    },
    coded("seg", &[], &[], CODES),
    coded("note", &[], &["o-encoding", "xml:lang"], &[]),
    coded("prop", &["type"], &["o-encoding", "xml:lang"], &[]),
    coded("bpt", &["i"], &["x", "type"], SUB),
    coded("ept", &["i"], &[], SUB),
    coded("it", &["pos"], &["x", "type"], SUB),
    coded("ph", &[], &["x", "assoc", "type"], SUB),
    coded("ut", &[], &["x"], SUB),
    coded("hi", &[], &["x", "type"], CODES),
    coded("sub", &[], &["datatype", "type"], CODES),
    Element {
        name: "ude",
        required: &["name"],
        optional: &["base"],
        children: &[child("map", 0, OneOrMore)],
        text: false,
    },
    Element {
        name: "map",
        required: &["unicode"],
        optional: &["code", "ent", "subst"],
        children: &[],
        text: false,
    },
];

/// The attributes that a header may have too.
pub(super) const HEADER_OPTIONAL: &[&str] = &[
    "o-encoding",
    "creationdate",
    "creationid",
    "changedate",
    "changeid",
];

/// The attributes that every header has.
pub(super) const HEADER: &[&str] = &[
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
];

/// An element with text in it.
const fn coded(
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
        text: true,
    }
}

/// The element of that name.
pub(super) fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name == name)
}

impl Element {
    /// Whether it may have this attribute.
    pub(super) fn has_attribute(&self, name: &str) -> bool {
        self.required.contains(&name) || self.optional.contains(&name)
    }

    /// The child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&'static Child> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// The values that an attribute can have, where they are listed.
pub(super) fn listed_values(element: &str, attribute: &str) -> Option<&'static [&'static str]> {
    match (element, attribute) {
        ("tmx", "version") => Some(&["1.4"]),
        ("header" | "tu", "segtype") => Some(SEGTYPES),
        ("it", "pos") => Some(&["begin", "end"]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_an_element() {
        for one in ELEMENTS {
            for child in one.children {
                assert!(
                    element(child.name).is_some(),
                    "{} in {}",
                    child.name,
                    one.name
                );
            }
        }
    }

    #[test]
    fn codes_have_the_attributes_that_writers_give_them() {
        for name in ["bpt", "ept", "it", "ph", "hi", "ut"] {
            let known = dtd::code_attributes(name).unwrap();
            let own = element(name).unwrap();
            assert_eq!(known.len(), own.required.len() + own.optional.len());
            assert!(known.iter().all(|attribute| own.has_attribute(attribute)));
        }
    }
}
