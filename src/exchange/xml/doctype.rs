//! The two declarations before the root: `<?xml …?>` and `<!DOCTYPE …>`.

use super::characters::{is_blank, name_end};
use super::scan::{Fault, Kind, Token};

/// Scans a document type declaration: accepted, never fetched; one with an internal subset is refused.
pub(super) fn doctype(text: &str, from: usize) -> Result<Option<Token>, Box<Fault>> {
    let bytes = text.as_bytes();
    let mut quote = None;
    for at in from + "<!DOCTYPE".len()..bytes.len() {
        match (quote, bytes[at]) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, b'[') => {
                let message =
                    "a DOCTYPE with declarations of its own (an internal subset) is refused";
                return Err(Fault::new(from, at + 1 - from, message)
                    .hint("remove what stands between `[` and `]`: entities could hide anything"));
            }
            (None, b'>') => {
                return match parts(&text[from + "<!DOCTYPE".len()..at]) {
                    Some(()) => Ok(Some(Token {
                        kind: Kind::Doctype,
                        raw: from..at + 1,
                        inner: from..at + 1,
                        simple: true,
                    })),
                    None => Err(Fault::new(from, at + 1 - from, "a broken DOCTYPE")),
                };
            }
            (None, b'<') => return Err(Fault::new(at, 1, "a `<` inside the DOCTYPE")),
            (None, _) => {}
        }
    }
    Ok(None)
}

/// Checks `S Name (S ('SYSTEM' S literal | 'PUBLIC' S literal S literal))? S?`.
fn parts(body: &str) -> Option<()> {
    let rest = after_space(body)?;
    let end = name_end(rest, 0);
    if end == 0 {
        return None;
    }
    let rest = &rest[end..];
    if is_blank(rest) {
        return Some(());
    }
    let rest = after_space(rest)?;
    let rest = if let Some(rest) = rest.strip_prefix("SYSTEM") {
        rest
    } else {
        let (public, rest) = literal(after_space(rest.strip_prefix("PUBLIC")?)?)?;
        public.bytes().all(is_public).then_some(rest)?
    };
    let (_, rest) = literal(after_space(rest)?)?;
    is_blank(rest).then_some(())
}

fn after_space(text: &str) -> Option<&str> {
    let trimmed = text.trim_start_matches([' ', '\t', '\n', '\r']);
    (trimmed.len() < text.len()).then_some(trimmed)
}

fn literal(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

fn is_public(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" \n\r-'()+,./:=?;!*#@$_%".contains(&byte)
}

/// Checks `<?xml version="1.x" encoding="…"? standalone="…"?` and returns what is wrong with it.
pub(super) fn declaration_fault(body: &str) -> Option<&'static str> {
    let mut expected = ["version", "encoding", "standalone"].into_iter();
    let mut rest = body;
    let mut first = true;
    while !is_blank(rest) {
        let Some((name, value, after)) = pseudo_attribute(rest) else {
            return Some("a broken XML declaration");
        };
        if !expected.by_ref().any(|candidate| candidate == name) || (first && name != "version") {
            return Some("the XML declaration has a part that is unknown or out of order");
        }
        if !is_good(name, value) {
            return Some("the XML declaration has a value that XML does not allow");
        }
        first = false;
        rest = after;
    }
    first.then_some("the XML declaration names no version")
}

fn pseudo_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let rest = after_space(text)?;
    let end = name_end(rest, 0);
    let (name, rest) = rest.split_at(end);
    let spaces = [' ', '\t', '\n', '\r'];
    let rest = rest.trim_start_matches(spaces).strip_prefix('=')?;
    let (value, rest) = literal(rest.trim_start_matches(spaces))?;
    Some((name, value, rest))
}

fn is_good(name: &str, value: &str) -> bool {
    match name {
        "version" => value
            .strip_prefix("1.")
            .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit())),
        "encoding" => {
            value
                .bytes()
                .next()
                .is_some_and(|b| b.is_ascii_alphabetic())
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        }
        _ => matches!(value, "yes" | "no"),
    }
}

/// Whether the instruction's name is `xml` in any case, which no instruction may have.
pub(super) fn is_reserved(target: &str) -> bool {
    target.eq_ignore_ascii_case("xml")
}
