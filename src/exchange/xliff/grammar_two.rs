//! The elements of the core of XLIFF 2.0 to 2.2: what may stand in them, and their attributes.

use super::code::is_token;
use super::state::is_sub_state;
use crate::exchange::validation::Number::{Any, AtMostOne, One, OneOrMore};
use crate::exchange::validation::{
    Child, Element, Grammar, Is, Values, child, element, is_language_tag, texts,
};

/// XLIFF 2.
pub(super) static GRAMMAR: Grammar = Grammar {
    title: "XLIFF 2",
    namespaces: &[
        "urn:oasis:names:tc:xliff:document:2.0",
        "urn:oasis:names:tc:xliff:document:2.2",
    ],
    elements: &[ELEMENTS],
    values: VALUES,
};

const FOREIGN: Child = child("*", 0, Any);

/// What may stand in a text.
const INLINE: &[Child] = &[
    child("cp", 0, Any),
    child("ph", 0, Any),
    child("pc", 0, Any),
    child("sc", 0, Any),
    child("ec", 0, Any),
    child("mrk", 0, Any),
    child("sm", 0, Any),
    child("em", 0, Any),
];

const PIECE: &[Child] = &[child("source", 0, One), child("target", 1, AtMostOne)];

const SPAN: &[&str] = &[
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dataRef",
    "dir",
    "disp",
    "equiv",
    "id",
    "isolated",
    "startRef",
    "subFlows",
    "subType",
    "type",
    "*",
];

const ANNOTATION: &[&str] = &["ref", "translate", "type", "value", "*"];

const ELEMENTS: &[Element] = &[
    element(
        "xliff",
        &["version", "srcLang"],
        &["trgLang", "xml:space", "*"],
        &[child("file", 0, OneOrMore)],
    ),
    element(
        "file",
        &["id"],
        &[
            "canResegment",
            "original",
            "srcDir",
            "translate",
            "trgDir",
            "xml:space",
            "*",
        ],
        &[
            child("skeleton", 0, AtMostOne),
            child("*", 1, Any),
            child("notes", 2, AtMostOne),
            child("unit", 3, Any),
            child("group", 3, Any),
        ],
    ),
    texts("skeleton", &[], &["href"], &[FOREIGN]),
    element(
        "group",
        &["id"],
        &[
            "canResegment",
            "name",
            "srcDir",
            "translate",
            "trgDir",
            "type",
            "xml:space",
            "*",
        ],
        &[
            FOREIGN,
            child("notes", 1, AtMostOne),
            child("unit", 2, Any),
            child("group", 2, Any),
        ],
    ),
    element(
        "unit",
        &["id"],
        &[
            "canResegment",
            "name",
            "srcDir",
            "translate",
            "trgDir",
            "type",
            "xml:space",
            "*",
        ],
        &[
            FOREIGN,
            child("notes", 1, AtMostOne),
            child("originalData", 2, AtMostOne),
            child("segment", 3, OneOrMore),
            child("ignorable", 3, Any),
        ],
    ),
    element(
        "segment",
        &[],
        &["canResegment", "id", "state", "subState", "*"],
        PIECE,
    ),
    element("ignorable", &[], &["id", "*"], PIECE),
    texts("source", &[], &["xml:lang", "xml:space", "*"], INLINE),
    texts(
        "target",
        &[],
        &["order", "xml:lang", "xml:space", "*"],
        INLINE,
    ),
    element("notes", &[], &[], &[child("note", 0, OneOrMore)]),
    texts(
        "note",
        &[],
        &["appliesTo", "category", "id", "priority", "*"],
        &[],
    ),
    element("originalData", &[], &[], &[child("data", 0, OneOrMore)]),
    texts(
        "data",
        &["id"],
        &["dir", "xml:space"],
        &[child("cp", 0, Any)],
    ),
    element("cp", &["hex"], &[], &[]),
    element(
        "ph",
        &["id"],
        &[
            "canCopy",
            "canDelete",
            "canReorder",
            "copyOf",
            "dataRef",
            "disp",
            "equiv",
            "subFlows",
            "subType",
            "type",
            "*",
        ],
        &[],
    ),
    texts(
        "pc",
        &["id"],
        &[
            "canCopy",
            "canDelete",
            "canOverlap",
            "canReorder",
            "copyOf",
            "dataRefEnd",
            "dataRefStart",
            "dir",
            "dispEnd",
            "dispStart",
            "equivEnd",
            "equivStart",
            "subFlowsEnd",
            "subFlowsStart",
            "subType",
            "type",
            "*",
        ],
        INLINE,
    ),
    element("sc", &["id"], SPAN, &[]),
    element("ec", &[], SPAN, &[]),
    texts("mrk", &["id"], ANNOTATION, INLINE),
    element("sm", &["id"], ANNOTATION, &[]),
    element("em", &["startRef"], &[], &[]),
];

const fn values(attribute: &'static str, is: Is) -> Values {
    Values {
        of: &[],
        attribute,
        is,
    }
}

const YES_NO: Is = Is::OneOf(&["yes", "no"]);
const LANGUAGE: Is = Is::Such(is_language_tag, "a language tag");
const TOKEN: Is = Is::Such(is_token, "letters, digits, `-`, `.`, `_` and `:` alone");
const DIRECTION: Is = Is::OneOf(&["ltr", "rtl", "auto"]);
const PREFIXED: Is = Is::Such(is_sub_state, "a prefix, a colon and a word");
const SPACE: Is = Is::OneOf(&["default", "preserve"]);

const VALUES: &[Values] = &[
    values("version", Is::OneOf(&["2.0", "2.1", "2.2"])),
    values("srcLang", LANGUAGE),
    values("trgLang", LANGUAGE),
    values("xml:lang", LANGUAGE),
    values("xml:space", SPACE),
    values("id", TOKEN),
    values("translate", YES_NO),
    values("canResegment", YES_NO),
    values("canCopy", YES_NO),
    values("canDelete", YES_NO),
    values("canOverlap", YES_NO),
    values("canReorder", Is::OneOf(&["yes", "no", "firstNo"])),
    values("isolated", YES_NO),
    values("dir", DIRECTION),
    values("srcDir", DIRECTION),
    values("trgDir", DIRECTION),
    values(
        "state",
        Is::OneOf(&["initial", "translated", "reviewed", "final"]),
    ),
    values("subState", PREFIXED),
    values("subType", PREFIXED),
    values("appliesTo", Is::OneOf(&["source", "target"])),
    values("priority", Is::Such(is_priority, "a number from 1 to 10")),
    values("order", Is::Such(is_order, "a number from 1 on")),
    values(
        "hex",
        Is::Such(is_hex, "a code point in hexadecimal digits"),
    ),
    Values {
        of: &["mrk", "sm"],
        attribute: "type",
        is: Is::Such(
            is_annotation_type,
            "`generic`, `comment`, `term`, or a prefix, a colon and a word",
        ),
    },
    Values {
        of: &["ph", "pc", "sc", "ec"],
        attribute: "type",
        is: Is::OneOf(&["fmt", "ui", "quote", "link", "image", "other"]),
    },
    Values {
        of: &["unit", "group"],
        attribute: "type",
        is: PREFIXED,
    },
];

fn is_priority(value: &str) -> bool {
    matches!(value.parse(), Ok(1..=10))
}

fn is_order(value: &str) -> bool {
    value.parse::<u32>().is_ok_and(|order| order > 0)
}

fn is_hex(value: &str) -> bool {
    let is_digits = value.len() >= 4 && value.chars().all(|c| c.is_ascii_hexdigit());
    is_digits && u32::from_str_radix(value, 16).is_ok_and(|point| point <= 0x0010_FFFF)
}

fn is_annotation_type(value: &str) -> bool {
    matches!(value, "generic" | "comment" | "term") || is_sub_state(value)
}
