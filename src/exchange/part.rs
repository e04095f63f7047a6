//! What a unit can hold, and what becomes of it in a format that has no place for it.

use super::{WriteOptions, is_content_id};
use crate::model::{Remark, RemarkKind, State, Unit, Variant};

/// Something in a unit, or between units, that not every format has room for; beside the texts, which all have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Ids of units.
    Ids,
    /// Where a unit stands in its document.
    Placement,
    /// More than one target language in one file.
    SeveralTargets,
    /// A second text in a language.
    SecondTexts,
    /// A source language that is not the file's.
    Sources,
    /// Texts that are there and empty.
    EmptyTexts,
    /// How far a translation is.
    States,
    /// The state of the text in the file's source language.
    StatesOfSources,
    /// That a text needs work.
    NeedsWork,
    /// Why a text needs work.
    Reasons,
    /// Inline codes.
    Codes,
    /// Notes of units.
    Notes,
    /// Notes of one text.
    NotesOfTexts,
    /// Where one note ends and the next begins.
    NoteEdges,
    /// Properties, among them contexts and plural forms of PO.
    Properties,
    /// The order of notes among properties.
    RemarkOrder,
    /// Attributes of notes and properties, such as their language.
    RemarkAttributes,
    /// Attributes of units and texts, dates among them.
    Attributes,
    /// The order of attributes.
    AttributeOrder,
    /// Who saved a text here and when.
    Saved,
}

/// What becomes of a part that a format cannot hold as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It comes back in another shape: which.
    Elsewhere(&'static str),
    /// It is left out; the export counts the units.
    LeftOut,
    /// It is left out, and each unit in which that happens is named.
    Reported,
    /// An export that asks for it is refused.
    Refused,
}

/// What a format cannot hold, in the order in which it is taken out of a unit.
pub type Lacks = &'static [(Part, Fate)];

impl Part {
    /// All parts, in the order of the pages.
    pub const ALL: [Self; 20] = [
        Self::Ids,
        Self::Placement,
        Self::SeveralTargets,
        Self::SecondTexts,
        Self::Sources,
        Self::EmptyTexts,
        Self::States,
        Self::StatesOfSources,
        Self::NeedsWork,
        Self::Reasons,
        Self::Codes,
        Self::Notes,
        Self::NotesOfTexts,
        Self::NoteEdges,
        Self::Properties,
        Self::RemarkOrder,
        Self::RemarkAttributes,
        Self::Attributes,
        Self::AttributeOrder,
        Self::Saved,
    ];

    /// What it is, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Ids => "ids of units",
            Self::Placement => "where a unit stands in its document",
            Self::SeveralTargets => "several target languages in one file",
            Self::SecondTexts => "second texts in one language",
            Self::Sources => "a source language other than the file's",
            Self::EmptyTexts => "texts that are there and empty",
            Self::States => "states of translations",
            Self::StatesOfSources => "states of sources",
            Self::NeedsWork => "that a text needs work",
            Self::Reasons => "why a text needs work",
            Self::Codes => "inline codes",
            Self::Notes => "notes of units",
            Self::NotesOfTexts => "notes of one text",
            Self::NoteEdges => "where one note ends and the next begins",
            Self::Properties => "properties, such as contexts and plural forms",
            Self::RemarkOrder => "the order of notes among properties",
            Self::RemarkAttributes => "attributes of notes and properties, such as their language",
            Self::Attributes => "attributes of units and texts, such as dates",
            Self::AttributeOrder => "the order of attributes",
            Self::Saved => "who saved a text here and when",
        }
    }

    /// Whether a unit holds the part, in the languages that are written.
    #[must_use]
    pub fn is_in(self, unit: &Unit, options: &WriteOptions) -> bool {
        // Few texts hold a part: which are written is asked last.
        let is_written = |text: &Variant| options.languages.contains(&text.language);
        let in_texts = |holds: &dyn Fn(&Variant) -> bool| {
            let mut texts = unit.variants.iter();
            texts.any(|text| holds(text) && is_written(text))
        };
        let is_source = |text: &Variant| text.language == options.source;
        match self {
            Self::Ids => !is_content_id(&unit.id),
            Self::Placement => unit.placement.is_some(),
            Self::SeveralTargets => false,
            Self::SecondTexts => {
                let is_second = |(at, text): (usize, &Variant)| {
                    let mut before = unit.variants[..at].iter();
                    before.any(|other| other.language == text.language) && is_written(text)
                };
                unit.variants.iter().enumerate().any(is_second)
            }
            Self::Sources => unit
                .source_language
                .as_ref()
                .is_some_and(|own| *own != options.source),
            Self::EmptyTexts => in_texts(&|text| text.text.is_empty()),
            Self::States => in_texts(&|text| !is_source(text) && text.state > State::Translated),
            Self::StatesOfSources => {
                in_texts(&|text| is_source(text) && text.state > State::Translated)
            }
            Self::NeedsWork => in_texts(&|text| text.needs_work.is_some()),
            Self::Reasons => in_texts(&|text| {
                let mut reasons = text.needs_work.iter();
                reasons.any(|reason| !reason.is_empty())
            }),
            Self::Codes => in_texts(&|text| !text.codes.is_empty()),
            Self::Notes => unit.remarks.iter().any(is_note),
            Self::NotesOfTexts => in_texts(&|text| text.remarks.iter().any(is_note)),
            Self::NoteEdges => {
                let notes = |remarks: &[Remark]| remarks.iter().filter(|one| is_note(one)).count();
                notes(&unit.remarks) > 1 || in_texts(&|text| notes(&text.remarks) > 1)
            }
            Self::Properties => {
                let has = |remarks: &[Remark]| remarks.iter().any(|one| !is_note(one));
                has(&unit.remarks) || in_texts(&|text| has(&text.remarks))
            }
            Self::RemarkOrder => unit.remarks.len() > 1 || in_texts(&|text| text.remarks.len() > 1),
            Self::RemarkAttributes => {
                let has = |remarks: &[Remark]| remarks.iter().any(|one| !one.attributes.is_empty());
                has(&unit.remarks) || in_texts(&|text| has(&text.remarks))
            }
            Self::Attributes => {
                !unit.attributes.is_empty() || in_texts(&|text| !text.attributes.is_empty())
            }
            Self::AttributeOrder => {
                unit.attributes.len() > 1 || in_texts(&|text| text.attributes.len() > 1)
            }
            Self::Saved => in_texts(&|text| text.saved.is_some()),
        }
    }

    /// Whether it is only how parts stand to one another, which no one misses.
    #[must_use]
    pub fn is_order(self) -> bool {
        matches!(
            self,
            Self::RemarkOrder | Self::AttributeOrder | Self::NoteEdges
        )
    }
}

impl Fate {
    /// What becomes of the part, in a few words; a part without a fate is kept.
    #[must_use]
    pub fn title(fate: Option<Self>) -> String {
        match fate {
            None => "kept".to_owned(),
            Some(Self::Elsewhere(shape)) => format!("comes back as {shape}"),
            Some(Self::LeftOut) => "left out".to_owned(),
            Some(Self::Reported) => "left out, and reported".to_owned(),
            Some(Self::Refused) => "refused: one file for each".to_owned(),
        }
    }
}

fn is_note(remark: &Remark) -> bool {
    remark.kind == RemarkKind::Note
}
