//! `search`: texts of the memory in which a phrase occurs.

use serde::Serialize;

use super::{Workbench, WorkbenchError};
use crate::matching::{Bounds, Concordance, Reach};
use crate::memory::{Hit, Memory};
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
    /// How many hits a page has.
    pub most: usize,
    /// Which page, counted from 1.
    pub page: usize,
    /// Whether the texts before and after in the document are wanted.
    pub neighbours: bool,
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
    /// The unit's texts in other languages.
    pub others: Vec<Variant>,
    /// The text before it in its document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The text after it in its document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What a search found.
#[derive(Debug)]
pub struct SearchReport {
    /// The hits, the newest units first.
    pub hits: Vec<SearchHit>,
    /// How many texts have an occurrence.
    pub all: u64,
    /// Languages that were asked for and that the memory has nothing in.
    pub unknown: Vec<Language>,
    /// The languages that it has texts in, when some were not known.
    pub known: Vec<Language>,
}

impl Workbench {
    /// Finds texts, on folded keys: case, digits, vowel marks and the letters of other keyboards do not count.
    ///
    /// # Errors
    /// When there is no memory, or a regular expression cannot be used.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchReport, WorkbenchError> {
        let memory = self.existing_memory()?;
        let mut concordance = concordance(request)?;
        let begin = request.page.saturating_sub(1).saturating_mul(request.most);
        let page = memory.search(
            &mut concordance,
            &request.languages,
            begin..begin.saturating_add(request.most),
            Reach::All,
        )?;
        let hits = page.hits.into_iter();
        let hits = hits.map(|hit| SearchHit::of(hit, &memory, request.neighbours));
        let held = memory.languages()?;
        let mut unknown = request.languages.clone();
        unknown.retain(|language| !held.contains(language));
        Ok(SearchReport {
            hits: hits.collect::<Result<_, _>>()?,
            all: page.all.unwrap_or_default(),
            known: if unknown.is_empty() { Vec::new() } else { held },
            unknown,
        })
    }
}

impl SearchHit {
    fn of(hit: Hit, memory: &Memory, neighbours: bool) -> Result<Self, WorkbenchError> {
        let [before, after] = match neighbours {
            true => memory.neighbours(&hit.unit, &hit.variant.language)?,
            false => [None, None],
        };
        let others = hit.unit.variants.into_iter();
        let others = others.filter(|other| other.language != hit.variant.language);
        let spans = hit.spans.into_iter().map(|span| [span.start, span.end]);
        Ok(Self {
            unit: hit.unit.id,
            document: hit.unit.placement.map(|place| place.document),
            others: others.collect(),
            lang: hit.variant.language,
            text: hit.variant.text,
            spans: spans.collect(),
            before,
            after,
        })
    }
}

/// What a request looks for.
fn concordance(request: &SearchRequest) -> Result<Concordance, WorkbenchError> {
    match request.kind {
        SearchKind::Phrase => Ok(Concordance::phrase(&request.words, Bounds::Anywhere)),
        SearchKind::WholeWords => Ok(Concordance::phrase(&request.words, Bounds::WholeWords)),
        SearchKind::Pattern => Concordance::pattern(&request.words).map_err(|error| {
            let finding = Finding::new("bad-pattern", Severity::Error, error.to_string());
            let hint = "put a backslash before a sign that stands for itself, or leave --regex out";
            WorkbenchError::Refused(Box::new(finding.with_hint(hint)))
        }),
    }
}
