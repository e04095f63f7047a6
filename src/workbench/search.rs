//! `search`: texts of the memory in which a phrase occurs.

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::matching::{Bounds, Concordance};
use crate::memory::Reach;
use crate::model::{DocumentName, Finding, Severity, UnitId, Variant};
use crate::text::Language;

/// What to look for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The words; any text is a valid phrase.
    pub words: String,
    /// What they are.
    pub kind: SearchKind,
    /// Only texts in these languages; all when it is empty.
    pub languages: Vec<Language>,
    /// How many hits to show.
    pub most: usize,
}

/// What the words of a search are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// A phrase that may begin and end within words.
    Phrase,
    /// A phrase of whole words.
    WholeWords,
    /// A regular expression.
    Pattern,
}

/// A text in which the words occur.
#[derive(Debug, Serialize)]
pub struct SearchHit {
    /// The unit.
    pub unit: UnitId,
    /// The document in which it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentName>,
    /// The language of the text.
    pub lang: Language,
    /// The text.
    pub text: String,
    /// Where the words occur, in UTF-8 bytes.
    pub spans: Vec<[usize; 2]>,
    /// The unit's other texts.
    pub others: Vec<Variant>,
}

/// What a search found.
#[derive(Debug)]
pub struct SearchReport {
    /// The hits, the newest units first.
    pub hits: Vec<SearchHit>,
    /// How many texts have an occurrence.
    pub all: u64,
}

impl Workbench {
    /// Finds texts, on folded keys: case, digits, vowel marks and the letters of other keyboards do not count.
    ///
    /// # Errors
    /// When there is no memory, or a regular expression cannot be used.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let mut concordance = match request.kind {
            SearchKind::Phrase => Concordance::phrase(&request.words, Bounds::Anywhere),
            SearchKind::WholeWords => Concordance::phrase(&request.words, Bounds::WholeWords),
            SearchKind::Pattern => Concordance::pattern(&request.words).map_err(|error| {
                let finding = Finding::new("bad-pattern", Severity::Error, error.to_string());
                let hint =
                    "put a backslash before a sign that stands for itself, or leave --regex out";
                WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
            })?,
        };
        let page = memory.search(
            &mut concordance,
            &request.languages,
            request.most,
            Reach::All,
        )?;
        let hits = page.hits.into_iter().map(|hit| SearchHit {
            unit: hit.unit.id,
            document: hit.unit.placement.map(|place| place.document),
            others: hit
                .unit
                .variants
                .into_iter()
                .filter(|other| other.language != hit.variant.language)
                .collect(),
            lang: hit.variant.language,
            text: hit.variant.text,
            spans: hit
                .spans
                .into_iter()
                .map(|span| [span.start, span.end])
                .collect(),
        });
        Ok(SearchReport {
            hits: hits.collect(),
            all: page.all.unwrap_or_default(),
        })
    }
}
