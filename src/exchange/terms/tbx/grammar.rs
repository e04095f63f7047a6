//! The elements of both editions of TBX: what may stand in them, and their attributes.

use crate::exchange::validation::Number::{Any, AtMostOne, One, OneOrMore};
use crate::exchange::validation::{
    Child, Element, FOREIGN, Grammar, Is, Values, child, element, is_language_tag, texts,
};

/// The namespace of the edition of 2019.
pub(super) const NAMESPACE: &str = "urn:iso:std:iso:30042:ed-2";

/// ISO 30042:2008 and the MARTIF files before it.
pub(super) static SECOND: Grammar = Grammar {
    title: "TBX of 2008",
    namespaces: &[],
    elements: &[SECOND_ELEMENTS, SHARED],
    values: VALUES,
};

/// ISO 30042:2019.
pub(super) static THIRD: Grammar = Grammar {
    title: "TBX of 2019",
    namespaces: &[NAMESPACE],
    elements: &[THIRD_ELEMENTS, SHARED],
    values: VALUES,
};

const ID: &[&str] = &["id"];
const ID_LANG: &[&str] = &["id", "xml:lang"];
const CATEGORY: &[&str] = &["datatype", "id", "target", "xml:lang"];

const P: &[Child] = &[child("p", 0, OneOrMore)];
const INLINE: &[Child] = &[
    child("hi", 0, Any),
    child("foreign", 0, Any),
    child("sc", 0, Any),
    child("ec", 0, Any),
    child("ph", 0, Any),
    child("bpt", 0, Any),
    child("ept", 0, Any),
    child("it", 0, Any),
];

const HEADER: &[Child] = &[
    child("fileDesc", 0, One),
    child("encodingDesc", 1, AtMostOne),
    child("revisionDesc", 2, AtMostOne),
];

/// What can be said of an entry, and then its languages.
macro_rules! said_and_then {
    ($name:literal) => {
        &[
            child("descrip", 0, Any),
            child("descripGrp", 0, Any),
            child("admin", 0, Any),
            child("adminGrp", 0, Any),
            child("transac", 0, Any),
            child("transacGrp", 0, Any),
            child("note", 0, Any),
            child("ref", 0, Any),
            child("xref", 0, Any),
            child(FOREIGN, 0, Any),
            child($name, 1, OneOrMore),
        ]
    };
}

/// What stands behind a term, and the notes of it before everything else.
const TERM: &[Child] = &[
    child("term", 0, One),
    child("termNote", 1, Any),
    child("termNoteGrp", 1, Any),
    child(FOREIGN, 1, Any),
    child("descrip", 2, Any),
    child("descripGrp", 2, Any),
    child("admin", 2, Any),
    child("adminGrp", 2, Any),
    child("transac", 2, Any),
    child("transacGrp", 2, Any),
    child("note", 2, Any),
    child("ref", 2, Any),
    child("xref", 2, Any),
];

const SECOND_ELEMENTS: &[Element] = &[
    element(
        "martif",
        &["type", "xml:lang"],
        ID,
        &[child("martifHeader", 0, One), child("text", 1, One)],
    ),
    element("martifHeader", &[], ID, HEADER),
    element(
        "text",
        &[],
        ID,
        &[
            child("front", 0, AtMostOne),
            child("body", 1, One),
            child("back", 2, AtMostOne),
        ],
    ),
    texts("front", &[], ID, &[child("p", 0, Any)]),
    element("body", &[], ID, &[child("termEntry", 0, OneOrMore)]),
    element("termEntry", &[], ID_LANG, said_and_then!("langSet")),
    element(
        "langSet",
        &["xml:lang"],
        ID,
        &[
            child("descrip", 0, Any),
            child("descripGrp", 0, Any),
            child("admin", 0, Any),
            child("adminGrp", 0, Any),
            child("transac", 0, Any),
            child("transacGrp", 0, Any),
            child("note", 0, Any),
            child("ref", 0, Any),
            child("xref", 0, Any),
            child("tig", 1, Any),
            child("ntig", 1, Any),
        ],
    ),
    element("tig", &[], ID_LANG, TERM),
    element(
        "ntig",
        &[],
        ID_LANG,
        &[
            child("termGrp", 0, One),
            child("descrip", 1, Any),
            child("descripGrp", 1, Any),
            child("admin", 1, Any),
            child("adminGrp", 1, Any),
            child("transac", 1, Any),
            child("transacGrp", 1, Any),
            child("note", 1, Any),
            child("ref", 1, Any),
            child("xref", 1, Any),
        ],
    ),
    element(
        "termGrp",
        &[],
        ID,
        &[
            child("term", 0, One),
            child("termNote", 1, Any),
            child("termNoteGrp", 1, Any),
            child("termCompList", 2, Any),
        ],
    ),
];

const THIRD_ELEMENTS: &[Element] = &[
    element(
        "tbx",
        &["type", "style", "xml:lang"],
        ID,
        &[child("tbxHeader", 0, One), child("text", 1, One)],
    ),
    element("tbxHeader", &[], ID_LANG, HEADER),
    element(
        "text",
        &[],
        ID_LANG,
        &[child("body", 0, One), child("back", 1, AtMostOne)],
    ),
    element("body", &[], ID_LANG, &[child("conceptEntry", 0, OneOrMore)]),
    element("conceptEntry", &[], ID, said_and_then!("langSec")),
    element("langSec", &["xml:lang"], ID, said_and_then!("termSec")),
    element("termSec", &[], ID_LANG, TERM),
];

/// What both editions have.
const SHARED: &[Element] = &[
    element(
        "fileDesc",
        &[],
        ID,
        &[
            child("titleStmt", 0, AtMostOne),
            child("publicationStmt", 1, AtMostOne),
            child("sourceDesc", 2, OneOrMore),
        ],
    ),
    element(
        "titleStmt",
        &[],
        ID_LANG,
        &[child("title", 0, One), child("note", 1, Any)],
    ),
    texts("title", &[], ID_LANG, &[]),
    element("publicationStmt", &[], ID, P),
    element("sourceDesc", &[], ID_LANG, P),
    element("encodingDesc", &[], ID, P),
    element(
        "revisionDesc",
        &[],
        ID_LANG,
        &[child("change", 0, OneOrMore)],
    ),
    element("change", &[], ID_LANG, P),
    texts("p", &[], &["id", "type", "xml:lang"], INLINE),
    element(
        "back",
        &[],
        ID,
        &[
            child("refObjectList", 0, Any),
            child("refObjectSec", 0, Any),
        ],
    ),
    element(
        "refObjectList",
        &["type"],
        ID,
        &[child("refObject", 0, OneOrMore)],
    ),
    element(
        "refObjectSec",
        &["type"],
        ID,
        &[child("refObject", 0, OneOrMore)],
    ),
    element(
        "refObject",
        &[],
        ID,
        &[
            child("item", 0, Any),
            child("itemSet", 0, Any),
            child("itemGrp", 0, Any),
        ],
    ),
    element(
        "itemSet",
        &[],
        &["id", "type"],
        &[child("item", 0, Any), child("itemGrp", 0, Any)],
    ),
    element(
        "itemGrp",
        &[],
        ID,
        &[child("item", 0, OneOrMore), child("note", 1, Any)],
    ),
    texts("item", &[], &["id", "type"], INLINE),
    texts("term", &[], ID_LANG, INLINE),
    texts("descrip", &["type"], CATEGORY, INLINE),
    texts("admin", &["type"], CATEGORY, INLINE),
    texts("termNote", &["type"], CATEGORY, INLINE),
    texts("transac", &["type"], CATEGORY, INLINE),
    texts("descripNote", &["type"], CATEGORY, INLINE),
    texts("adminNote", &["type"], CATEGORY, INLINE),
    texts("transacNote", &["type"], CATEGORY, INLINE),
    texts("note", &[], ID_LANG, INLINE),
    texts("ref", &["type"], CATEGORY, INLINE),
    texts("xref", &["target"], &["id", "type", "xml:lang"], INLINE),
    texts("date", &[], ID, &[]),
    element(
        "descripGrp",
        &[],
        ID,
        &[
            child("descrip", 0, One),
            child("descripNote", 1, Any),
            ADMIN,
            ADMIN_GROUP,
            TRANSAC_GROUP,
            NOTE,
            REF,
            XREF,
        ],
    ),
    element(
        "adminGrp",
        &[],
        ID,
        &[
            child("admin", 0, One),
            child("adminNote", 1, Any),
            NOTE,
            REF,
            XREF,
        ],
    ),
    element(
        "transacGrp",
        &[],
        ID,
        &[
            child("transac", 0, One),
            child("transacNote", 1, Any),
            child("date", 1, Any),
            NOTE,
            REF,
            XREF,
        ],
    ),
    element(
        "termNoteGrp",
        &[],
        ID,
        &[
            child("termNote", 0, One),
            ADMIN,
            ADMIN_GROUP,
            TRANSAC_GROUP,
            NOTE,
            REF,
            XREF,
        ],
    ),
    element(
        "termCompList",
        &["type"],
        ID,
        &[child("termComp", 0, Any), child("termCompGrp", 0, Any)],
    ),
    element(
        "termCompGrp",
        &[],
        ID,
        &[child("termComp", 0, One), child("termNote", 1, Any)],
    ),
    texts("termComp", &[], ID_LANG, INLINE),
    texts("hi", &[], &["target", "type", "xml:lang"], &[]),
    texts("foreign", &[], ID_LANG, INLINE),
    texts(
        "sc",
        &[],
        &[
            "datatype", "disp", "equiv", "id", "isolated", "subType", "type", "x",
        ],
        &[],
    ),
    texts(
        "ec",
        &[],
        &[
            "datatype", "disp", "equiv", "isolated", "startRef", "subType", "type", "x",
        ],
        &[],
    ),
    texts(
        "ph",
        &[],
        &["datatype", "disp", "equiv", "subType", "type", "x"],
        &[],
    ),
    texts("bpt", &["i"], &["type"], &[]),
    texts("ept", &["i"], &[], &[]),
    texts("it", &["pos"], &["type"], &[]),
];

const ADMIN: Child = child("admin", 1, Any);
const ADMIN_GROUP: Child = child("adminGrp", 1, Any);
const TRANSAC_GROUP: Child = child("transacGrp", 1, Any);
const NOTE: Child = child("note", 1, Any);
const REF: Child = child("ref", 1, Any);
const XREF: Child = child("xref", 1, Any);

const VALUES: &[Values] = &[
    Values {
        of: &[],
        attribute: "xml:lang",
        is: Is::Such(is_language_tag, "a language tag"),
    },
    Values {
        of: &["tbx"],
        attribute: "style",
        is: Is::OneOf(&["dca", "dct"]),
    },
];
