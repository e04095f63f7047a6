//! The rules of TMX: for whom a file is validated, and what each of them refuses.

use std::io::BufRead;

use super::validate::Validator;
use crate::exchange::validation::{Rulebook, Walk, rule};
use crate::exchange::{Consumer, Objections, ReadError, Rule};
use crate::model::Severity::{Error, Info, Warning};

/// The rules of TMX.
pub(super) struct Rules;

impl Rulebook for Rules {
    fn name(&self) -> &'static str {
        "tmx"
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
}

const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "schema",
        title: "strict, by the schema of TMX 1.4",
    },
    Consumer {
        name: "dtd",
        title: "strict, by tmx14.dtd",
    },
    Consumer {
        name: "omegat",
        title: "OmegaT 6.1 and newer",
    },
    Consumer {
        name: "weblate",
        title: "Weblate",
    },
    Consumer {
        name: "lenient",
        title: "lenient, as tarjuman import",
    },
];

/// Who refuses what breaks the rules of DTD and schema alike.
const STRICT: &[&str] = &["schema", "dtd", "omegat"];

/// Who refuses what only the schema forbids.
const SCHEMA: &[&str] = &["schema", "omegat"];

const SCHEMA_AND_WEBLATE: &[&str] = &["schema", "omegat", "weblate"];
const STRICT_AND_WEBLATE: &[&str] = &["schema", "dtd", "omegat", "weblate"];
const NOBODY: &[&str] = &[];

pub(super) static UNKNOWN_ELEMENT: Rule = rule(
    "unknown-element",
    Error,
    STRICT,
    "an element that TMX 1.4 does not have",
);
pub(super) static MISPLACED_ELEMENT: Rule = rule(
    "misplaced-element",
    Error,
    STRICT,
    "an element where it cannot stand, as `sub` right inside `seg`",
);
pub(super) static SECOND_ELEMENT: Rule = rule(
    "second-element",
    Error,
    STRICT,
    "a second `seg`, `header` or `body`",
);
pub(super) static ELEMENT_ORDER: Rule = rule(
    "element-order",
    Error,
    STRICT,
    "`note` or `prop` after `tuv` or `seg`",
);
pub(super) static MISSING_ELEMENT: Rule = rule(
    "missing-element",
    Error,
    STRICT,
    "a `tu` without `tuv`, a `tuv` without `seg`",
);
pub(super) static MISSING_ATTRIBUTE: Rule = rule(
    "missing-attribute",
    Error,
    STRICT,
    "a required attribute that is not there: seven of `header`, `xml:lang`, `type` of `prop`, `i`, `pos`",
);
pub(super) static MISSING_SOURCE: Rule = rule(
    "missing-attribute",
    Error,
    STRICT_AND_WEBLATE,
    "a header without `srclang`",
);
pub(super) static UNKNOWN_ATTRIBUTE: Rule = rule(
    "unknown-attribute",
    Error,
    STRICT,
    "an attribute that the DTD does not have, such as `xml:space`, or a namespace",
);
pub(super) static OLD_ATTRIBUTE: Rule = rule(
    "unknown-attribute",
    Error,
    SCHEMA,
    "`lang` instead of `xml:lang`",
);
pub(super) static UNKNOWN_VALUE: Rule = rule(
    "unknown-value",
    Error,
    STRICT,
    "a version other than `1.4`, a `segtype` in capitals",
);
pub(super) static UNDERSCORE: Rule = rule(
    "bad-language-tag",
    Error,
    SCHEMA,
    "a language tag with an underscore, or one of a note that is none",
);
pub(super) static BAD_LANGUAGE: Rule = rule(
    "bad-language-tag",
    Error,
    SCHEMA_AND_WEBLATE,
    "a language tag that is none",
);
pub(super) static RARE_LANGUAGE: Rule = rule(
    "rare-language",
    Warning,
    &["weblate"],
    "a tag of more than language, script and region: Weblate stops at one that it does not know",
);
pub(super) static STRAY_TEXT: Rule = rule("stray-text", Error, STRICT, "text between the elements");
pub(super) static LOST_UNIT: Rule = rule(
    "lost-unit",
    Error,
    NOBODY,
    "a unit that a lenient reader passes over: no language, no text, two `seg`",
);
pub(super) static UNPAIRED_CODE: Rule = rule(
    "unpaired-code",
    Warning,
    NOBODY,
    "a `bpt` without its `ept`, or the other way round",
);
pub(super) static UNEQUAL_CODES: Rule = rule(
    "unequal-codes",
    Info,
    NOBODY,
    "different inline codes in the variants of a unit",
);
pub(super) static DUPLICATE_ID: Rule = rule("duplicate-tuid", Warning, NOBODY, "a `tuid` twice");
pub(super) static SECOND_VARIANT: Rule = rule(
    "second-variant",
    Warning,
    NOBODY,
    "two variants in one language in a unit",
);
pub(super) static BAD_DATE: Rule = Rule {
    hint: "dates are written YYYYMMDDThhmmssZ, as in 20240131T083000Z",
    ..rule("bad-date", Warning, NOBODY, "a date that is none")
};
pub(super) static BIDI_CONTROLS: Rule = rule(
    "bidi-controls",
    Warning,
    NOBODY,
    "a bidi control that is never closed",
);
pub(super) static NOT_NORMALISED: Rule = rule(
    "not-normalised",
    Info,
    NOBODY,
    "text that is not in normal form (NFC)",
);
pub(super) static WRONG_SCRIPT: Rule =
    rule("wrong-script", Info, NOBODY, "text in the wrong script");

static RULES: &[&Rule] = &[
    &UNKNOWN_ELEMENT,
    &MISPLACED_ELEMENT,
    &SECOND_ELEMENT,
    &ELEMENT_ORDER,
    &MISSING_ELEMENT,
    &MISSING_ATTRIBUTE,
    &MISSING_SOURCE,
    &UNKNOWN_ATTRIBUTE,
    &OLD_ATTRIBUTE,
    &UNKNOWN_VALUE,
    &UNDERSCORE,
    &BAD_LANGUAGE,
    &RARE_LANGUAGE,
    &STRAY_TEXT,
    &LOST_UNIT,
    &UNPAIRED_CODE,
    &UNEQUAL_CODES,
    &DUPLICATE_ID,
    &SECOND_VARIANT,
    &BAD_DATE,
    &BIDI_CONTROLS,
    &NOT_NORMALISED,
    &WRONG_SCRIPT,
];
