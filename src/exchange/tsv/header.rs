//! The first line of a table: which column holds what.

use std::ops::Range;

use super::formula::COLUMN;
use super::record::{Dialect, Row};
use crate::exchange::ReadOptions;
use crate::text::Language;

/// Names of languages, beside tags.
const NAMES: &str = include_str!("language_names.tsv");

/// The language whose tag is also the name of the ids.
const INDONESIAN: &str = "id";

/// What could be a tag of two or three letters, and in the head of a column never is one.
const NO_TAGS: &[&str] = &[
    "nr", "pos", "ctx", "doc", "ref", "row", "num", "url", "tag", "tags", "key", "src", "tgt",
];

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The unit's id.
    Id,
    /// Texts in a language.
    Text(Language),
    /// The states of the targets.
    State,
    /// A note.
    Note,
    /// Nothing; cells that look like formulas are guarded throughout the table.
    SpreadsheetSafe,
    /// Something that the project has no noun for, kept as a property of that name.
    Property(String),
}

/// Why a first line names no columns.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum HeaderError {
    /// No column is a text.
    #[error("no column of the first line names a language")]
    NoLanguage,
    /// A column has two meanings, or two columns one.
    #[error("two columns hold {0}")]
    Twice(String),
    /// `source` or `target`, and nobody said which language that is.
    #[error("the column `{0}` does not say its language")]
    Unnamed(String),
    /// A quotation mark that is not closed in the line.
    #[error("the first line has a broken quotation")]
    Quotation,
}

/// The columns of a first line and the character between them, which is found too.
pub(super) fn columns(
    line: &str,
    options: &ReadOptions,
) -> Result<(char, Vec<Column>), HeaderError> {
    let delimiter = delimiter(line);
    let mut cells = Vec::new();
    let row = Dialect::Quoted(delimiter).cells(line, &mut cells);
    if matches!(row, Row::Open | Row::Broken) {
        return Err(HeaderError::Quotation);
    }
    let framed = framed(&cells);
    let mut columns = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        columns.push(match language_of_ours(cell) {
            Some(language) if framed.contains(&at) => Column::Text(language),
            _ => column(cell, options)?,
        });
    }
    name_indonesian(&cells, &mut columns);
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].contains(column) {
            return Err(HeaderError::Twice(described(column)));
        }
    }
    if !columns
        .iter()
        .any(|column| matches!(column, Column::Text(_)))
    {
        return Err(HeaderError::NoLanguage);
    }
    Ok((delimiter, columns))
}

/// The columns between `id` and `state`, `note`, where we write nothing but languages.
fn framed(cells: &[String]) -> Range<usize> {
    let is = |cell: &String, meaning| fixed(&cell.trim().to_lowercase()) == Some(meaning);
    let is_safe = cells.last().is_some_and(|last| last == COLUMN);
    match &cells[..cells.len() - usize::from(is_safe)] {
        [id, between @ .., state, note]
            if is(id, Fixed::Id) && is(state, Fixed::State) && is(note, Fixed::Note) =>
        {
            1..between.len() + 1
        }
        _ => 0..0,
    }
}

/// The language of a column between `id` and `state`, where `nr` is South Ndebele and no number.
fn language_of_ours(cell: &str) -> Option<Language> {
    let name = cell.trim().to_lowercase();
    let rare = NO_TAGS.contains(&name.as_str()) && fixed(&name).is_none();
    Language::parse(&name).ok().filter(|_| rare)
}

/// Takes a column `id` behind others for Indonesian where the ids are first, or a text would else stand alone.
fn name_indonesian(cells: &[String], columns: &mut [Column]) {
    let mut texts = columns
        .iter()
        .filter(|column| matches!(column, Column::Text(_)));
    let alone = texts.next().is_some() && texts.next().is_none();
    let Some(at) = cells.iter().skip(1).position(|cell| cell == INDONESIAN) else {
        return;
    };
    if (alone || columns.first() == Some(&Column::Id))
        && let Ok(language) = Language::parse(INDONESIAN)
    {
        columns[at + 1] = Column::Text(language);
    }
}

/// Whether a column of that name is read as texts in the language.
pub(super) fn can_name(language: &Language) -> bool {
    language.as_str() == INDONESIAN || fixed(&language.as_str().to_lowercase()).is_none()
}

/// The character between the cells of a text whose first line is that of a table of ours.
///
/// Two columns must be texts, or one beside an id.
pub(super) fn recognised(text: &str) -> Option<char> {
    let line = text.trim_start_matches('\u{FEFF}').lines().next()?;
    let english = Language::parse("en").ok();
    let options = ReadOptions {
        source: english,
        target: Language::parse("und").ok(),
    };
    let (delimiter, columns) = columns(line, &options).ok()?;
    let texts = columns
        .iter()
        .filter(|column| matches!(column, Column::Text(_)));
    let enough = texts.count() + usize::from(columns.contains(&Column::Id)) >= 2;
    enough.then_some(delimiter)
}

/// The delimiter that makes the most of a first line; a tab before a comma before a semicolon.
fn delimiter(line: &str) -> char {
    let known = |delimiter: char| {
        let mut cells = Vec::new();
        Dialect::Quoted(delimiter).cells(line, &mut cells);
        let named = |cell: &&String| {
            fixed(&cell.trim().to_lowercase()).is_some() || language(cell).is_some()
        };
        cells.iter().filter(named).count()
    };
    let mut best = ('\t', known('\t'));
    for delimiter in [',', ';'] {
        let count = known(delimiter);
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

/// Names with a fixed meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fixed {
    Id,
    State,
    Note,
    Source,
    Target,
}

fn fixed(name: &str) -> Option<Fixed> {
    Some(match name {
        "id" | "tuid" | "key" | "segment id" | "unit" => Fixed::Id,
        "state" | "status" => Fixed::State,
        "note" | "notes" | "comment" | "comments" => Fixed::Note,
        "source" | "src" | "source text" => Fixed::Source,
        "target" | "tgt" | "target text" | "translation" => Fixed::Target,
        _ => return None,
    })
}

fn column(cell: &str, options: &ReadOptions) -> Result<Column, HeaderError> {
    let unnamed = || HeaderError::Unnamed(cell.trim().to_owned());
    Ok(match fixed(&cell.trim().to_lowercase()) {
        Some(Fixed::Id) => Column::Id,
        Some(Fixed::State) => Column::State,
        Some(Fixed::Note) => Column::Note,
        Some(Fixed::Source) => Column::Text(options.source.clone().ok_or_else(unnamed)?),
        Some(Fixed::Target) => Column::Text(options.target.clone().ok_or_else(unnamed)?),
        None => match language(cell) {
            Some(language) => Column::Text(language),
            None if cell.trim().eq_ignore_ascii_case(COLUMN) => Column::SpreadsheetSafe,
            None => Column::Property(cell.trim().to_owned()),
        },
    })
}

/// The language that a cell names, by tag or by name.
pub(in crate::exchange) fn language(cell: &str) -> Option<Language> {
    let name = cell.trim();
    let lower = name.to_lowercase();
    let by_name = NAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t'))
        .find_map(|mut parts| {
            let tag = parts.next()?;
            parts.any(|own| own == lower).then_some(tag)
        });
    if let Some(tag) = by_name {
        return Language::parse(tag).ok();
    }
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    let short = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    if !short || NO_TAGS.contains(&lower.as_str()) {
        return None;
    }
    Language::parse(name).ok()
}

fn described(column: &Column) -> String {
    match column {
        Column::Id => "the id".to_owned(),
        Column::Text(language) => format!("texts in `{language}`"),
        Column::State => "the state".to_owned(),
        Column::Note => "the note".to_owned(),
        Column::SpreadsheetSafe => format!("`{COLUMN}`"),
        Column::Property(name) => format!("`{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(tag: &str) -> Column {
        Column::Text(Language::parse(tag).unwrap())
    }

    #[test]
    fn columns_are_known_by_tag_and_by_name_in_any_case() {
        let read = |line| columns(line, &ReadOptions::default()).unwrap();
        let wanted = vec![
            Column::Id,
            tag("en"),
            tag("ur-PK"),
            Column::State,
            Column::Note,
        ];
        assert_eq!(read("ID\tEN\tur_pk\tState\tNOTE"), ('\t', wanted));
        assert_eq!(read("English,Urdu"), (',', vec![tag("en"), tag("ur")]));
        assert_eq!(
            read("\"en\";\"پښتو\";Context").1[2],
            Column::Property("Context".to_owned())
        );
    }

    #[test]
    fn source_and_target_need_their_languages() {
        let error = columns("source\ttarget", &ReadOptions::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the column `source` does not say its language"
        );
        let options = ReadOptions {
            source: Language::parse("en").ok(),
            target: Language::parse("ps").ok(),
        };
        assert_eq!(
            columns("Source\tTarget", &options).unwrap().1,
            [tag("en"), tag("ps")]
        );
    }

    #[test]
    fn indonesian_is_no_second_id() {
        let read = |line| columns(line, &ReadOptions::default()).map(|(_, columns)| columns);
        let ours = [
            Column::Id,
            tag("en"),
            tag("id"),
            tag("nr"),
            Column::State,
            Column::Note,
        ];
        assert_eq!(read("id\ten\tid\tnr\tstate\tnote").unwrap(), ours);
        assert_eq!(read("en,id").unwrap(), [tag("en"), tag("id")]);
        assert_eq!(read("id,en").unwrap(), [Column::Id, tag("en")]);
        assert_eq!(
            read("en;ur;id").unwrap(),
            [tag("en"), tag("ur"), Column::Id]
        );
        assert_eq!(
            read("id,en,ur,id").unwrap(),
            [Column::Id, tag("en"), tag("ur"), tag("id")]
        );
        assert!(read("id,en,id,id").is_err());
    }

    #[test]
    fn a_line_of_text_is_no_header() {
        for line in [
            "Hello, world",
            "It rains.\tبارش ہو رہی ہے۔",
            "",
            "state\tnote",
        ] {
            let error = columns(line, &ReadOptions::default()).unwrap_err();
            assert_eq!(error, HeaderError::NoLanguage, "{line}");
            assert_eq!(recognised(line), None);
        }
        let error = columns("en\tur\tEnglish", &ReadOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "two columns hold texts in `en`");
    }

    #[test]
    fn tables_are_recognised_by_their_first_line() {
        assert_eq!(recognised("id\ten\tur\n1\ta\tb"), Some('\t'));
        assert_eq!(recognised("\u{FEFF}source;target\r\n"), Some(';'));
        assert_eq!(recognised("en\nhello"), None);
        assert_eq!(recognised("{\"id\":1}"), None);
    }
}
