//! What a unit says, as a fingerprint, and the id that follows from it.

use super::sieve::{Text, sorted_texts};
use crate::memory::packed::{pack_list, pack_number, pack_str};
use crate::model::{Unit, UnitId};

/// Letters and digits that are hard to mistake for each other, after Crockford.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An id has so many letters of five bits each. Among a million units two share one with a chance of
/// 1 : 2,000,000; then one of them gets another.
const LENGTH: usize = 12;

/// The id that a unit gets from its content when it comes without one: twelve letters and digits.
///
/// The same content always gets the same id; the unit's own id and its place do not count.
pub fn fresh_id(unit: &Unit) -> UnitId {
    let source_language = unit.source_language.as_ref();
    let mut content = String::new();
    write(
        &mut content,
        source_language.map(|language| language.as_str()),
        pack_list(&unit.attributes).as_deref(),
        pack_list(&unit.remarks).as_deref(),
        &sorted_texts(source_language, &unit.variants),
    );
    id(&fingerprint(&content), 0)
}

/// Writes all that a unit says into `content`, in place of what stood there.
pub(super) fn write(
    content: &mut String,
    source_language: Option<&str>,
    attributes: Option<&str>,
    remarks: Option<&str>,
    texts: &[Text],
) {
    content.clear();
    for part in [source_language, attributes, remarks] {
        pack_str(part.unwrap_or_default(), content);
    }
    for Text { language, body, .. } in texts {
        pack_str(language.as_str(), content);
        pack_str(body.as_str(), content);
        pack_number(body.state as u64, content);
    }
}

/// The fingerprint of what a unit says (BLAKE3), from which its ids follow.
pub(super) fn fingerprint(content: &str) -> [u8; 32] {
    *blake3::hash(content.as_bytes()).as_bytes()
}

/// The id of a fingerprint; another one for each attempt.
pub(super) fn id(fingerprint: &[u8; 32], attempt: usize) -> UnitId {
    let start = attempt % (fingerprint.len() - 7);
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&fingerprint[start..start + 8]);
    let bits = u64::from_be_bytes(bytes);
    let letter = |at: usize| {
        let five = (bits >> (59 - 5 * at)) & 31;
        char::from(LETTERS[usize::try_from(five).unwrap_or(0)])
    };
    UnitId((0..LENGTH).map(letter).collect())
}
