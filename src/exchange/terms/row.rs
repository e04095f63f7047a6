//! A row of a table of terms and the concept that it stands for.

use super::column::Column;
use super::list::{join, split};
use crate::model::{Concept, Detail, Term, TermStatus, Usage, can_be_term};
use crate::text::{Language, normalise};

/// Something about a cell that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The cell's number.
    pub(super) cell: usize,
    /// What is wrong.
    pub(super) fault: Fault,
}

/// What is wrong with a cell or a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A term without a letter or digit, which is left out.
    NoLetters(String),
    /// A word that is no status.
    Status(String),
    /// No cell holds a term.
    NoTerm,
}

impl Fault {
    /// What to say of it, and what to do about it.
    pub(super) fn words(&self) -> (String, &'static str) {
        match self {
            Self::NoLetters(term) => (
                format!("the term `{term}` has no letter or digit and was left out"),
                "write a word, or empty the cell",
            ),
            Self::Status(word) => (
                format!("`{word}` is no status, taken for `approved`"),
                "write `approved` or `proposed`",
            ),
            Self::NoTerm => (
                "the row names no term".to_owned(),
                "fill in a column of a language, or put `#` before the line",
            ),
        }
    }
}

/// The concept of a row's cells, and what is wrong with them; `None` when no term is left.
pub(super) fn concept(columns: &[Column], cells: &[String]) -> (Option<Concept>, Vec<Doubt>) {
    let mut concept = Concept::default();
    let mut doubts = Vec::new();
    for (number, (column, cell)) in columns.iter().zip(cells).enumerate() {
        let text = cell.trim();
        match column {
            _ if text.is_empty() => {}
            Column::Id => concept.id = Some(text.to_owned()),
            Column::Status => match TermStatus::from_name(text) {
                Some(status) => concept.status = status,
                None => doubts.push(Doubt {
                    cell: number,
                    fault: Fault::Status(text.to_owned()),
                }),
            },
            Column::Terms(language, usage) => {
                for term in split(text).into_iter().filter(|term| !term.is_empty()) {
                    let term = normalise(&term).into_owned();
                    if !can_be_term(&term) {
                        let fault = Fault::NoLetters(term);
                        doubts.push(Doubt {
                            cell: number,
                            fault,
                        });
                        continue;
                    }
                    let is_second = concept.terms.iter().any(|other| {
                        other.language == *language && other.usage == Usage::Preferred
                    });
                    let usage = match usage {
                        Usage::Preferred if is_second => Usage::Admitted,
                        usage => *usage,
                    };
                    concept.terms.push(Term::new(language.clone(), term, usage));
                }
            }
            Column::OfLanguage(language, name) => concept.details.push(Detail {
                name: name.clone(),
                language: Some(language.clone()),
                text: text.to_owned(),
            }),
            Column::OfConcept(name) => concept.details.push(Detail {
                name: name.clone(),
                language: None,
                text: text.to_owned(),
            }),
            Column::OfTerms(..) | Column::Nameless => {}
        }
    }
    add_details_of_terms(&mut concept, columns, cells);
    let is_empty = concept.terms.is_empty();
    if is_empty && doubts.is_empty() {
        let fault = Fault::NoTerm;
        doubts.push(Doubt { cell: 0, fault });
    }
    ((!is_empty).then_some(concept), doubts)
}

/// Gives each term of a column what stands in the same place of the column about them.
fn add_details_of_terms(concept: &mut Concept, columns: &[Column], cells: &[String]) {
    for (column, cell) in columns.iter().zip(cells) {
        let Column::OfTerms(language, usage, name) = column else {
            continue;
        };
        let own = |term: &&mut Term| term.language == *language && term.usage == *usage;
        let terms = concept.terms.iter_mut().filter(own);
        for (term, text) in terms.zip(split(cell)) {
            if !text.is_empty() {
                term.details.push((name.clone(), text));
            }
        }
    }
}

/// The columns that a concept needs, in the order in which we write them.
pub(super) fn needed(concept: &Concept) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut add = |column: Column| {
        if !columns.contains(&column) {
            columns.push(column);
        }
    };
    if concept.id.is_some() {
        add(Column::Id);
    }
    for term in &concept.terms {
        add(Column::Terms(term.language.clone(), term.usage));
        for (name, _) in &term.details {
            add(Column::OfTerms(
                term.language.clone(),
                term.usage,
                name.clone(),
            ));
        }
    }
    if concept.status == TermStatus::Proposed {
        add(Column::Status);
    }
    for detail in &concept.details {
        add(match &detail.language {
            Some(language) => Column::OfLanguage(language.clone(), detail.name.clone()),
            None => Column::OfConcept(detail.name.clone()),
        });
    }
    columns
}

/// What a concept has for a column; `None` for a column that concepts know nothing of.
pub(super) fn cell(column: &Column, concept: &Concept) -> Option<String> {
    let of = |language: &Language, usage: &Usage| {
        let (language, usage) = (language.clone(), *usage);
        let terms = concept.terms.iter();
        terms.filter(move |term| term.language == language && term.usage == usage)
    };
    let texts = |language: Option<&Language>, name: &String| {
        let own = concept.details.iter();
        let own = own.filter(|one| one.language.as_ref() == language && one.name == *name);
        let texts: Vec<_> = own.map(|one| one.text.as_str()).collect();
        texts.join("\n")
    };
    Some(match column {
        Column::Id => concept.id.clone().unwrap_or_default(),
        Column::Status => concept.status.as_str().to_owned(),
        Column::Terms(language, usage) => join(of(language, usage).map(|term| term.text.as_str())),
        Column::OfTerms(language, usage, name) => {
            let texts = of(language, usage).map(|term| {
                let mut details = term.details.iter();
                let detail = details.find(|(own, _)| own == name);
                detail.map_or("", |(_, text)| text.as_str())
            });
            let texts: Vec<_> = texts.collect();
            match texts.iter().all(|text| text.is_empty()) {
                true => String::new(),
                false => join(texts),
            }
        }
        Column::OfLanguage(language, name) => texts(Some(language), name),
        Column::OfConcept(name) => texts(None, name),
        Column::Nameless => return None,
    })
}
