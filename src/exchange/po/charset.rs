//! Encodings of PO files: the one that the header names, UTF-8 otherwise.

use crate::model::{Finding, Place, Severity};

/// The text of a file that must be UTF-8.
///
/// # Errors
/// A finding that names the first byte which is not.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let good = std::str::from_utf8(&bytes[..at]).unwrap_or_default();
        let hint = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file is UTF-16: save it as UTF-8",
            _ => "save the file as UTF-8 in your editor",
        };
        Box::new(
            Finding::new(
                "not-utf8",
                Severity::Error,
                format!("byte {at} of the file (0x{:02X}) is not UTF-8", bytes[at]),
            )
            .with_hint(hint)
            .at(Place::in_text(good, at..at)),
        )
    })
}
