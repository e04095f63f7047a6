//! `formats`: which formats there are, and what each has a place for.

use serde::Serialize;

use super::page::HTML;
use crate::exchange::terms::{TERM_FORMATS, TermFormat};
use crate::exchange::{FORMATS, Fate, Format, Part, fate_of};

/// One format, as a list shows it.
#[derive(Debug, Serialize)]
pub struct FormatEntry {
    /// The word that names it on the command line.
    pub format: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The suffixes of its files, without the dot.
    pub suffixes: Vec<&'static str>,
    /// Whether `import` takes it; `term import` for what holds terms.
    pub import: bool,
    /// Whether it holds the terms of the glossary, not the memory.
    pub terms: bool,
    /// What becomes of all that a unit can hold; nothing for what holds no units.
    pub parts: Vec<PartEntry>,
}

/// What becomes of a part of a unit in a format.
#[derive(Debug, Serialize)]
pub struct PartEntry {
    /// What it is.
    pub part: &'static str,
    /// What becomes of it.
    pub fate: String,
}

/// Every format that can be exported, in order.
#[must_use]
pub fn formats() -> Vec<FormatEntry> {
    let units = FORMATS.iter().map(|format| of_units(*format));
    let page = FormatEntry {
        format: HTML,
        title: "reading copy, for people",
        suffixes: vec!["html"],
        import: false,
        terms: false,
        parts: Vec::new(),
    };
    let terms = TERM_FORMATS.iter().filter(|one| one.rulebook().is_some());
    let terms = terms.map(|format| of_terms(*format)).take(1);
    units.chain([page]).chain(terms).collect()
}

fn of_units(format: &dyn Format) -> FormatEntry {
    let part = |part: Part| PartEntry {
        part: part.title(),
        fate: Fate::title(fate_of(format, part)),
    };
    FormatEntry {
        format: format.name(),
        title: format.title(),
        suffixes: format.suffixes().to_vec(),
        import: format.is_read(),
        terms: false,
        parts: Part::ALL.into_iter().map(part).collect(),
    }
}

fn of_terms(format: &dyn TermFormat) -> FormatEntry {
    FormatEntry {
        format: format.name(),
        title: format.title(),
        suffixes: format.suffixes().to_vec(),
        import: true,
        terms: true,
        parts: Vec::new(),
    }
}
