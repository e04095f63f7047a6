//! Units, what is translated as one, and their variants, one text a language.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DocumentName, InlineCode, Timestamp};
use crate::text::Language;

/// Attributes of a format that the model has no noun for, in the file's order: name and value.
pub type Attributes = Vec<(String, String)>;

/// The stable name of a unit: short, born once, unchanged when its text is edited or moved.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub String);

/// What is translated as one, in any number of languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its stable name (TMX `tuid`, PO `msgctxt`).
    pub id: UnitId,
    /// Where it stands in a document; `None` for a unit that lives in the memory alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<Placement>,
    /// The language that the others were made from, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_language: Option<Language>,
    /// Its texts: the source's first where it is known, then in the order of the file or memory.
    pub variants: Vec<Variant>,
    /// What the file said of the unit beyond the model's nouns, kept to be given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
    /// Notes and properties, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// Where a unit stands in its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// The document.
    pub document: DocumentName,
    /// Its place in the document's order of units, counted from 0.
    pub order: u32,
    /// The paragraph in which it begins, counted from 1.
    pub paragraph: u32,
    /// Its first segment's number within the paragraph, counted from 1.
    pub sentence: u32,
    /// How many consecutive segments it joins.
    pub segments: u32,
    /// The line of the source file on which it begins, counted from 1.
    pub line: u32,
}

/// The text of a unit in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The language.
    pub language: Language,
    /// Plain text without markup.
    pub text: String,
    /// The markup that stands in the text, in order of offset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<InlineCode>,
    /// How far the text has come.
    pub state: State,
    /// Why a person should look at it again, if one should.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_work: Option<String>,
    /// What the file said of the variant beyond the model's nouns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
    /// Notes and properties, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Who saved it and when, for a variant that was written here; `None` for one that came in with a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
}

/// How far a target text has come; the names are those of XLIFF 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Not translated.
    #[default]
    Initial,
    /// Translated, seen by nobody else.
    Translated,
    /// Reviewed.
    Reviewed,
    /// Approved for publication.
    Final,
}

/// A note or a property, with what the file said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Which of the two it is.
    pub kind: RemarkKind,
    /// Its text.
    pub text: String,
    /// Further attributes, such as `xml:lang`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Attributes,
}

/// Words for people, or a value for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    /// A note for people.
    #[default]
    Note,
    /// A named value for programs (TMX `prop`, with its `type`).
    Property(String),
}

/// The revision that holds a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The revision's number.
    pub revision: u32,
    /// Who recorded it.
    pub author: String,
    /// When.
    pub time: Timestamp,
}

impl UnitId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Unit {
    /// A unit of one text, in no document.
    #[must_use]
    pub fn new(id: UnitId, source: Variant) -> Self {
        Self {
            id,
            placement: None,
            source_language: Some(source.language.clone()),
            variants: vec![source],
            attributes: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// The first variant in exactly this language.
    #[must_use]
    pub fn variant(&self, language: &Language) -> Option<&Variant> {
        self.variants
            .iter()
            .find(|variant| variant.language == *language)
    }
}

impl Variant {
    /// A variant of plain text, in state `translated`, or `initial` when the text is empty.
    #[must_use]
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        let text = text.into();
        let state = State::assumed(&text);
        Self {
            language,
            text,
            codes: Vec::new(),
            state,
            needs_work: None,
            attributes: Vec::new(),
            remarks: Vec::new(),
            saved: None,
        }
    }
}

impl State {
    /// All states, from first to last.
    pub const ALL: [Self; 4] = [Self::Initial, Self::Translated, Self::Reviewed, Self::Final];

    /// The state of a text of which nothing is said: `translated`, or `initial` when it is empty.
    #[must_use]
    pub fn assumed(text: &str) -> Self {
        if text.is_empty() {
            Self::Initial
        } else {
            Self::Translated
        }
    }

    /// The name that XLIFF 2 gives it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Final => "final",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
