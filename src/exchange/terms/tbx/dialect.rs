//! The data categories of TBX-Basic: where each stands, and the words that it can have.

use Level::{Concept, Language, Term};

/// The part of an entry in which something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Concept,
    Language,
    Term,
}

/// One data category.
#[derive(Debug)]
pub(super) struct Category {
    pub(super) name: &'static str,
    pub(super) element: &'static str,
    pub(super) levels: &'static [Level],
    /// The words that it can have; none where it holds free text.
    pub(super) choices: &'static [&'static str],
}

const fn category(
    name: &'static str,
    element: &'static str,
    levels: &'static [Level],
    choices: &'static [&'static str],
) -> Category {
    Category {
        name,
        element,
        levels,
        choices,
    }
}

const EVERYWHERE: &[Level] = &[Concept, Language, Term];

/// The categories of TBX-Basic; facts from its published description.
pub(super) const BASIC: &[Category] = &[
    category("subjectField", "descrip", &[Concept], &[]),
    category("definition", "descrip", &[Concept, Language], &[]),
    category("context", "descrip", &[Term], &[]),
    category(
        "partOfSpeech",
        "termNote",
        &[Term],
        &["adjective", "adverb", "noun", "other", "properNoun", "verb"],
    ),
    category(
        "administrativeStatus",
        "termNote",
        &[Term],
        &[
            "admittedTerm-admn-sts",
            "deprecatedTerm-admn-sts",
            "preferredTerm-admn-sts",
            "supersededTerm-admn-sts",
        ],
    ),
    category(
        "grammaticalGender",
        "termNote",
        &[Term],
        &["feminine", "masculine", "neuter", "other"],
    ),
    category(
        "termType",
        "termNote",
        &[Term],
        &[
            "abbreviation",
            "acronym",
            "fullForm",
            "phrase",
            "shortForm",
            "variant",
        ],
    ),
    category("geographicalUsage", "termNote", &[Term], &[]),
    category("termLocation", "termNote", &[Term], &[]),
    category("customerSubset", "admin", EVERYWHERE, &[]),
    category("projectSubset", "admin", EVERYWHERE, &[]),
    category("source", "admin", EVERYWHERE, &[]),
    category(
        "transactionType",
        "transac",
        EVERYWHERE,
        &["modification", "origination"],
    ),
    category("responsibility", "transacNote", EVERYWHERE, &[]),
    category("crossReference", "ref", EVERYWHERE, &[]),
    category("externalCrossReference", "xref", EVERYWHERE, &[]),
    category("xGraphic", "xref", EVERYWHERE, &[]),
];

/// The category of that name.
pub(super) fn basic(name: &str) -> Option<&'static Category> {
    BASIC.iter().find(|category| category.name == name)
}
