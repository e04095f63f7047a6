//! The rules of TBX: for whom a file is validated, and what each of them refuses.

use std::io::{BufRead, Write};

use super::validate::Validator;
use crate::exchange::validation::{Rulebook, Walk, mend_values, rule};
use crate::exchange::{Consumer, Objections, ReadError, Rule};
use crate::model::Severity::{Error, Warning};

/// The rules of either edition; a file is held against those of its own.
pub(super) struct Rules;

impl Rulebook for Rules {
    fn name(&self) -> &'static str {
        "tbx"
    }

    fn consumers(&self) -> &'static [Consumer] {
        CONSUMERS
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn validate(
        &self,
        input: &mut dyn BufRead,
        each: &mut Objections<'_>,
    ) -> Result<(), ReadError> {
        Walk::new(input, each)?.run(&mut Validator::default())
    }

    fn mend(
        &self,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Result<Option<u64>, ReadError> {
        mend_values(input, &mut Validator::default(), output).map(Some)
    }
}

const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "core",
        title: "strict, by the core structure of the file's edition",
    },
    Consumer {
        name: "tbx-basic",
        title: "strict, also by the data categories of TBX-Basic",
    },
    Consumer {
        name: "lenient",
        title: "lenient, as tarjuman term import",
    },
];

/// Who refuses what the core structure forbids.
const CORE: &[&str] = &["core", "tbx-basic"];

/// Who refuses what only the dialect forbids.
const BASIC: &[&str] = &["tbx-basic"];

pub(super) static NAMESPACE: Rule = rule(
    "bad-namespace",
    Error,
    CORE,
    "a root `tbx` that is not in the namespace of the edition",
)
.with_hint("write xmlns=\"urn:iso:std:iso:30042:ed-2\" into the root");
pub(super) static UNKNOWN_ELEMENT: Rule = rule(
    "unknown-element",
    Error,
    CORE,
    "an element that the edition does not have",
);
pub(super) static MISPLACED_ELEMENT: Rule = rule(
    "misplaced-element",
    Error,
    CORE,
    "an element where it cannot stand",
);
pub(super) static SECOND_ELEMENT: Rule = rule(
    "second-element",
    Error,
    CORE,
    "an element twice that may stand once, as `term`",
);
pub(super) static ELEMENT_ORDER: Rule = rule(
    "element-order",
    Error,
    CORE,
    "an element behind those that must follow it, as a definition behind the languages",
);
pub(super) static MISSING_ELEMENT: Rule = rule(
    "missing-element",
    Error,
    CORE,
    "an element that is not there: a header, a language in an entry, a term",
);
pub(super) static MISSING_ATTRIBUTE: Rule = rule(
    "missing-attribute",
    Error,
    CORE,
    "a required attribute that is not there, such as `xml:lang` of a language",
);
pub(super) static UNKNOWN_ATTRIBUTE: Rule = rule(
    "unknown-attribute",
    Error,
    CORE,
    "an attribute that the element does not have",
);
pub(super) static UNKNOWN_VALUE: Rule = rule(
    "unknown-value",
    Error,
    CORE,
    "a value that an attribute cannot have: a language tag, `style`",
);
pub(super) static STRAY_TEXT: Rule = rule("stray-text", Error, CORE, "text between the elements");
pub(super) static DUPLICATE_ID: Rule = rule("duplicate-id", Error, CORE, "an id twice in the file")
    .with_hint("give one of them another id");
pub(super) static UNKNOWN_REFERENCE: Rule = rule(
    "unknown-reference",
    Error,
    CORE,
    "a `ref` to an id that is not in the file",
);
pub(super) static EMPTY_TERM: Rule = rule(
    "empty-term",
    Warning,
    &[],
    "a term without text, which the glossary leaves out",
);
pub(super) static SECOND_LANGUAGE: Rule = rule(
    "second-language",
    Warning,
    &[],
    "a language twice in one entry",
)
.with_hint("put its terms into one section");
pub(super) static UNKNOWN_CATEGORY: Rule = rule(
    "unknown-category",
    Warning,
    BASIC,
    "a data category that TBX-Basic does not have",
);
pub(super) static MISPLACED_CATEGORY: Rule = rule(
    "misplaced-category",
    Error,
    BASIC,
    "a data category of TBX-Basic in another element or at another level than its own",
);
pub(super) static UNKNOWN_CHOICE: Rule = rule(
    "unknown-choice",
    Error,
    BASIC,
    "a word that is not in the list of its category, such as a part of speech",
);

static RULES: &[&Rule] = &[
    &NAMESPACE,
    &UNKNOWN_ELEMENT,
    &MISPLACED_ELEMENT,
    &SECOND_ELEMENT,
    &ELEMENT_ORDER,
    &MISSING_ELEMENT,
    &MISSING_ATTRIBUTE,
    &UNKNOWN_ATTRIBUTE,
    &UNKNOWN_VALUE,
    &STRAY_TEXT,
    &DUPLICATE_ID,
    &UNKNOWN_REFERENCE,
    &EMPTY_TERM,
    &SECOND_LANGUAGE,
    &UNKNOWN_CATEGORY,
    &MISPLACED_CATEGORY,
    &UNKNOWN_CHOICE,
];
