//! Ids of units in PO files that give them none: made from context and source, as gettext tells entries apart.

use crate::model::UnitId;

/// What such an id begins with.
const PREFIX: &str = "anon-";

/// The digits of base 32.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many digits follow: 65 bits.
const LENGTH: usize = 13;

/// The first 128 bits of blake3 over context and source.
pub(super) fn digest(context: Option<&str>, source: &str) -> u128 {
    let mut hasher = blake3::Hasher::new();
    if let Some(context) = context {
        hasher.update(context.as_bytes());
        // The separator of compiled catalogues.
        hasher.update(b"\x04");
    }
    hasher.update(source.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    u128::from_le_bytes(bytes)
}

/// The id of an entry without one; a later version of the file gives the same entry the same id.
pub(super) fn derived(context: Option<&str>, source: &str) -> UnitId {
    let mut bits = digest(context, source);
    let mut id = String::with_capacity(PREFIX.len() + LENGTH);
    id.push_str(PREFIX);
    for _ in 0..LENGTH {
        let digit = usize::try_from(bits & 31).unwrap_or_default();
        id.push(char::from(DIGITS[digit]));
        bits >>= 5;
    }
    UnitId(id)
}
