//! The rules of PO: for whom a file is validated, and what each of them refuses.

use std::io::{BufRead, Write};

use super::{mend, validate};
use crate::exchange::validation::{Rulebook, rule, stopped};
use crate::exchange::{Consumer, Objections, ReadError, Rule};
use crate::model::Severity::{Error, Info, Warning};

/// The rules of PO; those for `msgfmt` were tried with gettext 0.21.
pub(super) struct Rules;

impl Rulebook for Rules {
    fn name(&self) -> &'static str {
        "po"
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
        validate::validate(input, each)
    }

    fn mend(
        &self,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Result<Option<u64>, ReadError> {
        let mut file = Vec::new();
        input.read_to_end(&mut file)?;
        let mended = mend::mended(&mut file.as_slice())?;
        output.write_all(&mended).map_err(stopped)?;
        Ok(Some(u64::from(mended != file)))
    }
}

const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "msgfmt",
        title: "gettext, msgfmt",
    },
    Consumer {
        name: "msgfmt-check",
        title: "gettext, msgfmt --check, as Weblate and many projects ask",
    },
    Consumer {
        name: "lenient",
        title: "lenient, as tarjuman import",
    },
];

/// Who refuses what gettext refuses in any case.
pub(super) const MSGFMT: &[&str] = &["msgfmt", "msgfmt-check"];

/// Who refuses what gettext refuses when it is asked to check.
const CHECK: &[&str] = &["msgfmt-check"];

const NOBODY: &[&str] = &[];

pub(super) static UNTERMINATED: Rule = rule(
    "unterminated-string",
    Error,
    MSGFMT,
    "a line begins a text and has no closing quote",
)
.with_hint("end the line with `\"`; write a line break in the text as `\\n`");
pub(super) static OUTSIDE_QUOTES: Rule = rule(
    "text-outside-quotes",
    Error,
    MSGFMT,
    "words behind the quotes of a text",
)
.with_hint("write a quote in the text as `\\\"`");
pub(super) static UNKNOWN_LINE: Rule = rule(
    "text-outside-quotes",
    Error,
    MSGFMT,
    "a line that is neither comment, keyword nor string",
)
.with_hint("put text between quotes, and `# ` before a comment");
pub(super) static BAD_ESCAPE: Rule = rule(
    "bad-escape",
    Error,
    MSGFMT,
    "a backslash before a letter that means nothing",
)
.with_hint("write a backslash in the text as `\\\\`");
pub(super) static CONFLICT_MARK: Rule = rule(
    "conflict-mark",
    Error,
    MSGFMT,
    "version control left its marks of a conflict",
)
.with_hint("keep one of the two sides and delete the lines with the marks");
pub(super) static MISSING_STRING: Rule = rule(
    "missing-string",
    Error,
    MSGFMT,
    "a keyword has no text behind it",
)
.with_hint("put its text behind it, between quotes; no text is `\"\"`");
pub(super) static NO_KEYWORD: Rule = rule(
    "string-without-keyword",
    Error,
    MSGFMT,
    "a string has no keyword above it",
)
.with_hint("put `msgstr` before it, or delete it");
pub(super) static COMMENT_INSIDE: Rule = rule(
    "comment-inside-entry",
    Error,
    MSGFMT,
    "a comment in the middle of an entry",
)
.with_hint("move the comment above the entry");
pub(super) static DUPLICATE_FIELD: Rule = rule(
    "duplicate-field",
    Error,
    MSGFMT,
    "a keyword twice in one entry",
)
.with_hint("keep one of them, or put an empty line between two entries");
pub(super) static MISSING_SOURCE: Rule =
    rule("missing-msgid", Error, MSGFMT, "an entry without `msgid`")
        .with_hint("restore the entry from an older version of the file");
pub(super) static MISSING_TARGET: Rule =
    rule("missing-msgstr", Error, MSGFMT, "an entry without `msgstr`")
        .with_hint("add the line `msgstr \"\"` behind `msgid`");
pub(super) static PLURAL_FORMS: Rule = rule(
    "plural-forms-differ",
    Error,
    MSGFMT,
    "`msgid_plural` and `msgstr[0]`, `msgstr[1]` … that do not go together",
)
.with_hint(
    "`msgid_plural` goes with `msgstr[0]`, `msgstr[1]` and so on, in order, and not without it",
);
pub(super) static BYTE_ORDER_MARK: Rule = rule(
    "byte-order-mark",
    Error,
    MSGFMT,
    "a byte order mark at the beginning",
)
.with_hint("save the file as UTF-8 without one");
pub(super) static NOT_DECODED: Rule = rule(
    "not-decoded",
    Error,
    MSGFMT,
    "bytes that are not in the encoding of the file",
)
.with_hint("save the file in the encoding that its header names, best UTF-8");
pub(super) static DUPLICATE_MESSAGE: Rule = rule(
    "duplicate-message",
    Error,
    MSGFMT,
    "a `msgid` twice, with the same `msgctxt` or none; obsolete entries count",
)
.with_hint("delete one of the two, or give them a `msgctxt`");
pub(super) static LINE_BREAK_AT_EDGE: Rule = rule(
    "line-break-at-edge",
    Error,
    MSGFMT,
    "source and translation do not both begin, or both end, with `\\n`",
)
.with_hint("begin and end the translation with `\\n` where the source does, and nowhere else");
pub(super) static NO_HEADER: Rule = rule("no-header", Error, CHECK, "no header").with_hint(
    "put an entry `msgid \"\"` first, with `\"Content-Type: text/plain; charset=UTF-8\\n\"`",
);
pub(super) static NO_PLURAL_RULE: Rule = rule(
    "no-plural-rule",
    Error,
    CHECK,
    "plural forms, and no `Plural-Forms` with `nplurals` and `plural` in the header",
)
.with_hint("for Urdu and Pashto it is `Plural-Forms: nplurals=2; plural=(n != 1);`");
pub(super) static BAD_PLURAL_RULE: Rule = rule(
    "bad-plural-rule",
    Error,
    CHECK,
    "a plural rule that cannot be read, or asks for more forms than `nplurals`",
)
.with_hint("for Urdu and Pashto it is `Plural-Forms: nplurals=2; plural=(n != 1);`");
pub(super) static PLURAL_COUNT: Rule = rule(
    "plural-count",
    Error,
    CHECK,
    "more or fewer plural forms than `nplurals` says",
);
pub(super) static FORMAT_STRING: Rule = rule(
    "format-string",
    Error,
    CHECK,
    "`%s`, `{name}` … of a text with a flag such as `c-format` that differ from the source's",
)
.with_hint("the program fills these in: take them over as they are");
pub(super) static CHARSET: Rule = rule(
    "charset-differs",
    Warning,
    NOBODY,
    "a charset in the header that is not the file's, or none",
)
.with_hint("write `charset=UTF-8` into the header");
pub(super) static NO_LANGUAGE: Rule = rule(
    "no-target-language",
    Warning,
    NOBODY,
    "no `Language` in the header, or none that is one; an import must name it with --to",
)
.with_hint("add `\"Language: ur\\n\"` to the header");
pub(super) static MISSING_FIELD: Rule = rule(
    "missing-header-field",
    Info,
    NOBODY,
    "fields that gettext misses in the header",
);
pub(super) static DEFAULT_FIELD: Rule = rule(
    "default-header-field",
    Info,
    NOBODY,
    "fields of the header that nobody filled in",
);

static RULES: &[&Rule] = &[
    &UNTERMINATED,
    &OUTSIDE_QUOTES,
    &UNKNOWN_LINE,
    &BAD_ESCAPE,
    &CONFLICT_MARK,
    &MISSING_STRING,
    &NO_KEYWORD,
    &COMMENT_INSIDE,
    &DUPLICATE_FIELD,
    &MISSING_SOURCE,
    &MISSING_TARGET,
    &PLURAL_FORMS,
    &BYTE_ORDER_MARK,
    &NOT_DECODED,
    &DUPLICATE_MESSAGE,
    &LINE_BREAK_AT_EDGE,
    &NO_HEADER,
    &NO_PLURAL_RULE,
    &BAD_PLURAL_RULE,
    &PLURAL_COUNT,
    &FORMAT_STRING,
    &CHARSET,
    &NO_LANGUAGE,
    &MISSING_FIELD,
    &DEFAULT_FIELD,
];
