//! The columns of a table of terms: what their names mean.

use std::fmt;

use super::TermReading;
use crate::exchange::tsv::{Dialect, Row, language};
use crate::model::Usage;
use crate::text::Language;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The concept's name in its file.
    Id,
    /// Whether someone has agreed to it.
    Status,
    /// Terms in a language.
    Terms(Language, Usage),
    /// Something that is said of each of these terms, by name.
    OfTerms(Language, Usage, String),
    /// Something that is said of the concept in a language, by name.
    OfLanguage(Language, String),
    /// Something that is said of the concept, by name.
    OfConcept(String),
    /// A column without a name, whose cells stay as they are.
    Nameless,
}

/// Names of columns of terms that may not be used, and of those that may; the usual one first.
const USAGES: &[(&str, Usage)] = &[
    ("variants", Usage::Admitted),
    ("variant", Usage::Admitted),
    ("admitted", Usage::Admitted),
    ("synonyms", Usage::Admitted),
    ("synonym", Usage::Admitted),
    ("forbidden", Usage::Forbidden),
    ("deprecated", Usage::Forbidden),
];

/// Names that other programs give to what has one here.
const SYNONYMS: &[(&str, &str)] = &[
    ("part of speech", "pos"),
    ("part_of_speech", "pos"),
    ("partofspeech", "pos"),
    ("notes", "note"),
    ("comment", "note"),
    ("comments", "note"),
];

impl Column {
    /// The meaning of a column's name.
    pub(super) fn of(name: &str, reading: &TermReading) -> Self {
        let name = name.trim();
        let mapped = reading.columns.iter().find(|(own, _)| own == name);
        let name = mapped.map_or(name, |(_, meaning)| meaning.trim());
        let lower = name.to_lowercase();
        match lower.as_str() {
            "" => return Self::Nameless,
            "id" | "concept" | "concept id" => return Self::Id,
            "status" => return Self::Status,
            _ => {}
        }
        if let Some((of, detail)) = name.split_once('.')
            && let Some((language, usage)) = terms(of)
        {
            return Self::OfTerms(language, usage, detail.to_owned());
        }
        if let Some((of, detail)) = name.split_once(':')
            && let Some(language) = language(of)
        {
            return Self::OfLanguage(language, detail.to_owned());
        }
        if let Some((language, usage)) = terms(name) {
            return Self::Terms(language, usage);
        }
        let known = SYNONYMS.iter().find(|(other, _)| *other == lower);
        Self::OfConcept(known.map_or(name, |(_, own)| own).to_owned())
    }
}

/// The language and usage of a column of terms: `ur`, `Urdu`, `ur_variants`, `ur_PK_forbidden`.
fn terms(name: &str) -> Option<(Language, Usage)> {
    if let Some((tag, usage)) = name.rsplit_once(['_', ' ']) {
        let usage = usage.to_lowercase();
        if let Some((_, usage)) = USAGES.iter().find(|(known, _)| *known == usage) {
            return Some((language(tag)?, *usage));
        }
    }
    Some((language(name)?, Usage::Preferred))
}

/// The name by which we write a column.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_terms = |language: &Language, usage: &Usage| match usage {
            Usage::Preferred => language.to_string(),
            Usage::Admitted => format!("{language}_variants"),
            Usage::Forbidden => format!("{language}_forbidden"),
        };
        match self {
            Self::Id => f.write_str("id"),
            Self::Status => f.write_str("status"),
            Self::Terms(language, usage) => f.write_str(&of_terms(language, usage)),
            Self::OfTerms(language, usage, name) => {
                write!(f, "{}.{name}", of_terms(language, usage))
            }
            Self::OfLanguage(language, name) => write!(f, "{language}:{name}"),
            Self::OfConcept(name) => f.write_str(name),
            Self::Nameless => Ok(()),
        }
    }
}

/// The columns of a first line, and the character between them: the one that makes the most of it.
pub(super) fn columns(line: &str, reading: &TermReading) -> (char, Vec<Column>) {
    let with = |delimiter: char| {
        let mut cells = Vec::new();
        let row = Dialect::Quoted(delimiter).cells(line, &mut cells);
        let columns = cells.iter().map(|cell| Column::of(cell, reading));
        match row {
            Row::Whole | Row::Loose => columns.collect(),
            Row::Open | Row::Broken => Vec::new(),
        }
    };
    let is_terms = |column: &&Column| matches!(column, Column::Terms(..));
    let worth = |columns: &Vec<Column>| columns.iter().filter(is_terms).count();
    let mut best = ('\t', with('\t'));
    for delimiter in [',', ';'] {
        let columns = with(delimiter);
        if worth(&columns) > worth(&best.1) {
            best = (delimiter, columns);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str) -> Column {
        Column::of(name, &TermReading::default())
    }

    fn tag(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn names_have_their_meaning_and_are_written_as_they_are_read() {
        for (name, meaning) in [
            ("id", Column::Id),
            ("status", Column::Status),
            ("ur", Column::Terms(tag("ur"), Usage::Preferred)),
            (
                "ur-PK_variants",
                Column::Terms(tag("ur-PK"), Usage::Admitted),
            ),
            ("ps_forbidden", Column::Terms(tag("ps"), Usage::Forbidden)),
            (
                "ur_variants.note",
                Column::OfTerms(tag("ur"), Usage::Admitted, "note".into()),
            ),
            (
                "ur:definition",
                Column::OfLanguage(tag("ur"), "definition".into()),
            ),
            ("pos", Column::OfConcept("pos".into())),
            ("my column", Column::OfConcept("my column".into())),
        ] {
            assert_eq!(column(name), meaning);
            assert_eq!(meaning.to_string(), name);
        }
    }

    #[test]
    fn names_of_other_programs_are_known_and_can_be_given() {
        assert_eq!(column("Urdu"), Column::Terms(tag("ur"), Usage::Preferred));
        assert_eq!(
            column("UR_pk"),
            Column::Terms(tag("ur-PK"), Usage::Preferred)
        );
        assert_eq!(column("Part of Speech"), column("pos"));
        let reading = TermReading {
            columns: vec![("Begriff".into(), "en".into())],
        };
        assert_eq!(
            Column::of("Begriff", &reading),
            Column::Terms(tag("en"), Usage::Preferred)
        );
    }

    #[test]
    fn the_delimiter_is_found() {
        for (line, delimiter) in [("en\tur", '\t'), ("en,ur,note", ','), ("en;ur", ';')] {
            assert_eq!(columns(line, &TermReading::default()).0, delimiter);
        }
    }
}
