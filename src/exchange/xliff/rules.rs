//! The rules of XLIFF: for whom a file is validated, and what each of them refuses.

use std::io::{BufRead, Write};

use super::dialect::Version;
use super::validate::Validator;
use crate::exchange::validation::{Rulebook, Walk, mend_values, rule};
use crate::exchange::{Consumer, Objections, ReadError, Rule};
use crate::model::Severity::{Error, Info, Warning};

/// The rules of one family of versions; a file is held against those of its own version.
pub(super) struct Rules(pub(super) Version);

impl Rulebook for Rules {
    fn name(&self) -> &'static str {
        self.0.name()
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
        name: "schema",
        title: "strict, by the core schema of the file's version",
    },
    Consumer {
        name: "constraints",
        title: "strict, also by what the specification asks beyond the schema",
    },
    Consumer {
        name: "lenient",
        title: "lenient, as tarjuman import",
    },
];

/// Who refuses what the schema forbids.
const SCHEMA: &[&str] = &["schema", "constraints"];

/// Who refuses what only the prose of the specification forbids.
const PROSE: &[&str] = &["constraints"];

const NOBODY: &[&str] = &[];

pub(super) static NAMESPACE: Rule = rule("bad-namespace", Error, SCHEMA, "a root that is not in the namespace of its version").with_hint("the root of 2.0 and 2.1 has xmlns=\"urn:oasis:names:tc:xliff:document:2.0\", that of 1.2 the same with 1.2");
pub(super) static UNKNOWN_ELEMENT: Rule = rule(
    "unknown-element",
    Error,
    SCHEMA,
    "an element that the version does not have",
);
pub(super) static MISPLACED_ELEMENT: Rule = rule(
    "misplaced-element",
    Error,
    SCHEMA,
    "an element where it cannot stand",
);
pub(super) static SECOND_ELEMENT: Rule = rule(
    "second-element",
    Error,
    SCHEMA,
    "an element twice that may stand once, as `source` in a segment",
);
pub(super) static ELEMENT_ORDER: Rule = rule(
    "element-order",
    Error,
    SCHEMA,
    "an element behind those that must follow it, as `notes` after `segment`",
);
pub(super) static MISSING_ELEMENT: Rule = rule(
    "missing-element",
    Error,
    SCHEMA,
    "an element that is not there, as `source` in a segment, a segment in a unit",
);
pub(super) static MISSING_ATTRIBUTE: Rule = rule(
    "missing-attribute",
    Error,
    SCHEMA,
    "a required attribute that is not there, such as `id` of a unit",
);
pub(super) static UNKNOWN_ATTRIBUTE: Rule = rule(
    "unknown-attribute",
    Error,
    SCHEMA,
    "an attribute that the element does not have",
);
pub(super) static UNKNOWN_VALUE: Rule = rule(
    "unknown-value",
    Error,
    SCHEMA,
    "a value that an attribute cannot have: a state, `yes` and `no`, a language tag, an id",
);
pub(super) static STRAY_TEXT: Rule = rule("stray-text", Error, SCHEMA, "text between the elements");
pub(super) static DUPLICATE_ID: Rule = rule("duplicate-id", Error, PROSE, "an id twice: of a file, of a unit or group in a file of XLIFF 2, of a note, segment or inline element in a unit").with_hint("give one of them another id");
pub(super) static TWICE: Rule = rule(
    "duplicate-id",
    Error,
    SCHEMA,
    "in 1.2: an id or name twice in one file, of a unit, group, tool, phase, count or context group",
)
.with_hint("give one of them another name");
pub(super) static NO_SUCH_NAME: Rule = rule(
    "unknown-reference",
    Error,
    SCHEMA,
    "in 1.2: the name of a tool or phase that the header does not have",
);
pub(super) static UNFIT_VALUE: Rule = rule(
    "unknown-value",
    Error,
    PROSE,
    "a value that the schema lets through and the specification does not: a language tag, a `subState`, a code point",
);
pub(super) static NO_SEGMENT: Rule = rule(
    "missing-element",
    Error,
    PROSE,
    "a unit of XLIFF 2 without a segment",
);
pub(super) static UNANSWERED_END: Rule = rule(
    "unpaired-code",
    Error,
    SCHEMA,
    "in 1.2: an end whose `rid` no beginning in its text has, `ex` and `bx`, `ept` and `bpt`",
);
pub(super) static UNANSWERED_MARK: Rule = rule(
    "unanswered-segment",
    Error,
    SCHEMA,
    "a `mrk` right in a target, or an alternative, whose `mid` no `mrk` right in `seg-source` has",
);
pub(super) static NO_TARGET_LANGUAGE: Rule = rule(
    "missing-target-language",
    Error,
    PROSE,
    "targets in a file of XLIFF 2 without `trgLang`",
)
.with_hint("name the language of the targets: trgLang=\"ur\"");
pub(super) static UNNAMED_TARGET: Rule = rule(
    "missing-target-language",
    Warning,
    NOBODY,
    "targets in a file of XLIFF 1 that name no language",
)
.with_hint("name the language of the targets: target-language=\"ur\"");
pub(super) static OTHER_LANGUAGE: Rule = rule(
    "language-differs",
    Error,
    PROSE,
    "a text in another language than the file's",
)
.with_hint("the language of a text is that which the file names for its side");
pub(super) static LONE_VALUE: Rule = rule(
    "lone-attribute",
    Error,
    PROSE,
    "`subState` without `state`, `subType` without `type`",
);
pub(super) static UNPAIRED_CODE: Rule = rule(
    "unpaired-code",
    Error,
    PROSE,
    "a code without its other end: `sc` and `ec`, `sm` and `em`, `bx` and `ex`, `bpt` and `ept`",
)
.with_hint(
    "a code whose other end is elsewhere is marked: isolated=\"yes\" in XLIFF 2, `it` in XLIFF 1",
);
pub(super) static NO_SUCH_DATA: Rule = rule(
    "unknown-reference",
    Error,
    PROSE,
    "a reference to what is not there: `dataRef`, `copyOf`, a note of a `mrk`",
);
pub(super) static BAD_ORDER: Rule = rule(
    "bad-order",
    Error,
    PROSE,
    "an `order` of targets that is twice there, or beyond their number",
);
pub(super) static UNANSWERED_SEGMENT: Rule = rule(
    "unanswered-segment",
    Error,
    PROSE,
    "a `mrk` of type `seg` whose `mid` is twice there, or in the target alone",
);
pub(super) static STATE_WITHOUT_TARGET: Rule = rule(
    "state-without-target",
    Warning,
    NOBODY,
    "a segment that is said to be translated and has no target",
);
pub(super) static UNEQUAL_CODES: Rule = rule(
    "unequal-codes",
    Info,
    NOBODY,
    "a target with inline elements that its source does not have",
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
    &TWICE,
    &NO_SUCH_NAME,
    &UNANSWERED_END,
    &UNANSWERED_MARK,
    &DUPLICATE_ID,
    &UNFIT_VALUE,
    &NO_SEGMENT,
    &NO_TARGET_LANGUAGE,
    &UNNAMED_TARGET,
    &OTHER_LANGUAGE,
    &LONE_VALUE,
    &UNPAIRED_CODE,
    &NO_SUCH_DATA,
    &BAD_ORDER,
    &UNANSWERED_SEGMENT,
    &STATE_WITHOUT_TARGET,
    &UNEQUAL_CODES,
];
