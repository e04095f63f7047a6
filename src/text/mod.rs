//! What a language does to a string: tags, direction, normal form, match keys, digits, numbers, words.

mod characters;
mod clusters;
pub mod digits;
mod display;
mod folding;
mod key;
mod language;
mod normal;
pub mod numbers;
mod script;
mod table;
mod words;

pub use characters::{Invisible, character_name, chip, invisible};
pub use clusters::clusters;
pub use display::{is_risky, isolate, leaking_controls, printable};
pub use key::{match_key, tight_key, write_match_key, write_tight_key};
pub use language::{Direction, Language, LanguageError};
pub use normal::{is_normalised, normalise};
pub use script::{Misfit, misfit, wrong_script};
pub use words::{Token, TokenClass, Tokens, tokens, words};
