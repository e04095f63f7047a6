//! Validates PO: what gettext refuses, and what it refuses when it is asked to check.

use std::collections::HashMap;
use std::io::BufRead;

use super::charset::{self, Decoded};
use super::entry::{Entry, EntryKind, now};
use super::fault::place;
use super::format_string::{arguments, difference, style_of};
use super::header;
use super::line::Keyword;
use super::parse::Entries;
use super::plural::form_count;
use super::plural_rule::{distribution, has_expression};
use super::rules::{
    BAD_PLURAL_RULE, BYTE_ORDER_MARK, CHARSET, DEFAULT_FIELD, DUPLICATE_MESSAGE, FORMAT_STRING,
    LINE_BREAK_AT_EDGE, MISSING_FIELD, MSGFMT, NO_HEADER, NO_LANGUAGE, NO_PLURAL_RULE, NOT_DECODED,
    PLURAL_COUNT,
};
use super::segment_entry::FUZZY;
use crate::exchange::validation::{Hearing, fingerprint};
use crate::exchange::{Objections, ReadError, Rule};
use crate::model::Place;

/// The fields that gettext wants in a header, with what its tools put there first.
pub(super) const FIELDS: [(&str, &str); 8] = [
    ("Project-Id-Version", "PACKAGE VERSION"),
    ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
    ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>"),
    ("Language-Team", "LANGUAGE <LL@li.org>"),
    ("Language", ""),
    ("MIME-Version", "\0"),
    ("Content-Type", "text/plain; charset=CHARSET"),
    ("Content-Transfer-Encoding", "ENCODING"),
];

/// What a byte order mark of UTF-8 is.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Holds a file against the rules.
pub(super) fn validate(
    input: &mut dyn BufRead,
    each: &mut Objections<'_>,
) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let is_marked = bytes.starts_with(MARK);
    let is_ascii = bytes.is_ascii();
    let decoded = charset::decode(bytes).map_err(ReadError::Malformed)?;
    let mut check = Check {
        hears: Hearing::new(each),
        is_ascii,
        header: None,
        first_plural: None,
        counts: Vec::new(),
        messages: HashMap::new(),
        often: None,
    };
    if is_marked {
        let message = "the file begins with a byte order mark";
        check.hears.object(&BYTE_ORDER_MARK, message, top);
    }
    check.file(&decoded);
    check.hears.tell_rest();
    Ok(())
}

/// What was seen of a file.
struct Check<'e, 'o> {
    hears: Hearing<'e, 'o>,
    /// Whether all its bytes are ASCII.
    is_ascii: bool,
    /// The text of the header, and where it stands.
    header: Option<(String, Place)>,
    /// Where the first translated entry with plural forms stands.
    first_plural: Option<Place>,
    /// How many forms the translated entries have, each number once with its place.
    counts: Vec<(usize, Place)>,
    /// Fingerprints of contexts and sources, with the line of each.
    messages: HashMap<u64, usize>,
    /// Which forms stand for more than one number, by the rule of the header.
    often: Option<Vec<bool>>,
}

impl Check<'_, '_> {
    fn file(&mut self, decoded: &Decoded) {
        if let Some(finding) = &decoded.finding {
            let message = finding.message.clone();
            self.hears.object(&CHARSET, message, top);
        }
        let mut broken = decoded.broken.iter().peekable();
        let mut entries = Entries::new(&decoded.text);
        while let Some(parsed) = entries.next() {
            let mut is_undecoded = false;
            while broken.next_if(|at| **at < entries.offset()).is_some() {
                is_undecoded = true;
            }
            if let Some(finding) = parsed.finding {
                self.hears.found(*finding, MSGFMT);
                continue;
            }
            let entry = &parsed.entry;
            if is_undecoded {
                let message = "the entry holds bytes that are not in the encoding of the file";
                self.object(&NOT_DECODED, message, entry);
            }
            match entry.kind {
                EntryKind::Header => self.header(entry),
                EntryKind::Message | EntryKind::Obsolete => self.message(entry),
                EntryKind::Broken | EntryKind::Loose => {}
            }
        }
        self.whole();
    }

    fn object(&mut self, rule: &'static Rule, message: impl Into<String>, entry: &Entry) {
        self.hears.object(rule, message, || place_of(entry));
    }

    fn header(&mut self, entry: &Entry) {
        self.once(entry);
        if self.header.is_some() {
            return;
        }
        let text = entry.text(now(Keyword::Msgstr)).unwrap_or_default();
        self.fields(&text, entry);
        let language = header::field(&text, "Language").unwrap_or_default();
        if header::language(language).is_none() {
            let message = match language {
                "" => "the header names no language".to_owned(),
                other => format!("the header field `Language` is no language: `{other}`"),
            };
            self.object(&NO_LANGUAGE, message, entry);
        }
        let rule = header::field(&text, "Plural-Forms");
        let forms = rule.and_then(distribution);
        self.often = forms.map(|forms| forms.into_iter().map(|times| times > 1).collect());
        self.header = Some((text.into_owned(), place_of(entry)));
    }

    /// Looks for the fields that gettext wants, and for those that nobody filled in.
    fn fields(&mut self, text: &str, entry: &Entry) {
        let names = |wanted: &dyn Fn(Option<&str>, &str) -> bool| -> Vec<&str> {
            let fields = FIELDS
                .iter()
                .filter(|(name, initial)| wanted(header::field(text, name), initial));
            fields.map(|(name, _)| *name).collect()
        };
        let missing = names(&|value, _| value.is_none());
        if !missing.is_empty() {
            let message = format!("the header has no `{}`", missing.join("`, `"));
            self.object(&MISSING_FIELD, message, entry);
        }
        let unfilled = names(&|value, initial| value == Some(initial) && !initial.is_empty());
        if !unfilled.is_empty() {
            let message = format!(
                "nobody has filled in `{}` of the header",
                unfilled.join("`, `")
            );
            self.object(&DEFAULT_FIELD, message, entry);
        }
        let content = header::field(text, "Content-Type").unwrap_or_default();
        let charset = content.split_once("charset=").map(|(_, charset)| charset);
        if charset.is_none() && !text.is_empty() {
            self.object(&CHARSET, "the header names no charset", entry);
        }
        let is_ascii = charset.is_some_and(|charset| {
            ["ASCII", "US-ASCII", "ANSI_X3.4-1968"]
                .iter()
                .any(|own| own.eq_ignore_ascii_case(charset))
        });
        if is_ascii && !self.is_ascii {
            let message = "the header says ASCII, and the file has other characters";
            self.object(&NOT_DECODED, message, entry);
        }
    }

    /// Objects to the second entry with one context and source.
    fn once(&mut self, entry: &Entry) {
        let context = entry.text(now(Keyword::Msgctxt));
        let source = entry.text(now(Keyword::Msgid)).unwrap_or_default();
        let key = match &context {
            Some(context) => format!("{context}\u{4}{source}"),
            None => source.into_owned(),
        };
        let line = entry.keyword_line().0;
        match self.messages.insert(fingerprint(&key), line) {
            None => {}
            Some(first) => {
                let message = format!("an entry with this source stands on line {first} already");
                self.object(&DUPLICATE_MESSAGE, message, entry);
            }
        }
    }

    fn message(&mut self, entry: &Entry) {
        self.once(entry);
        let forms = targets(entry);
        let is_live = entry.kind == EntryKind::Message && !entry.has_flag(FUZZY);
        if !is_live || forms.iter().all(String::is_empty) {
            return;
        }
        if let Some(message) = edges(entry, &forms) {
            self.object(&LINE_BREAK_AT_EDGE, message, entry);
        }
        if entry.text(now(Keyword::MsgidPlural)).is_some() {
            let place = place_of(entry);
            if self.counts.iter().all(|(count, _)| *count != forms.len()) {
                self.counts.push((forms.len(), place.clone()));
            }
            self.first_plural.get_or_insert(place);
        }
        self.format_strings(entry, &forms);
    }

    fn format_strings(&mut self, entry: &Entry, forms: &[String]) {
        let plural = entry.text(now(Keyword::MsgidPlural));
        let source = entry.text(now(Keyword::Msgid)).unwrap_or_default();
        let source = plural.as_deref().unwrap_or(&source);
        for style in entry.flags().filter_map(style_of) {
            let Some(wanted) = arguments(source, style) else {
                continue;
            };
            for (number, form) in forms.iter().enumerate() {
                let is_often = || {
                    let often = self.often.as_ref().and_then(|often| often.get(number));
                    often.copied().unwrap_or(false)
                };
                let all = plural.is_none() || is_often();
                let message = match arguments(form, style) {
                    _ if form.is_empty() => None,
                    None => Some("the target has a place that cannot be read".to_owned()),
                    Some(own) => difference(&wanted, &own, all),
                };
                if let Some(message) = message {
                    self.object(&FORMAT_STRING, message, entry);
                    break;
                }
            }
        }
    }

    /// What only the whole file tells.
    fn whole(&mut self) {
        let named = self.header.as_ref();
        if named.is_none_or(|(text, _)| text.is_empty()) {
            let at = named.map(|(_, place)| place.clone());
            let message = "the file has no header";
            self.hears
                .object(&NO_HEADER, message, || at.unwrap_or_else(top));
        }
        let rule = named.and_then(|(text, _)| header::field(text, "Plural-Forms"));
        let rule = rule.unwrap_or_default().to_owned();
        let at = named.map_or_else(top, |(_, place)| place.clone());
        let Some(first) = self.first_plural.take() else {
            return;
        };
        let (Some(count), true) = (form_count(&rule), has_expression(&rule)) else {
            let message = "the entry has plural forms, the header has no rule for them";
            return self.hears.object(&NO_PLURAL_RULE, message, || first);
        };
        let message = match distribution(&rule) {
            None => Some(format!("the plural rule cannot be read: `{rule}`")),
            Some(forms) if forms.len() > count => Some(format!(
                "the plural rule asks for {} forms, `nplurals` is {count}",
                forms.len()
            )),
            Some(_) => None,
        };
        if let Some(message) = message {
            self.hears.object(&BAD_PLURAL_RULE, message, || at);
        }
        for (own, place) in std::mem::take(&mut self.counts) {
            if own != count {
                let message = format!("the entry has {own} plural forms, `nplurals` is {count}");
                self.hears.object(&PLURAL_COUNT, message, || place);
            }
        }
    }
}

/// The targets of an entry, one for each plural form.
pub(super) fn targets(entry: &Entry) -> Vec<String> {
    let texts = entry.texts().filter(|(key, _)| !key.previous);
    let targets = texts.filter_map(|(key, text)| match key.keyword {
        Keyword::Msgstr | Keyword::MsgstrPlural(_) => Some(text.into_owned()),
        _ => None,
    });
    targets.collect()
}

/// How the edges of the texts of an entry differ, if they do.
fn edges(entry: &Entry, forms: &[String]) -> Option<String> {
    let source = entry.text(now(Keyword::Msgid)).unwrap_or_default();
    let plural = entry.text(now(Keyword::MsgidPlural));
    let others: Vec<&str> = plural
        .as_deref()
        .into_iter()
        .chain(forms.iter().map(String::as_str))
        .collect();
    let begins = |text: &str| text.starts_with('\n');
    let ends = |text: &str| text.ends_with('\n');
    let what = if others.iter().any(|text| begins(text) != begins(&source)) {
        "begin"
    } else if others.iter().any(|text| ends(text) != ends(&source)) {
        "end"
    } else {
        return None;
    };
    Some(format!(
        "source and translation do not both {what} with `\\n`"
    ))
}

fn place_of(entry: &Entry) -> Place {
    let (number, line) = entry.keyword_line();
    place(number, line, 0..line.len())
}

/// The beginning of the file.
fn top() -> Place {
    place(1, "", 0..0)
}

#[cfg(test)]
mod tests {
    use crate::exchange::collected::{objected, objections};
    use crate::exchange::po::rules::Rules;

    const RULES: Rules = Rules;

    /// A file with a full header and these entries.
    fn file(entries: &str) -> String {
        let fields = [
            "Project-Id-Version: x",
            "PO-Revision-Date: 2026-01-01 10:00+0000",
            "Last-Translator: A",
            "Language-Team: ur",
            "Language: ur",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: 8bit",
            "Plural-Forms: nplurals=2; plural=(n != 1);",
        ];
        let fields: Vec<String> = fields
            .iter()
            .map(|field| format!("\"{field}\\n\"\n"))
            .collect();
        format!("msgid \"\"\nmsgstr \"\"\n{}\n{entries}", fields.concat())
    }

    const PLURAL: &str = "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\n";

    #[test]
    fn sound_files_draw_no_objection() {
        for entries in [
            "",
            PLURAL,
            "#, fuzzy\nmsgid \"a\\n\"\nmsgstr \"b\"\n\nmsgid \"x\\n\"\nmsgstr \"\"\n",
            "msgctxt \"1\"\nmsgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
            "#, c-format\nmsgid \"%d of %s\"\nmsgstr \"%2$s: %1$d\"\n",
            "#, c-format\nmsgid \"one\"\nmsgid_plural \"%d\"\nmsgstr[0] \"b\"\nmsgstr[1] \"%d\"\n",
        ] {
            assert_eq!(objections(&RULES, &file(entries)), [], "{entries}");
        }
    }

    #[test]
    fn each_rule_is_broken_by_a_file() {
        let message = "msgid \"a\"\nmsgstr \"b\"\n";
        let sound = file(message);
        for (text, wanted) in [
            (
                file(&format!(
                    "{message}\n#~ {}",
                    message.replace("\nmsgstr", "\n#~ msgstr")
                )),
                "duplicate-message",
            ),
            (file("msgid \"a\\n\"\nmsgstr \"b\"\n"), "line-break-at-edge"),
            (
                file("#, c-format\nmsgid \"%d\"\nmsgstr \"%s\"\n"),
                "format-string",
            ),
            (
                file(
                    "#, c-format\nmsgid \"a\"\nmsgid_plural \"%d\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\n",
                ),
                "format-string",
            ),
            (file("msgid \"a\"\nmsgstr \"b\n"), "unterminated-string"),
            (
                file(PLURAL).replace("nplurals=2", "nplurals=3"),
                "plural-count",
            ),
            (file(PLURAL).replace("(n != 1)", "n"), "bad-plural-rule"),
            (file(PLURAL).replace("(n != 1)", "(n"), "bad-plural-rule"),
            (
                file(PLURAL).replace("Plural-Forms", "X-Forms"),
                "no-plural-rule",
            ),
            (format!("\u{FEFF}{sound}"), "byte-order-mark"),
            (message.to_owned(), "no-header"),
            (
                file("msgid \"a\"\nmsgstr \"ب\"\n").replace("UTF-8", "ASCII"),
                "not-decoded",
            ),
            (sound.replace("; charset=UTF-8", ""), "charset-differs"),
            (
                sound.replace("Language: ur", "Language: ?"),
                "no-target-language",
            ),
            (
                sound.replace("MIME-Version", "X-Version"),
                "missing-header-field",
            ),
            (
                sound.replace("charset=UTF-8", "charset=CHARSET"),
                "default-header-field",
            ),
        ] {
            assert!(
                objected(&RULES, &text).iter().any(|id| id == wanted),
                "{wanted}\n{text}"
            );
        }
    }
}
