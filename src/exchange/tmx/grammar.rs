//! The elements of TMX 1.4: what may stand in them, in which order, and their attributes.

use super::dtd::{self, SEGTYPES};
use crate::exchange::validation::Number::{Any, One, OneOrMore};
use crate::exchange::validation::{Child, Element, Grammar, Is, Values, child};

/// TMX 1.4, by its DTD.
pub(super) const GRAMMAR: Grammar = Grammar {
    title: "TMX 1.4",
    namespaces: &[],
    elements: &[ELEMENTS],
    values: &[
        Values {
            of: &["tmx"],
            attribute: "version",
            is: Is::OneOf(&["1.4"]),
        },
        Values {
            of: &["header", "tu"],
            attribute: "segtype",
            is: Is::OneOf(SEGTYPES),
        },
        Values {
            of: &["it"],
            attribute: "pos",
            is: Is::OneOf(&["begin", "end"]),
        },
    ],
};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_an_element() {
        for one in ELEMENTS {
            for child in one.children {
                let known = GRAMMAR.element(child.name);
                assert!(known.is_some(), "{} in {}", child.name, one.name);
            }
        }
    }

    #[test]
    fn codes_have_the_attributes_that_writers_give_them() {
        for name in ["bpt", "ept", "it", "ph", "hi", "ut"] {
            let known = dtd::code_attributes(name).unwrap();
            let own = GRAMMAR.element(name).unwrap();
            assert_eq!(known.len(), own.required.len() + own.optional.len());
            assert!(known.iter().all(|attribute| own.has_attribute(attribute)));
        }
    }
}
