//! Data categories of TBX: where a detail stands, and what a category is in the glossary.

use super::dialect::{Category, Level, basic};
use crate::model::{Term, TermStatus, Usage};

/// Before the name of a category that a file made up for itself.
const OWN: &str = "x-";

/// The category of a detail, where TBX-Basic has one for it that may be said at that level and hold that text.
pub(super) fn category_of(name: &str, text: &str, level: Level) -> Option<&'static Category> {
    let name = match name {
        "pos" => "partOfSpeech",
        name => name,
    };
    let is_written = |category: &&Category| {
        matches!(category.element, "descrip" | "termNote" | "admin")
            && category.levels.contains(&level)
            && (category.choices.is_empty() || category.choices.contains(&text))
    };
    basic(name).filter(is_written)
}

/// The name of a detail by its type in the file.
pub(super) fn name_of(category: &str) -> &str {
    match category {
        "partOfSpeech" => "pos",
        category => category.strip_prefix(OWN).unwrap_or(category),
    }
}

/// The parts of speech that the glossary calls otherwise than TBX does.
const PARTS_OF_SPEECH: &[(&str, &str)] = &[("name", "properNoun")];

/// The glossary's word for a value of a category.
pub(super) fn own_value<'a>(category: &str, value: &'a str) -> &'a str {
    let known = PARTS_OF_SPEECH.iter().find(|(_, theirs)| *theirs == value);
    match known {
        Some((own, _)) if category == "partOfSpeech" => own,
        _ => value,
    }
}

/// The word of TBX for a part of speech.
pub(super) fn part_of_speech(own: &str) -> &str {
    let known = PARTS_OF_SPEECH.iter().find(|(name, _)| *name == own);
    known.map_or(own, |(_, theirs)| theirs)
}

/// What an administrative status says of a term; `None` for one that says nothing of its use.
pub(super) fn usage(status: &str) -> Option<Usage> {
    match status.trim_end_matches("-admn-sts") {
        "preferredTerm" | "preferred" => Some(Usage::Preferred),
        "admittedTerm" | "admitted" => Some(Usage::Admitted),
        "deprecatedTerm" | "supersededTerm" | "deprecated" | "superseded" | "obsolete"
        | "forbidden" => Some(Usage::Forbidden),
        _ => None,
    }
}

/// The administrative status of a term.
pub(super) fn administrative(term: &Term) -> &'static str {
    match term.usage {
        Usage::Preferred => "preferredTerm-admn-sts",
        Usage::Admitted => "admittedTerm-admn-sts",
        Usage::Forbidden => "deprecatedTerm-admn-sts",
    }
}

/// How far a concept has come, as its file says it; `None` for other words.
pub(super) fn status(process: &str) -> Option<TermStatus> {
    match process {
        "provisionallyProcessed" | "unprocessed" => Some(TermStatus::Proposed),
        "finalized" => Some(TermStatus::Approved),
        _ => None,
    }
}
