//! The elements of TMX 1.4: what may stand in them, in which order, and their attributes.

use super::dtd::{self, SEGTYPES};
use crate::exchange::validation::Number::{Any, One, OneOrMore};
use crate::exchange::validation::{Child, Element, Grammar, Is, Values, child, element, texts};

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
    element(
        "tmx",
        &["version"],
        &[],
        &[child("header", 0, One), child("body", 1, One)],
    ),
    element(
        "header",
        HEADER,
        HEADER_OPTIONAL,
        &[NOTE, PROP, child("ude", 0, Any)],
    ),
    element("body", &[], &[], &[child("tu", 0, Any)]),
    element(
        "tu",
        &[],
        dtd::TU,
        &[NOTE, PROP, child("tuv", 1, OneOrMore)],
    ),
    element(
        "tuv",
        &["xml:lang"],
        dtd::TUV,
        &[NOTE, PROP, child("seg", 1, One)],
    ),
    texts("seg", &[], &[], CODES),
    texts("note", &[], &["o-encoding", "xml:lang"], &[]),
    texts("prop", &["type"], &["o-encoding", "xml:lang"], &[]),
    texts("bpt", &["i"], &["x", "type"], SUB),
    texts("ept", &["i"], &[], SUB),
    texts("it", &["pos"], &["x", "type"], SUB),
    texts("ph", &[], &["x", "assoc", "type"], SUB),
    texts("ut", &[], &["x"], SUB),
    texts("hi", &[], &["x", "type"], CODES),
    texts("sub", &[], &["datatype", "type"], CODES),
    element("ude", &["name"], &["base"], &[child("map", 0, OneOrMore)]),
    element("map", &["unicode"], &["code", "ent", "subst"], &[]),
];

/// The attributes of a header: those that each has, then those that it may have.
pub(super) const HEADER_ATTRIBUTES: &[&str] = &[
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
    "o-encoding",
    "creationdate",
    "creationid",
    "changedate",
    "changeid",
];

/// The attributes that every header has.
pub(super) const HEADER: &[&str] = HEADER_ATTRIBUTES.split_at(7).0;

/// The attributes that a header may have too.
const HEADER_OPTIONAL: &[&str] = HEADER_ATTRIBUTES.split_at(7).1;

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
