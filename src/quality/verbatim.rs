//! What in a text is no prose and goes over into the translation as it is: addresses, tags, placeholders.

use std::ops::Range;

/// A part of a text that is no prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verbatim {
    /// Where it stands, in UTF-8 bytes.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) kind: VerbatimKind,
}

/// What a part of a text is that is no prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum VerbatimKind {
    /// A web address: `https://example.org/a`, `www.example.org`, `example.org`.
    Url,
    /// An e-mail address.
    Email,
    /// A name of a person on a network: `@example`.
    Handle,
    /// A tag of markup: `<b>`, `</b>`, `<br/>`.
    Tag,
    /// A character written as its name: `&amp;`, `&#39;`.
    Entity,
    /// A conversion of `printf`: `%s`, `%1$d`, `%(name)s`.
    Conversion,
    /// A sign of percent that is doubled for `printf`.
    Percent,
    /// A name in braces: `{name}`, `{{name}}`, `${name}`, `{0}`.
    Braces,
    /// A variable: `$HOME`, `%PATH%`.
    Variable,
    /// A name of a file, a version, a dotted name of a program.
    Name,
}

/// The longest tag and the longest name in braces that is looked for, in bytes.
const LONGEST: usize = 400;

/// The parts of a text that are no prose, in order; they do not overlap. Costs one pass.
pub(super) fn verbatim(text: &str) -> Vec<Verbatim> {
    let mut parts: Vec<Verbatim> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let done = parts.last().map_or(0, |part| part.span.end);
        let found = match bytes[at] {
            b'<' => tag(text, at),
            b'&' => entity(text, at),
            b'%' => conversion(text, at),
            b'{' => braces(text, at, at),
            b'$' => variable(text, at),
            b'@' => address_at(text, at, done),
            b':' if text[at..].starts_with("://") => url(text, at, done),
            b'.' => dotted(text, at, done),
            _ => None,
        };
        match found {
            Some(part) => {
                at = part.span.end;
                parts.push(part);
            }
            None => at += 1,
        }
    }
    parts
}

fn part(span: Range<usize>, kind: VerbatimKind) -> Option<Verbatim> {
    Some(Verbatim { span, kind })
}

/// A tag: a name of ASCII letters, and then its end or attributes with values.
fn tag(text: &str, at: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let reach = &bytes[at + 1..bytes.len().min(at + LONGEST)];
    let len = reach.iter().position(|byte| matches!(byte, b'>' | b'<'))?;
    let inner = &reach[..len];
    if reach[len] == b'<' {
        return None;
    }
    let name = inner.strip_prefix(b"/").unwrap_or(inner);
    let name_len = run(name, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_')
    });
    let starts_well = name.first().is_some_and(u8::is_ascii_alphabetic)
        || (name_len > 0 && is_number(&name[..name_len]));
    let rest = &name[name_len..];
    let ends_well = matches!(rest, b"" | b"/" | b" /")
        || (rest[0].is_ascii_whitespace() && rest.contains(&b'='));
    (starts_well && ends_well)
        .then(|| part(at..at + len + 2, VerbatimKind::Tag))
        .flatten()
}

fn is_number(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

/// A character reference: `&amp;`, `&#39;`, `&#x200f;`.
fn entity(text: &str, at: usize) -> Option<Verbatim> {
    let rest = &text.as_bytes()[at + 1..];
    let hash = usize::from(rest.first() == Some(&b'#'));
    let len = run(&rest[hash..], |byte| byte.is_ascii_alphanumeric());
    let is_closed = rest.get(hash + len) == Some(&b';');
    ((2..=10).contains(&(hash + len)) && is_closed)
        .then(|| part(at..at + hash + len + 2, VerbatimKind::Entity))
        .flatten()
}

/// A conversion of `printf` in C, Python and Objective-C, a doubled percent sign, or a variable of Windows.
///
/// After a digit the sign is one of percent.
fn conversion(text: &str, at: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let rest = &bytes[at + 1..];
    if rest.first() == Some(&b'%') {
        return part(at..at + 2, VerbatimKind::Percent);
    }
    if text[..at].ends_with(|c: char| c.is_numeric()) {
        return None;
    }
    let name = run(rest, |byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
    });
    if name > 1 && rest.get(name) == Some(&b'%') {
        return part(at..at + name + 2, VerbatimKind::Variable);
    }
    let mut len = 0;
    if rest.first() == Some(&b'(') {
        len = rest.iter().take(LONGEST).position(|byte| *byte == b')')? + 1;
    }
    let digits = run(&rest[len..], |byte| byte.is_ascii_digit());
    if digits > 0 && rest.get(len + digits) == Some(&b'$') {
        len += digits + 1;
    }
    len += run(&rest[len..], |byte| b"-+#0".contains(&byte));
    len += run(&rest[len..], |byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b'*')
    });
    len += run(&rest[len..], |byte| b"hlLqjzt".contains(&byte));
    let is_end = |byte: &u8| b"sdiufFeEgGxXoOcCpaAn@".contains(byte);
    let ends_well = rest.get(len).is_some_and(is_end);
    ends_well
        .then(|| part(at..at + len + 2, VerbatimKind::Conversion))
        .flatten()
}

/// A name in one or two pairs of braces; `start` is before a `$` or `#` that belongs to it.
fn braces(text: &str, start: usize, at: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let depth = 1 + usize::from(bytes.get(at + 1) == Some(&b'{'));
    let rest = &bytes[at + depth..bytes.len().min(at + LONGEST)];
    let len = rest.iter().position(|byte| matches!(byte, b'{' | b'}'))?;
    let name = rest[..len].trim_ascii();
    let closes = rest[len..].iter().take_while(|byte| **byte == b'}').count();
    if let Some(end) = argument_len(name)
        && rest[len] == b'{'
    {
        // The forms of a plural are prose; what they depend on is not.
        return part(start..at + depth + end, VerbatimKind::Braces);
    }
    let is_name = name
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_.-:$#@%[]()|/,'\"+*".contains(byte))
        && name.iter().all(|byte| !b",".contains(byte));
    (is_name && closes >= depth)
        .then(|| part(start..at + depth + len + depth, VerbatimKind::Braces))
        .flatten()
        .or_else(|| {
            formatted(name, closes, depth)
                .then(|| part(start..at + depth + len + depth, VerbatimKind::Braces))
                .flatten()
        })
}

/// Whether braces hold a name and how it is written: `{0, number}`, `{when, date, short}`.
fn formatted(name: &[u8], closes: usize, depth: usize) -> bool {
    let mut parts = name.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let first = parts.next().unwrap_or_default();
    let is_kind = |kind: &[u8]| {
        matches!(
            kind,
            b"number" | b"date" | b"time" | b"spellout" | b"ordinal" | b"duration"
        )
    };
    closes >= depth
        && !first.is_empty()
        && first
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && parts.next().is_some_and(is_kind)
}

/// The length of the head of a plural or a choice: `count, plural,`.
fn argument_len(name: &[u8]) -> Option<usize> {
    let first = run(name, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let rest = name.get(first..)?.strip_prefix(b",")?;
    let blank = run(rest, |byte| byte == b' ');
    let kind = run(&rest[blank..], |byte| byte.is_ascii_alphabetic());
    let is_kind = matches!(
        &rest[blank..blank + kind],
        b"plural" | b"select" | b"selectordinal"
    );
    (first > 0 && is_kind).then_some(first + 1 + blank + kind)
}

/// A variable of a shell or a template: `$HOME`, `${name}`; sums of money are none.
fn variable(text: &str, at: usize) -> Option<Verbatim> {
    let rest = &text.as_bytes()[at + 1..];
    if rest.first() == Some(&b'{') {
        return braces(text, at, at + 1);
    }
    let len = run(rest, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_name = len > 1 && !rest[0].is_ascii_digit();
    let after = text[at + 1 + len..].trim_start();
    let is_money = len <= 3 && after.starts_with(|c: char| c.is_numeric());
    (is_name && !is_money)
        .then(|| part(at..at + 1 + len, VerbatimKind::Variable))
        .flatten()
}

/// An e-mail address or a name on a network, by its `@`.
fn address_at(text: &str, at: usize, done: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let before = bytes[done..at]
        .iter()
        .rev()
        .take_while(|byte| is_local(**byte))
        .count();
    let after = run(&bytes[at + 1..], |byte| {
        byte.is_ascii_alphanumeric() || b".-_".contains(&byte)
    });
    let after = trimmed(&text[at + 1..at + 1 + after]).len();
    let end = at + 1 + after;
    if before > 0 && text[at + 1..end].contains('.') {
        return part(at - before..end, VerbatimKind::Email);
    }
    let stands_alone = before == 0 && !text[..at].ends_with(char::is_alphanumeric);
    (stands_alone && after > 1)
        .then(|| part(at..end, VerbatimKind::Handle))
        .flatten()
}

/// Whether a byte may stand before the `@` of an e-mail address.
fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte)
}

/// A web address, by the `://` after its scheme.
fn url(text: &str, at: usize, done: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let before = bytes[done..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let after = address_len(&text[at..]);
    (before > 0 && after > 3)
        .then(|| part(at - before..at + after, VerbatimKind::Url))
        .flatten()
}

/// A dotted name, by the first dot between ASCII letters or digits: an address when it ends like a domain or
/// begins with `www`, else a name of a file, a version or an abbreviation. Numbers are none.
fn dotted(text: &str, at: usize, done: usize) -> Option<Verbatim> {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let before = bytes[done..at]
        .iter()
        .rev()
        .take_while(|byte| is_part(**byte))
        .count();
    let start = at - before;
    let host = run(&bytes[start..], |byte| is_part(byte) || byte == b'.');
    let local = run(&bytes[start..], is_local);
    if bytes.get(start + local) == Some(&b'@') {
        return None;
    }
    let host = trimmed(&text[start..start + host]);
    let has_letter = host.bytes().any(|byte| byte.is_ascii_alphabetic());
    if start + host.len() <= at + 1 || !has_letter {
        return None;
    }
    if before > 0 && is_domain(host) {
        let path = bytes
            .get(start + host.len())
            .is_some_and(|byte| matches!(byte, b'/' | b':' | b'?' | b'#'));
        let len = if path {
            address_len(&text[start..])
        } else {
            host.len()
        };
        return part(start..start + len.max(host.len()), VerbatimKind::Url);
    }
    part(start..start + host.len(), VerbatimKind::Name)
}

/// Whether a dotted name is a domain of the web: it begins with `www`, or ends in small letters like one. Endings
/// that are words, as in a sentence without a space after its end, are none.
fn is_domain(host: &str) -> bool {
    const ENDINGS: [&str; 11] = [
        "com", "org", "net", "edu", "gov", "info", "int", "app", "dev", "pk", "af",
    ];
    let ending = host.rsplit('.').next().unwrap_or_default();
    host.starts_with("www.") || ENDINGS.contains(&ending)
}

/// The length of an address at the start: to white space, a quotation mark or a letter of another script,
/// without the marks of the sentence behind it.
fn address_len(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            !c.is_ascii_graphic()
                || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        })
        .unwrap_or(text.len());
    let address = trimmed(&text[..end]);
    let is_open = address.matches('(').count() < address.matches(')').count();
    match address.strip_suffix(')').filter(|_| is_open) {
        Some(inner) => trimmed(inner).len(),
        None => address.len(),
    }
}

/// A name or an address without the marks of the sentence behind it.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '-', '_', '*'])
}

/// How many bytes at the start pass.
fn run(bytes: &[u8], passes: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| passes(**byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::VerbatimKind::{
        Braces, Conversion, Email, Entity, Handle, Name, Percent, Tag, Url, Variable,
    };
    use super::*;

    fn found(text: &str) -> Vec<(&str, VerbatimKind)> {
        let parts = verbatim(text).into_iter();
        parts.map(|part| (&text[part.span], part.kind)).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, part, kind) in [
            (
                "see https://example.org/a?b=c,d.",
                "https://example.org/a?b=c,d",
                Url,
            ),
            ("(www.example.org)", "www.example.org", Url),
            ("یہ example.org/x_(y)۔", "example.org/x_(y)", Url),
            ("https://example.orgپر", "https://example.org", Url),
            ("write to a.b+c@example.org!", "a.b+c@example.org", Email),
            ("ask @example_1.", "@example_1", Handle),
            ("open notes.txt now", "notes.txt", Name),
            ("run v1.2b", "v1.2b", Name),
            ("the end.In May", "end.In", Name),
        ] {
            assert_eq!(found(text), [(part, kind)], "{text}");
        }
    }

    #[test]
    fn placeholders_of_many_kinds_are_found() {
        for (text, part, kind) in [
            ("%sکی", "%s", Conversion),
            ("has %1$d of", "%1$d", Conversion),
            ("%(name)s!", "%(name)s", Conversion),
            ("%-5.2lf", "%-5.2lf", Conversion),
            ("100%%", "%%", Percent),
            ("{name}", "{name}", Braces),
            ("{{ user.name }}", "{{ user.name }}", Braces),
            ("${HOME}/x", "${HOME}", Braces),
            ("{0, number}", "{0, number}", Braces),
            ("{n, plural, one {# day}}", "{n, plural", Braces),
            ("in $HOME", "$HOME", Variable),
            ("%APPDATA%", "%APPDATA%", Variable),
            ("a &lt; b", "&lt;", Entity),
            ("it&#39;s", "&#39;", Entity),
            ("</b>", "</b>", Tag),
            ("<a href=\"x\">", "<a href=\"x\">", Tag),
        ] {
            assert_eq!(found(text), [(part, kind)], "{text}");
        }
    }

    #[test]
    fn prose_is_left_alone() {
        for text in [
            "100% sure, 5% discount",
            "a < b and c > d",
            "$5 or $US 5",
            "{see page 3}",
            "AT&T; R&D",
            "1.5, 3.",
            "<your name>",
            "ہے۔ 2.5",
            "a@ b",
            "وہ {یہ} ہے",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn parts_stand_in_order_on_whole_characters(text in "[a-c.@:/<>&;%$(){}0-9 s,ا\"']{0,40}") {
            let mut end = 0;
            for part in verbatim(&text) {
                prop_assert!(part.span.start >= end && part.span.start < part.span.end);
                prop_assert!(text.get(part.span.clone()).is_some());
                end = part.span.end;
            }
        }
    }
}
