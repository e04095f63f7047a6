//! Inline codes: markup inside a text, kept beside it and never typed into it.

use serde::{Deserialize, Serialize};

use super::Attributes;

/// Markup that stands at one point of a variant's text.
///
/// Markup that encloses text is two codes, an opening and a closing one, joined by `pair`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineCode {
    /// Where it stands in the variant's text, in UTF-8 bytes; codes at one offset keep their order.
    pub offset: usize,
    /// Whether it opens, closes or stands alone.
    pub kind: CodeKind,
    /// What joins an opening code to its closing one (TMX `i`, XLIFF `id`); unique in its variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<String>,
    /// The element that it was in its file: `bpt`, `ept`, `ph`, `it`, `hi`, `ut`, `pc`, `sc`, `ec`.
    pub element: String,
    /// The attributes of that element, in the file's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
    /// The content of the element as markup, kept to the letter (in TMX possibly with `sub`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub original: String,
}

/// What an inline code does to the text around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// Opens a span that a later code of the same variant closes.
    Opening,
    /// Closes a span that an earlier code of the same variant opened.
    Closing,
    /// Stands alone, such as a line break or an image.
    #[default]
    Standalone,
    /// Opens a span whose end is in another unit (TMX `it pos="begin"`).
    IsolatedOpening,
    /// Closes a span whose begin is in another unit (TMX `it pos="end"`).
    IsolatedClosing,
}

impl CodeKind {
    /// All kinds, in the order of their numbers in a memory.
    pub const ALL: [Self; 5] = [
        Self::Opening,
        Self::Closing,
        Self::Standalone,
        Self::IsolatedOpening,
        Self::IsolatedClosing,
    ];
}
