//! The two families of XLIFF: what their inline elements are called and do.

use super::{grammar_one, grammar_two};
use crate::exchange::validation::Grammar;

/// A family of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// 1.0 to 1.2; 1.2 is written.
    One,
    /// 2.0 to 2.2; 2.1 is written.
    Two,
}

/// What an inline element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Stands around its text.
    Encloses,
    /// Opens a span that another element closes.
    Opens,
    /// Closes a span.
    Closes,
    /// Opens or closes a span whose other end is elsewhere, as `pos` says.
    Isolated,
    /// Stands alone.
    Stands,
}

/// One inline element.
#[derive(Debug)]
pub(super) struct InlineElement {
    pub(super) name: &'static str,
    pub(super) does: Does,
    /// The attribute that names it: `id`, or `mid`.
    pub(super) id: &'static str,
    /// The attribute that joins it to its other end, if it has one beside its id.
    pub(super) reference: Option<&'static str>,
    /// The other attributes that come from a file and go into one.
    pub(super) attributes: &'static [&'static str],
    /// Whether what stands inside is the original markup.
    pub(super) holds_original: bool,
}

impl Version {
    /// The family of a version number; `None` for one that we do not know.
    pub(super) fn of(number: &str) -> Option<Self> {
        if number.starts_with("1.") {
            Some(Self::One)
        } else if number.starts_with("2.") {
            Some(Self::Two)
        } else {
            None
        }
    }

    /// The word that names the family on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::One => "xliff-1.2",
            Self::Two => "xliff",
        }
    }

    /// The elements of the version that is written of the family.
    pub(super) fn grammar(self) -> &'static Grammar {
        match self {
            Self::One => &grammar_one::GRAMMAR,
            Self::Two => &grammar_two::GRAMMAR,
        }
    }

    /// The inline element of that name.
    pub(super) fn element(self, name: &str) -> Option<&'static InlineElement> {
        let elements = match self {
            Self::One => ONE,
            Self::Two => TWO,
        };
        elements.iter().find(|element| element.name == name)
    }
}

const fn element(
    name: &'static str,
    does: Does,
    attributes: &'static [&'static str],
) -> InlineElement {
    InlineElement {
        name,
        does,
        id: "id",
        reference: None,
        attributes,
        holds_original: false,
    }
}

const EDITING: &[&str] = &[
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dir",
    "disp",
    "equiv",
    "subFlows",
    "subType",
    "type",
];

/// The inline elements of XLIFF 2 but `cp`, with the attributes of its core schema.
const TWO: &[InlineElement] = &[
    element(
        "ph",
        Does::Stands,
        &[
            "canCopy",
            "canDelete",
            "canReorder",
            "copyOf",
            "disp",
            "equiv",
            "subFlows",
            "subType",
            "type",
        ],
    ),
    element(
        "pc",
        Does::Encloses,
        &[
            "canCopy",
            "canDelete",
            "canOverlap",
            "canReorder",
            "copyOf",
            "dir",
            "dispEnd",
            "dispStart",
            "equivEnd",
            "equivStart",
            "subFlowsEnd",
            "subFlowsStart",
            "subType",
            "type",
        ],
    ),
    element("sc", Does::Opens, EDITING),
    InlineElement {
        reference: Some("startRef"),
        ..element("ec", Does::Closes, EDITING)
    },
    element(
        "mrk",
        Does::Encloses,
        &["translate", "type", "ref", "value"],
    ),
    element("sm", Does::Opens, &["translate", "type", "ref", "value"]),
    InlineElement {
        reference: Some("startRef"),
        ..element("em", Does::Closes, &[])
    },
];

/// The inline elements of XLIFF 1.2.
const ONE: &[InlineElement] = &[
    element(
        "g",
        Does::Encloses,
        &["ctype", "clone", "xid", "equiv-text", "ts"],
    ),
    element(
        "x",
        Does::Stands,
        &["ctype", "clone", "xid", "equiv-text", "ts"],
    ),
    InlineElement {
        reference: Some("rid"),
        ..element(
            "bx",
            Does::Opens,
            &["ctype", "clone", "xid", "equiv-text", "ts"],
        )
    },
    InlineElement {
        reference: Some("rid"),
        ..element("ex", Does::Closes, &["xid", "equiv-text", "ts"])
    },
    InlineElement {
        holds_original: true,
        ..element(
            "ph",
            Does::Stands,
            &["ctype", "crc", "assoc", "xid", "equiv-text", "ts"],
        )
    },
    InlineElement {
        reference: Some("rid"),
        holds_original: true,
        ..element(
            "bpt",
            Does::Opens,
            &["ctype", "crc", "xid", "equiv-text", "ts"],
        )
    },
    InlineElement {
        reference: Some("rid"),
        holds_original: true,
        ..element("ept", Does::Closes, &["crc", "xid", "equiv-text", "ts"])
    },
    InlineElement {
        reference: Some("rid"),
        holds_original: true,
        ..element(
            "it",
            Does::Isolated,
            &["ctype", "crc", "xid", "equiv-text", "ts"],
        )
    },
    InlineElement {
        id: "mid",
        ..element("mrk", Does::Encloses, &["mtype", "comment", "ts"])
    },
];
