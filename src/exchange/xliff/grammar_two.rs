//! The elements of the core of XLIFF 2.0 to 2.2: what may stand in them, and their attributes.

use super::types::{
    are_name_tokens, is_annotation, is_hex, is_language, is_language_or_none, is_positive,
    is_prefixed, is_priority,
};
use crate::exchange::validation::Number::{Any, AtMostOne, One, OneOrMore, SomeOfThese};
use crate::exchange::validation::{
    Child, Element, FOREIGN, Grammar, Is, Values, child, element, texts,
};
use crate::exchange::xml::is_name_token;

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

/// Elements of other namespaces, before all others.
const OTHERS: Child = child(FOREIGN, 0, Any);

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
    FOREIGN,
];

const ANNOTATION: &[&str] = &["ref", "translate", "type", "value", FOREIGN];

const ELEMENTS: &[Element] = &[
    element(
        "xliff",
        &["version", "srcLang"],
        &["trgLang", "xml:space", FOREIGN],
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
            FOREIGN,
        ],
        &[
            child("skeleton", 0, AtMostOne),
            child(FOREIGN, 1, Any),
            child("notes", 2, AtMostOne),
            child("unit", 3, SomeOfThese),
            child("group", 3, SomeOfThese),
        ],
    ),
    texts("skeleton", &[], &["href"], &[OTHERS]),
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
            FOREIGN,
        ],
        &[
            OTHERS,
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
            FOREIGN,
        ],
        &[
            OTHERS,
            child("notes", 1, AtMostOne),
            child("originalData", 2, AtMostOne),
            child("segment", 3, SomeOfThese),
            child("ignorable", 3, SomeOfThese),
        ],
    ),
    element(
        "segment",
        &[],
        &["canResegment", "id", "state", "subState"],
        PIECE,
    ),
    element("ignorable", &[], &["id"], PIECE),
    texts("source", &[], &["xml:lang", "xml:space"], INLINE),
    texts("target", &[], &["order", "xml:lang", "xml:space"], INLINE),
    element("notes", &[], &[], &[child("note", 0, OneOrMore)]),
    texts(
        "note",
        &[],
        &["appliesTo", "category", "id", "priority", FOREIGN],
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
            FOREIGN,
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
            FOREIGN,
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
const LANGUAGE: Is = Is::Such(is_language, "a language tag");
const TOKEN: Is = Is::Such(
    is_name_token,
    "a name token: letters, digits, `-`, `.`, `_` and `:`",
);
const TOKENS: Is = Is::Such(are_name_tokens, "name tokens, parted by spaces");
const DIRECTION: Is = Is::OneOf(&["ltr", "rtl", "auto"]);
const PREFIXED: Is = Is::Such(is_prefixed, "a prefix, a colon and a word");

const fn of(elements: &'static [&'static str], attribute: &'static str, is: Is) -> Values {
    Values {
        of: elements,
        attribute,
        is,
    }
}

const VALUES: &[Values] = &[
    values("version", Is::OneOf(&["2.0", "2.1", "2.2"])),
    values("srcLang", LANGUAGE),
    values("trgLang", LANGUAGE),
    values("xml:lang", Is::Such(is_language_or_none, "a language tag")),
    of(&["data"], "xml:space", Is::Word("preserve")),
    values("xml:space", Is::Word("default preserve")),
    values("id", TOKEN),
    values("startRef", TOKEN),
    values("copyOf", TOKEN),
    values("dataRef", TOKEN),
    values("dataRefStart", TOKEN),
    values("dataRefEnd", TOKEN),
    values("subFlows", TOKENS),
    values("subFlowsStart", TOKENS),
    values("subFlowsEnd", TOKENS),
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
    values("subType", PREFIXED),
    values("appliesTo", Is::OneOf(&["source", "target"])),
    values("priority", Is::Such(is_priority, "a number from 1 to 10")),
    values("order", Is::Such(is_positive, "a number from 1 on")),
    values(
        "hex",
        Is::Such(is_hex, "hexadecimal digits, an even number of them"),
    ),
    of(
        &["mrk", "sm"],
        "type",
        Is::Such(
            is_annotation,
            "`generic`, `comment`, `term`, or a prefix, a colon and a word",
        ),
    ),
    of(
        &["ph", "pc", "sc", "ec"],
        "type",
        Is::OneOf(&["fmt", "ui", "quote", "link", "image", "other"]),
    ),
    of(&["unit", "group"], "type", PREFIXED),
];
