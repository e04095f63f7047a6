//! The match key under which a variant is found.

use crate::text::Language;

/// The match key of a text in a language.
pub(super) fn of(text: &str, _language: &Language) -> String {
    text.to_lowercase()
}
