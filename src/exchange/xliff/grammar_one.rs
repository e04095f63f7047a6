//! The elements of XLIFF 1.2: what may stand in them, and their attributes.

use super::state::is_qualifier;
use crate::exchange::validation::Number::{Any, AtMostOne, One, OneOrMore};
use crate::exchange::validation::{
    Child, Element, Grammar, Is, Values, child, element, is_language_tag, texts,
};

/// XLIFF 1, by the transitional schema of 1.2.
pub(super) static GRAMMAR: Grammar = Grammar {
    title: "XLIFF 1.2",
    namespaces: &[
        "urn:oasis:names:tc:xliff:document:1.2",
        "urn:oasis:names:tc:xliff:document:1.1",
    ],
    elements: &[ELEMENTS],
    values: VALUES,
};

/// What may stand in a text.
const INLINE: &[Child] = &[
    child("g", 0, Any),
    child("x", 0, Any),
    child("bx", 0, Any),
    child("ex", 0, Any),
    child("bpt", 0, Any),
    child("ept", 0, Any),
    child("ph", 0, Any),
    child("it", 0, Any),
    child("mrk", 0, Any),
];

const SUB: &[Child] = &[child("sub", 0, Any)];

const FOREIGN: Child = child("*", 9, Any);

const TEXT: &[&str] = &["ts", "xml:lang", "*"];

const UNIT: &[&str] = &[
    "approved",
    "charclass",
    "coord",
    "css-style",
    "datatype",
    "exstyle",
    "extradata",
    "extype",
    "font",
    "help-id",
    "maxbytes",
    "maxheight",
    "maxwidth",
    "menu",
    "menu-name",
    "menu-option",
    "merged-trans",
    "minbytes",
    "minheight",
    "minwidth",
    "phase-name",
    "reformat",
    "resname",
    "restype",
    "size-unit",
    "style",
    "translate",
    "ts",
    "xml:space",
    "*",
];

const GROUP: &[&str] = &[
    "charclass",
    "coord",
    "css-style",
    "datatype",
    "exstyle",
    "extradata",
    "extype",
    "font",
    "help-id",
    "id",
    "maxbytes",
    "maxheight",
    "maxwidth",
    "menu",
    "menu-name",
    "menu-option",
    "merged-trans",
    "minbytes",
    "minheight",
    "minwidth",
    "reformat",
    "resname",
    "restype",
    "size-unit",
    "style",
    "translate",
    "ts",
    "xml:space",
    "*",
];

const CODE: &[&str] = &[
    "assoc",
    "clone",
    "crc",
    "ctype",
    "equiv-text",
    "rid",
    "ts",
    "xid",
    "*",
];

const ELEMENTS: &[Element] = &[
    element(
        "xliff",
        &["version"],
        &["xml:lang", "*"],
        &[child("file", 0, OneOrMore), FOREIGN],
    ),
    element(
        "file",
        &["original", "source-language", "datatype"],
        &[
            "build-num",
            "category",
            "date",
            "product-name",
            "product-version",
            "target-language",
            "tool",
            "tool-id",
            "ts",
            "xml:space",
            "*",
        ],
        &[
            child("header", 0, AtMostOne),
            child("body", 1, One),
            FOREIGN,
        ],
    ),
    element(
        "header",
        &[],
        &["*"],
        &[
            child("skl", 0, AtMostOne),
            child("phase-group", 1, AtMostOne),
            child("glossary", 2, Any),
            child("reference", 2, Any),
            child("count-group", 2, Any),
            child("prop-group", 2, Any),
            child("note", 2, Any),
            child("tool", 2, Any),
            FOREIGN,
        ],
    ),
    texts("skl", &[], &["*"], RESOURCE),
    texts("glossary", &[], &["*"], RESOURCE),
    texts("reference", &[], &["*"], RESOURCE),
    texts("internal-file", &[], &["form", "crc", "*"], &[FOREIGN]),
    element("external-file", &["href"], &["uid", "crc", "*"], &[]),
    element("phase-group", &[], &[], &[child("phase", 0, OneOrMore)]),
    element(
        "phase",
        &["phase-name", "process-name"],
        &[
            "company-name",
            "contact-email",
            "contact-name",
            "contact-phone",
            "date",
            "job-id",
            "tool",
            "tool-id",
        ],
        &[child("note", 0, Any)],
    ),
    texts(
        "tool",
        &["tool-id", "tool-name"],
        &["tool-version", "tool-company", "*"],
        &[FOREIGN],
    ),
    element("count-group", &["name"], &[], &[child("count", 0, Any)]),
    texts("count", &[], &["count-type", "phase-name", "unit"], &[]),
    element(
        "context-group",
        &[],
        &["crc", "name", "purpose"],
        &[child("context", 0, OneOrMore)],
    ),
    texts(
        "context",
        &["context-type"],
        &["match-mandatory", "crc"],
        &[],
    ),
    element("prop-group", &[], &["name"], &[child("prop", 0, OneOrMore)]),
    texts("prop", &["prop-type"], &["xml:lang"], &[]),
    texts(
        "note",
        &[],
        &["annotates", "from", "priority", "xml:lang"],
        &[],
    ),
    element(
        "body",
        &[],
        &[],
        &[
            child("group", 0, Any),
            child("trans-unit", 0, Any),
            child("bin-unit", 0, Any),
        ],
    ),
    element(
        "group",
        &[],
        GROUP,
        &[
            child("context-group", 0, Any),
            child("count-group", 0, Any),
            child("prop-group", 0, Any),
            child("note", 0, Any),
            child("*", 0, Any),
            child("group", 1, Any),
            child("trans-unit", 1, Any),
            child("bin-unit", 1, Any),
        ],
    ),
    element(
        "trans-unit",
        &["id"],
        UNIT,
        &[
            child("source", 0, One),
            child("seg-source", 1, AtMostOne),
            child("target", 2, AtMostOne),
            child("context-group", 3, Any),
            child("count-group", 3, Any),
            child("prop-group", 3, Any),
            child("note", 3, Any),
            child("alt-trans", 3, Any),
            FOREIGN,
        ],
    ),
    texts("source", &[], TEXT, INLINE),
    texts("seg-source", &[], TEXT, INLINE),
    texts(
        "target",
        &[],
        &[
            "coord",
            "css-style",
            "equiv-trans",
            "exstyle",
            "font",
            "phase-name",
            "resname",
            "restype",
            "state",
            "state-qualifier",
            "style",
            "ts",
            "xml:lang",
            "*",
        ],
        INLINE,
    ),
    element(
        "alt-trans",
        &[],
        &[
            "alttranstype",
            "coord",
            "crc",
            "css-style",
            "datatype",
            "exstyle",
            "extradata",
            "extype",
            "font",
            "help-id",
            "match-quality",
            "menu",
            "menu-name",
            "menu-option",
            "mid",
            "origin",
            "phase-name",
            "resname",
            "restype",
            "style",
            "tool",
            "tool-id",
            "ts",
            "xml:lang",
            "xml:space",
            "*",
        ],
        &[
            child("source", 0, AtMostOne),
            child("seg-source", 1, AtMostOne),
            child("target", 2, OneOrMore),
            child("context-group", 3, Any),
            child("prop-group", 3, Any),
            child("note", 3, Any),
            FOREIGN,
        ],
    ),
    texts(
        "bin-unit",
        &["id", "mime-type"],
        UNIT,
        &[
            child("*", 0, Any),
            child("bin-source", 0, One),
            child("bin-target", 0, AtMostOne),
        ],
    ),
    texts("bin-source", &[], TEXT, RESOURCE),
    texts("bin-target", &[], &["mime-type", "state", "*"], RESOURCE),
    texts("g", &["id"], CODE, INLINE),
    element("x", &["id"], CODE, &[]),
    element("bx", &["id"], CODE, &[]),
    element("ex", &["id"], CODE, &[]),
    texts("bpt", &["id"], CODE, SUB),
    texts("ept", &["id"], CODE, SUB),
    texts("ph", &["id"], CODE, SUB),
    texts("it", &["id", "pos"], CODE, SUB),
    texts("mrk", &["mtype"], &["comment", "mid", "ts", "*"], INLINE),
    texts("sub", &[], &["ctype", "datatype", "xid"], INLINE),
];

const RESOURCE: &[Child] = &[
    child("internal-file", 0, AtMostOne),
    child("external-file", 0, AtMostOne),
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

/// The states of 1.2; others begin with `x-`.
const STATES: [&str; 10] = [
    "final",
    "needs-adaptation",
    "needs-l10n",
    "needs-review-adaptation",
    "needs-review-l10n",
    "needs-review-translation",
    "needs-translation",
    "new",
    "signed-off",
    "translated",
];

const VALUES: &[Values] = &[
    values("version", Is::OneOf(&["1.0", "1.1", "1.2"])),
    values("source-language", LANGUAGE),
    values("target-language", LANGUAGE),
    values("xml:lang", LANGUAGE),
    values("xml:space", Is::OneOf(&["default", "preserve"])),
    values("approved", YES_NO),
    values("translate", YES_NO),
    values("clone", YES_NO),
    values("equiv-trans", YES_NO),
    values("merged-trans", YES_NO),
    values("pos", Is::OneOf(&["open", "close"])),
    values("assoc", Is::OneOf(&["preceding", "following", "both"])),
    values("annotates", Is::OneOf(&["source", "target", "general"])),
    values("priority", Is::Such(is_priority, "a number from 1 to 10")),
    values(
        "state",
        Is::Such(is_state, "a state of XLIFF 1.2, or begin with `x-`"),
    ),
    values(
        "state-qualifier",
        Is::Such(is_qualifier, "a qualifier of XLIFF 1.2, or begin with `x-`"),
    ),
];

fn is_priority(value: &str) -> bool {
    matches!(value.parse(), Ok(1..=10))
}

fn is_state(value: &str) -> bool {
    STATES.contains(&value) || value.strip_prefix("x-").is_some_and(|own| !own.is_empty())
}
