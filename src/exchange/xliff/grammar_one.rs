//! The elements of XLIFF 1.2: what may stand in them, and their attributes.

use super::types::{
    are_coordinates, are_purposes, is_date_time, is_language, is_language_or_none, is_media_type,
    is_priority, is_reformat,
};
use crate::exchange::validation::Number::{Any, AtMostOne, One, OneOfThese, OneOrMore};
use crate::exchange::validation::{
    ANYTHING, Child, Element, FOREIGN, Grammar, Is, Values, child, element, has_word, is_own_word,
    texts,
};
use crate::exchange::xml::is_name_token;

/// XLIFF 1, by the transitional schema of 1.2, which lets an element of the texts have whatever attributes.
pub(super) static GRAMMAR: Grammar = Grammar {
    title: "XLIFF 1.2",
    namespaces: &[
        "urn:oasis:names:tc:xliff:document:1.2",
        "urn:oasis:names:tc:xliff:document:1.1",
    ],
    elements: &[WHOLE, HEADER, BODY, CODES],
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

/// Elements of other namespaces, behind all others.
const OTHERS: Child = child(FOREIGN, 9, Any);

const WHATEVER: &[&str] = &[ANYTHING];

const RESOURCE: &[Child] = &[
    child("internal-file", 0, OneOfThese),
    child("external-file", 0, OneOfThese),
];

const WHOLE: &[Element] = &[
    element(
        "xliff",
        &["version"],
        WHATEVER,
        &[child(FOREIGN, 0, Any), child("file", 0, OneOrMore)],
    ),
    element(
        "file",
        &["original", "source-language", "datatype"],
        WHATEVER,
        &[child("header", 0, AtMostOne), child("body", 1, One)],
    ),
];

const HEADER: &[Element] = &[
    element(
        "header",
        &[],
        &[],
        &[
            child("skl", 0, AtMostOne),
            child("phase-group", 1, AtMostOne),
            child("glossary", 2, Any),
            child("reference", 2, Any),
            child("count-group", 2, Any),
            child("prop-group", 2, Any),
            child("note", 2, Any),
            child("tool", 2, Any),
            OTHERS,
        ],
    ),
    element("skl", &[], &[], RESOURCE),
    element("glossary", &[], &[], RESOURCE),
    element("reference", &[], &[], RESOURCE),
    texts("internal-file", &[], &["form", "crc"], &[]),
    element("external-file", &["href"], &["uid", "crc"], &[]),
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
        WHATEVER,
        &[child(ANYTHING, 0, Any)],
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
];

const BODY: &[Element] = &[
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
        WHATEVER,
        &[
            child("context-group", 0, Any),
            child("count-group", 1, Any),
            child("prop-group", 2, Any),
            child("note", 3, Any),
            child(FOREIGN, 4, Any),
            child("group", 5, Any),
            child("trans-unit", 5, Any),
            child("bin-unit", 5, Any),
        ],
    ),
    element(
        "trans-unit",
        &["id"],
        WHATEVER,
        &[
            child("source", 0, One),
            child("seg-source", 1, AtMostOne),
            child("target", 2, AtMostOne),
            child("context-group", 3, Any),
            child("count-group", 3, Any),
            child("prop-group", 3, Any),
            child("note", 3, Any),
            child("alt-trans", 3, Any),
            OTHERS,
        ],
    ),
    texts("source", &[], WHATEVER, INLINE),
    texts("seg-source", &[], WHATEVER, INLINE),
    texts("target", &[], WHATEVER, INLINE),
    element(
        "alt-trans",
        &[],
        WHATEVER,
        &[
            child("source", 0, AtMostOne),
            child("seg-source", 1, AtMostOne),
            child("target", 2, OneOrMore),
            child("context-group", 3, Any),
            child("prop-group", 4, Any),
            child("note", 5, Any),
            OTHERS,
        ],
    ),
    element(
        "bin-unit",
        &["id", "mime-type"],
        WHATEVER,
        &[
            child("bin-source", 0, One),
            child("bin-target", 1, AtMostOne),
            child("context-group", 2, Any),
            child("count-group", 2, Any),
            child("prop-group", 2, Any),
            child("note", 2, Any),
            child("trans-unit", 2, Any),
            OTHERS,
        ],
    ),
    element("bin-source", &[], WHATEVER, RESOURCE),
    element("bin-target", &[], WHATEVER, RESOURCE),
];

const CODES: &[Element] = &[
    texts("g", &["id"], WHATEVER, INLINE),
    element("x", &["id"], WHATEVER, &[]),
    element("bx", &["id"], WHATEVER, &[]),
    element("ex", &["id"], WHATEVER, &[]),
    texts("bpt", &["id"], WHATEVER, SUB),
    texts("ept", &["id"], WHATEVER, SUB),
    texts("ph", &["id"], WHATEVER, SUB),
    texts("it", &["id", "pos"], WHATEVER, SUB),
    texts("mrk", &["mtype"], WHATEVER, INLINE),
    texts("sub", &[], &["ctype", "datatype", "xid"], INLINE),
];

const fn values(attribute: &'static str, is: Is) -> Values {
    of(&[], attribute, is)
}

const fn of(elements: &'static [&'static str], attribute: &'static str, is: Is) -> Values {
    Values {
        of: elements,
        attribute,
        is,
    }
}

const YES_NO: Is = Is::Word("yes no");
const TOKEN: Is = Is::Such(
    is_name_token,
    "a name token: letters, digits, `-`, `.`, `_` and `:`",
);
const LANGUAGE: Is = Is::Such(is_language, "a language tag");

/// The words of the schema for what attributes can be.
const VALUES: &[Values] = &[
    values("version", Is::OneOf(&["1.0", "1.1", "1.2"])),
    values("source-language", LANGUAGE),
    values("target-language", LANGUAGE),
    values("xml:lang", Is::Such(is_language_or_none, "a language tag")),
    values("xml:space", Is::Word("default preserve")),
    values(
        "date",
        Is::Such(is_date_time, "a date and time, as `2024-03-01T10:00:00Z`"),
    ),
    values(
        "mime-type",
        Is::Such(is_media_type, "a type of media, as `image/png`"),
    ),
    values("approved", YES_NO),
    values("translate", YES_NO),
    values("clone", YES_NO),
    values("equiv-trans", YES_NO),
    values("merged-trans", YES_NO),
    values("match-mandatory", YES_NO),
    values("pos", Is::Word("open close")),
    values("assoc", Is::Word("preceding following both")),
    values("annotates", Is::Word("source target general")),
    values("priority", Is::Such(is_priority, "a number from 1 to 10")),
    values(
        "purpose",
        Is::Such(are_purposes, "of `information`, `location` and `match`"),
    ),
    values(
        "reformat",
        Is::Such(is_reformat, "`yes`, `no`, or words for what may change"),
    ),
    values(
        "coord",
        Is::Such(are_coordinates, "four numbers, as `1;2;#;#`"),
    ),
    values("state", Is::OwnOr(super::state::STATES)),
    values("state-qualifier", Is::OwnOr(super::state::QUALIFIERS)),
    values("datatype", Is::OwnOr(DATA_TYPES)),
    values("restype", Is::OwnOr(RESOURCE_TYPES)),
    values("mtype", Is::OwnOr(MARK_TYPES)),
    of(&["x", "ph"], "ctype", Is::OwnOr("image pb lb")),
    of(
        &["g", "bx", "bpt", "it", "sub"],
        "ctype",
        Is::OwnOr("bold italic underlined link"),
    ),
    values(
        "alttranstype",
        Is::OwnOr("proposal previous-version rejected reference accepted"),
    ),
    values("context-type", Is::OwnOr(CONTEXT_TYPES)),
    values(
        "count-type",
        Is::Such(is_count_type, "a type of XLIFF 1.2, or begin with `x-`"),
    ),
    values("unit", Is::OwnOr(COUNTED)),
    values("size-unit", Is::OwnOr(SIZES)),
    of(
        &[
            "internal-file",
            "external-file",
            "context-group",
            "context",
            "alt-trans",
        ],
        "crc",
        TOKEN,
    ),
    of(&["target", "bin-target", "alt-trans"], "phase-name", TOKEN),
    of(&["external-file"], "uid", TOKEN),
    of(&["bx", "ex", "bpt", "ept", "it"], "rid", TOKEN),
    values("mid", TOKEN),
    values("help-id", TOKEN),
    values("style", TOKEN),
    values("exstyle", TOKEN),
    values("maxwidth", TOKEN),
    values("minwidth", TOKEN),
    values("maxheight", TOKEN),
    values("minheight", TOKEN),
    values("maxbytes", TOKEN),
    values("minbytes", TOKEN),
];

const DATA_TYPES: &str = "plaintext asp c cdf cfm cpp csharp cstring csv database documentfooter documentheader \
    filedialog form html htmlbody ini interleaf javaclass javapropertyresourcebundle javalistresourcebundle \
    javascript jscript layout lisp margin menufile messagefile mif mimetype mo msglib pagefooter pageheader \
    parameters pascal php po report resources resx rtf sgml sgmldtd svg vbscript warning winres xhtml xml xmldtd \
    xsl xul";

const MARK_TYPES: &str = "seg term abbrev abbreviated-form abbreviation acronym appellation collocation common-name \
    datetime equation expanded-form formula head-term initialism international-scientific-term internationalism \
    logical-expression materials-management-unit name near-synonym part-number phrase phraseological-unit protected \
    romanized-form set-phrase short-form sku standard-text symbol synonym synonymous-phrase transcribed-form \
    transliterated-form truncated-term variant";

const RESOURCE_TYPES: &str = "auto3state autocheckbox autoradiobutton bedit bitmap button caption cell checkbox \
    checkboxmenuitem checkedlistbox colorchooser combobox comboboxexitem comboboxitem component contextmenu ctext \
    cursor datetimepicker defpushbutton dialog dlginit edit file filechooser fn font footer frame grid groupbox \
    header heading hedit hscrollbar icon iedit keywords label linklabel list listbox listitem ltext menu menubar \
    menuitem menuseparator message monthcalendar numericupdown panel popupmenu pushbox pushbutton radio \
    radiobuttonmenuitem rcdata row rtext scrollpane separator shortcut spinner splitter state3 statusbar string \
    tabcontrol table textbox togglebutton toolbar tooltip trackbar tree uri userbutton usercontrol var versioninfo \
    vscrollbar window";

const CONTEXT_TYPES: &str =
    "database element elementtitle linenumber numparams paramnotes record recordtitle sourcefile";

const COUNTED: &str = "word page trans-unit bin-unit glyph item instance character line sentence paragraph segment \
    placeable";

const SIZES: &str = "byte char col cm dlgunit em ex glyph in mm percent pixel point row";

/// What is counted: much of what other attributes name.
fn is_count_type(value: &str) -> bool {
    let words = [
        "num-usages repetition total",
        DATA_TYPES,
        RESOURCE_TYPES,
        super::state::STATES,
        super::state::QUALIFIERS,
    ];
    is_own_word(value) || words.into_iter().any(|words| has_word(words, value))
}
