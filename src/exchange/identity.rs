//! Ids for units whose file gives them none.

use crate::model::{Attributes, CodeKind, Remark, RemarkKind, Unit, UnitId};

/// What such ids begin with.
const PREFIX: &str = "anon-";

/// How many digits of base 32 follow: 65 bits, so that a million units do not meet.
const DIGITS: usize = 13;

/// The id that a unit's content gives it: the same for the same content in every language and remark.
///
/// The id that the unit has is not looked at. Cost is linear in the content.
#[must_use]
pub fn content_id(unit: &Unit) -> UnitId {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = Vec::with_capacity(512);
    if let Some(language) = &unit.source_language {
        field(&mut buffer, b's', language.as_str());
    }
    attributes(&mut buffer, &unit.attributes);
    remarks(&mut buffer, &unit.remarks);
    for variant in &unit.variants {
        field(&mut buffer, b'v', variant.language.as_str());
        field(&mut buffer, b't', &variant.text);
        for code in &variant.codes {
            field(&mut buffer, kind_letter(code.kind), &code.element);
            buffer.extend_from_slice(&code.offset.to_le_bytes());
            field(&mut buffer, b'o', &code.original);
            attributes(&mut buffer, &code.attributes);
        }
        attributes(&mut buffer, &variant.attributes);
        remarks(&mut buffer, &variant.remarks);
    }
    hasher.update(&buffer);
    let digest = hasher.finalize();
    let mut id = String::with_capacity(PREFIX.len() + DIGITS);
    id.push_str(PREFIX);
    let mut bits = u128::from_le_bytes(first_bytes(digest.as_bytes()));
    for _ in 0..DIGITS {
        id.push(char::from(
            b"0123456789abcdefghjkmnpqrstvwxyz"[(bits & 31) as usize],
        ));
        bits >>= 5;
    }
    UnitId(id)
}

/// Whether the id was made by [`content_id`]: a writer need not give it to a file that had none.
#[must_use]
pub fn is_content_id(id: &UnitId) -> bool {
    id.as_str().strip_prefix(PREFIX).is_some_and(|digits| {
        digits.len() == DIGITS
            && digits
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
    })
}

fn first_bytes(digest: &[u8; 32]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes
}

fn kind_letter(kind: CodeKind) -> u8 {
    match kind {
        CodeKind::Opening => b'(',
        CodeKind::Closing => b')',
        CodeKind::Standalone => b'.',
        CodeKind::IsolatedOpening => b'[',
        CodeKind::IsolatedClosing => b']',
    }
}

fn attributes(buffer: &mut Vec<u8>, attributes: &Attributes) {
    for (name, value) in attributes {
        field(buffer, b'a', name);
        field(buffer, b'=', value);
    }
}

fn remarks(buffer: &mut Vec<u8>, remarks: &[Remark]) {
    for remark in remarks {
        match &remark.kind {
            RemarkKind::Note => field(buffer, b'n', &remark.text),
            RemarkKind::Property(name) => {
                field(buffer, b'p', name);
                field(buffer, b'=', &remark.text);
            }
        }
        attributes(buffer, &remark.attributes);
    }
}

/// One field: what it is, its length, its text, so that no two contents give the same bytes.
fn field(buffer: &mut Vec<u8>, what: u8, text: &str) {
    buffer.push(what);
    buffer.extend_from_slice(&text.len().to_le_bytes());
    buffer.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Variant;
    use crate::text::Language;

    #[test]
    fn content_gives_the_id_and_only_content() {
        let text = |words: &str| {
            let variant = Variant::new(Language::parse("en").unwrap(), words);
            Unit::new(UnitId("given".to_owned()), variant)
        };
        let id = content_id(&text("one"));
        assert_eq!(id, content_id(&text("one")));
        assert_ne!(id, content_id(&text("two")));
        assert!(is_content_id(&id), "{id}");
        assert!(!is_content_id(&UnitId("anon-1".to_owned())));
    }
}
