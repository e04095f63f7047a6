//! What a text takes from the program that shows it: `%s`, `{name}`, `%1`; compared between source and target.

use std::collections::BTreeMap;

/// How the places of a text are written, by the flag of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `%d`, `%2$s`, `%(name)s`.
    Percent,
    /// `{name}`, `{0}`.
    Braces,
    /// `%1`, `%L2`.
    PercentNumber,
}

/// The flags whose texts are compared, without `-format`.
const STYLES: &[(&str, Style)] = &[
    ("c", Style::Percent),
    ("objc", Style::Percent),
    ("python", Style::Percent),
    ("php", Style::Percent),
    ("perl", Style::Percent),
    ("lua", Style::Percent),
    ("javascript", Style::Percent),
    ("ruby", Style::Percent),
    ("python-brace", Style::Braces),
    ("perl-brace", Style::Braces),
    ("csharp", Style::Braces),
    ("qt", Style::PercentNumber),
    ("kde", Style::PercentNumber),
];

/// The style that a flag such as `c-format` names; `None` for any other flag, `no-c-format` among them.
pub(super) fn style_of(flag: &str) -> Option<Style> {
    let name = flag.strip_suffix("-format")?;
    let known = STYLES.iter().find(|(own, _)| *own == name);
    known.map(|(_, style)| *style)
}

/// The arguments of a text: by number or name, what each must be.
pub(super) type Arguments = BTreeMap<String, &'static str>;

/// The arguments of a text; `None` when it is no text of that style.
pub(super) fn arguments(text: &str, style: Style) -> Option<Arguments> {
    match style {
        Style::Percent => percent(text),
        Style::Braces => braces(text),
        Style::PercentNumber => Some(percent_number(text)),
    }
}

fn percent(text: &str) -> Option<Arguments> {
    let mut arguments = Arguments::new();
    let mut next = 1;
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            rest = after;
            continue;
        }
        let directive = Directive::of(rest)?;
        rest = &rest[directive.length..];
        for _ in 0..directive.stars {
            put(&mut arguments, next.to_string(), "integer")?;
            next += 1;
        }
        let key = directive.key.unwrap_or_else(|| {
            next += 1;
            (next - 1).to_string()
        });
        put(&mut arguments, key, directive.kind)?;
    }
    Some(arguments)
}

/// Takes down an argument; `None` when it is another thing elsewhere in the text.
fn put(arguments: &mut Arguments, key: String, kind: &'static str) -> Option<()> {
    match arguments.insert(key, kind) {
        Some(known) if known != kind => None,
        _ => Some(()),
    }
}

/// What stands behind one `%`.
struct Directive {
    /// A number or name that is given; the next in turn otherwise.
    key: Option<String>,
    /// Widths and precisions that are arguments too.
    stars: usize,
    kind: &'static str,
    length: usize,
}

impl Directive {
    fn of(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut key = None;
        if let Some(named) = rest.strip_prefix('(') {
            let (name, after) = named.split_once(')')?;
            key = Some(name.to_owned());
            rest = after;
        } else if let Some((number, after)) = rest.split_once('$')
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            key = Some(number.to_owned());
            rest = after;
        }
        let before = rest;
        rest = rest.trim_start_matches(|c: char| "-+ #0'.*".contains(c) || c.is_ascii_digit());
        let stars = before[..before.len() - rest.len()].matches('*').count();
        if let Some(macro_name) = rest.strip_prefix('<') {
            let (_, after) = macro_name.split_once('>')?;
            return Some(Self {
                key,
                stars,
                kind: "integer of a fixed size",
                length: text.len() - after.len(),
            });
        }
        let bare = rest.trim_start_matches(['h', 'l', 'L', 'q', 'j', 'z', 't']);
        let size = &rest[..rest.len() - bare.len()];
        let kind = kind_of(bare.chars().next()?, size)?;
        Some(Self {
            key,
            stars,
            kind,
            length: text.len() - bare.len() + 1,
        })
    }
}

/// What a conversion takes.
fn kind_of(conversion: char, size: &str) -> Option<&'static str> {
    Some(match (conversion, size) {
        ('d' | 'i', "") => "integer",
        ('d' | 'i', "l") => "long integer",
        ('d' | 'i', _) => "integer of another size",
        ('o' | 'u' | 'x' | 'X', "") => "unsigned integer",
        ('o' | 'u' | 'x' | 'X', "l") => "long unsigned integer",
        ('o' | 'u' | 'x' | 'X', _) => "unsigned integer of another size",
        ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'a' | 'A', _) => "number with a fraction",
        ('c' | 'C', _) => "character",
        ('s' | 'S' | 'r' | '@' | 'b', _) => "string",
        ('p' | 'n', _) => "pointer",
        _ => return None,
    })
}

fn braces(text: &str) -> Option<Arguments> {
    let text = text.replace("{{", "").replace("}}", "");
    let mut arguments = Arguments::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        let (inside, after) = rest[at + 1..].split_once('}')?;
        let end = inside.find(['.', '[', '!', ':', ',']);
        let name = inside[..end.unwrap_or(inside.len())].trim();
        arguments.insert(name.to_owned(), "value");
        rest = after;
    }
    Some(arguments)
}

fn percent_number(text: &str) -> Arguments {
    let mut arguments = Arguments::new();
    for (at, _) in text.match_indices('%') {
        let rest = text[at + 1..].trim_start_matches('L');
        let digits: String = rest
            .chars()
            .take_while(char::is_ascii_digit)
            .take(2)
            .collect();
        if !digits.is_empty() {
            arguments.insert(digits, "value");
        }
    }
    arguments
}

/// What differs between the arguments of a source and a target; `all` asks for every one of the source's, otherwise the
/// target may leave some out.
pub(super) fn difference(source: &Arguments, target: &Arguments, all: bool) -> Option<String> {
    for (key, kind) in target {
        match source.get(key) {
            None => {
                return Some(format!(
                    "the target takes an argument `{key}` that the source has not"
                ));
            }
            Some(own) if own != kind => {
                return Some(format!(
                    "argument `{key}` is of kind {own} in the source, {kind} in the target"
                ));
            }
            Some(_) => {}
        }
    }
    let missing = source.keys().find(|key| !target.contains_key(*key));
    let missing = missing.filter(|_| all)?;
    Some(format!(
        "the target lacks the argument `{missing}` of the source"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(source: &str, target: &str, flag: &str) -> bool {
        let style = style_of(flag).unwrap();
        let of = |text| arguments(text, style);
        match (of(source), of(target)) {
            (Some(source), Some(target)) => difference(&source, &target, true).is_some(),
            (None, _) => false,
            (_, None) => true,
        }
    }

    #[test]
    fn arguments_are_compared_by_place_name_and_kind() {
        for (source, target, flag) in [
            ("a %s %d", "b %s", "c-format"),
            ("a %d", "b %s", "c-format"),
            ("a %d", "b %ld", "c-format"),
            ("a %d", "b %", "c-format"),
            ("%(name)s", "%(nam)s", "python-format"),
            ("{name}", "{nam}", "python-brace-format"),
            ("%1 of %2", "%1", "qt-format"),
        ] {
            assert!(differs(source, target, flag), "{source} {target}");
            assert!(!differs(source, source, flag), "{source}");
        }
        for (source, target, flag) in [
            ("a %s %d", "b %2$d %1$s", "c-format"),
            ("%5.1f%%", "%% %f", "c-format"),
            ("{{x}} {n:>3}", "{n}", "python-brace-format"),
            ("%(a)s %(b)d", "%(b)i %(a)s", "python-format"),
            ("100%, surely", "anything", "c-format"),
        ] {
            assert!(!differs(source, target, flag), "{source} {target}");
        }
        assert_eq!(style_of("no-c-format"), None);
        assert_eq!(style_of("fuzzy"), None);
    }
}
