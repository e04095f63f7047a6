//! What a language does to a string: tags, direction, normal form, match keys, digits, numbers, words.

mod language;

pub use language::{Direction, Language, LanguageError};
