//! The formats of source documents: one file each, and one line in [`DOCUMENT_FORMATS`].

use super::{Block, Markdown, PlainText};

/// One format of source documents.
pub trait DocumentFormat: Sync {
    /// The word that names it: `markdown`.
    fn name(&self) -> &'static str;

    /// What it is, in a few words.
    fn title(&self) -> &'static str;

    /// The suffixes of its files, without the dot, in lower case, the usual one first.
    fn suffixes(&self) -> &'static [&'static str];

    /// The translatable blocks of a text, in order and apart; all between them is gap.
    ///
    /// Linear in the text.
    fn blocks(&self, text: &str, line_ends: LineEnds) -> Vec<Block>;
}

/// What the end of a line means in a format that does not say so itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnds {
    /// Every line is a paragraph.
    #[default]
    Paragraph,
    /// Lines are wrapped by hand; a blank line ends a paragraph.
    Wrapped,
}

/// Every format of source documents.
pub const DOCUMENT_FORMATS: &[&dyn DocumentFormat] = &[&PlainText, &Markdown];

/// The format of a file by its suffix, in any case; `None` for a file that is no source document.
#[must_use]
pub fn format_of(file_name: &str) -> Option<&'static dyn DocumentFormat> {
    let (stem, suffix) = file_name.rsplit_once('.')?;
    if stem.is_empty() || stem.ends_with(['/', '\\']) {
        return None;
    }
    let suffix = suffix.to_ascii_lowercase();
    DOCUMENT_FORMATS
        .iter()
        .copied()
        .find(|format| format.suffixes().contains(&suffix.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_tells_the_format() {
        let name = |file| format_of(file).map(DocumentFormat::name);
        assert_eq!(name("essay.txt"), Some("text"));
        assert_eq!(name("part-1/chapter.2.MD"), Some("markdown"));
        assert_eq!(name("essay"), None);
        assert_eq!(name("notes/.txt"), None);
        assert_eq!(name("picture.png"), None);
    }
}
