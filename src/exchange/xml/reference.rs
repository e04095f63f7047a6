//! References: `&amp;`, `&#233;`, `&#xE9;`. No entity beyond the five of XML itself exists here.

use super::characters::is_allowed;
use super::scan::Fault;

/// The longest reference worth reading: a name or number beyond that is none of ours.
const LONGEST: usize = 64;

/// Reads the reference whose `&` stands at `at`: the character and the end, in bytes.
///
/// `None` when the text ends before the reference does.
pub(super) fn reference(text: &str, at: usize) -> Result<Option<(char, usize)>, Box<Fault>> {
    let bytes = &text.as_bytes()[at + 1..];
    match bytes {
        [b'l', b't', b';', ..] => return Ok(Some(('<', at + 4))),
        [b'g', b't', b';', ..] => return Ok(Some(('>', at + 4))),
        [b'a', b'm', b'p', b';', ..] => return Ok(Some(('&', at + 5))),
        _ => {}
    }
    let seen = &bytes[..bytes.len().min(LONGEST)];
    let stop = seen.iter().position(|byte| {
        !(byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'_' | b'-' | b'.' | b':'))
            && byte.is_ascii()
    });
    let Some(length) = stop else {
        return if bytes.len() < LONGEST {
            Ok(None)
        } else {
            Err(Fault::new(at, 1, "a reference without `;`").hint(AMPERSAND))
        };
    };
    if length == 0 || seen[length] != b';' {
        return Err(Fault::new(at, 1, "an `&` that begins no reference").hint(AMPERSAND));
    }
    let body = &text[at + 1..at + 1 + length];
    let c = match body {
        "apos" => '\'',
        "quot" => '"',
        _ => numeric(body, at)?,
    };
    Ok(Some((c, at + length + 2)))
}

const AMPERSAND: &str = "write `&amp;` for the character itself";

fn numeric(body: &str, at: usize) -> Result<char, Box<Fault>> {
    let Some(number) = body.strip_prefix('#') else {
        let message = format!("the entity `&{body};` is not declared");
        return Err(Fault::new(at, body.len() + 2, message)
            .hint("only &lt; &gt; &amp; &apos; &quot; and numbers are read: write the character"));
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|b| char::from(b).is_digit(radix));
    let code = plain
        .then(|| u32::from_str_radix(digits, radix).ok())
        .flatten();
    code.and_then(char::from_u32)
        .filter(|&c| is_allowed(c))
        .ok_or_else(|| {
            let message = format!("the reference `&{body};` names no character that XML allows");
            Fault::new(at, body.len() + 2, message).hint("remove it")
        })
}

/// Appends text with its references resolved; text that was not scanned before keeps what is no reference.
pub(crate) fn resolve(raw: &str, into: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        if let Ok(Some((c, end))) = reference(rest, at) {
            into.push(c);
            rest = &rest[end..];
        } else {
            into.push('&');
            rest = &rest[at + 1..];
        }
    }
    into.push_str(rest);
}

/// Appends an attribute's value: references resolved, white space that was typed turned into blanks.
pub(super) fn resolve_attribute(raw: &str, into: &mut String) {
    for (number, part) in raw.split(['\t', '\n', '\r']).enumerate() {
        if number > 0 {
            into.push(' ');
        }
        resolve(part, into);
    }
}
