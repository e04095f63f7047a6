//! Data categories of TBX: which element holds them, and what they are in the glossary.

use crate::model::{Term, TermStatus, Usage};

/// The categories that TBX-Basic or the default of TBX puts into an element other than `admin`.
const ELEMENTS: &[(&str, &str)] = &[
    ("context", "descrip"),
    ("definition", "descrip"),
    ("example", "descrip"),
    ("explanation", "descrip"),
    ("reliabilityCode", "descrip"),
    ("subjectField", "descrip"),
    ("administrativeStatus", "termNote"),
    ("etymology", "termNote"),
    ("geographicalUsage", "termNote"),
    ("grammaticalGender", "termNote"),
    ("grammaticalNumber", "termNote"),
    ("partOfSpeech", "termNote"),
    ("processStatus", "termNote"),
    ("pronunciation", "termNote"),
    ("register", "termNote"),
    ("termLocation", "termNote"),
    ("termType", "termNote"),
    ("transferComment", "termNote"),
    ("usageNote", "termNote"),
    ("customerSubset", "admin"),
    ("projectSubset", "admin"),
    ("source", "admin"),
];

/// Before the name of a category that TBX does not know.
const OWN: &str = "x-";

/// How a detail is written: element and type.
pub(super) fn element_of(name: &str) -> (&'static str, String) {
    let name = match name {
        "note" => return ("note", String::new()),
        "pos" => "partOfSpeech",
        name => name,
    };
    let known = ELEMENTS.iter().find(|(own, _)| *own == name);
    match known {
        Some((_, element)) => (element, name.to_owned()),
        None => ("admin", format!("{OWN}{name}")),
    }
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
