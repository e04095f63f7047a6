//! `match`: units of the memory offered for a text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Workbench, WorkbenchError};
use crate::matching::{Deduction, Kind, Side, Stretch, adapt_numbers};
use crate::memory::{Match, Memory, Question};
use crate::model::UnitId;
use crate::text::Language;

/// What to offer.
#[derive(Clone, Debug)]
pub struct MatchRequest {
    /// The language of texts that do not name theirs; the project's source when there is none.
    pub language: Option<Language>,
    /// Only units with a text in one of these languages; all when it is empty.
    pub targets: Vec<Language>,
    /// The lowest score, 0 to 101.
    pub least: u8,
    /// The greatest number of matches for a text.
    pub most: usize,
}

/// A unit offered for a text.
#[derive(Debug, Serialize)]
pub struct OfferedMatch {
    /// The unit.
    pub unit: UnitId,
    /// The score, 0 to 101.
    pub score: u8,
    /// `context`, `exact` or `fuzzy`.
    pub kind: Kind,
    /// The share of words and marks that agree, in per cent.
    pub similarity: u8,
    /// The points that were lost, and why.
    pub deductions: Vec<Deduction>,
    /// The stored text that was matched.
    pub source: String,
    /// The language of that text.
    pub lang: Language,
    /// The texts offered, by language.
    pub targets: BTreeMap<String, String>,
    /// The languages in whose text numbers were put right, with the numbers: from, to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub adapted: BTreeMap<String, Vec<(String, String)>>,
    /// What differs between the text and the stored one, in UTF-8 bytes of each.
    pub diff: Vec<DiffRecord>,
}

/// A stretch of the word diff.
#[derive(Debug, Serialize)]
pub struct DiffRecord {
    /// Whether both say the same there.
    pub equal: bool,
    /// The part of the text that was asked about.
    pub query: [usize; 2],
    /// The part of the stored text.
    pub stored: [usize; 2],
}

impl From<&Stretch> for DiffRecord {
    fn from(stretch: &Stretch) -> Self {
        Self {
            equal: stretch.is_equal,
            query: [stretch.query.start, stretch.query.end],
            stored: [stretch.stored.start, stretch.stored.end],
        }
    }
}

/// Offers matches from an open memory.
#[derive(Debug)]
pub struct Matcher {
    memory: Memory,
    language: Language,
    request: MatchRequest,
}

/// One record of the filter's input; further fields are ignored.
#[derive(Deserialize)]
struct Record {
    id: Box<RawValue>,
    text: String,
    #[serde(default)]
    lang: Option<String>,
}

impl Workbench {
    /// Opens the memory to ask it for matches.
    ///
    /// # Errors
    /// When there is no memory, or it cannot be read.
    pub fn matcher(&self, request: MatchRequest) -> Result<Matcher, WorkbenchError> {
        let own = &self.project.config().project.source;
        Ok(Matcher {
            memory: self.existing_memory()?,
            language: request.language.clone().unwrap_or_else(|| own.clone()),
            request,
        })
    }
}

impl Matcher {
    /// The best matches for a text, best first.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn matches(
        &self,
        text: &str,
        language: Option<&Language>,
    ) -> Result<Vec<OfferedMatch>, WorkbenchError> {
        let language = language.unwrap_or(&self.language);
        let question = Question {
            to: &self.request.targets,
            least: self.request.least,
            most: self.request.most,
            ..Question::new(text, language)
        };
        let found = self.memory.matches(&question, &|_, _| Vec::new())?;
        Ok(found
            .into_iter()
            .map(|found| OfferedMatch::of(found, text, language))
            .collect())
    }

    /// Answers one line of JSON Lines, whose number counts from 1: `{"id","text","lang"?}` with
    /// `{"type":"matches","v":1,"id","matches":[…]}`, or a bad line with an error record. `None` for a
    /// blank line; the flag says whether the line was good.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn answer(
        &self,
        line: &str,
        number: u64,
    ) -> Result<Option<(String, bool)>, WorkbenchError> {
        if line.trim().is_empty() {
            return Ok(None);
        }
        let bad = |message: String| {
            let record =
                serde_json::json!({"type": "error", "v": 1, "line": number, "message": message});
            Ok(Some((record.to_string(), false)))
        };
        let record: Record = match serde_json::from_str(line) {
            Ok(record) => record,
            Err(error) => return bad(error.to_string()),
        };
        let language = match record.lang.as_deref().map(Language::parse).transpose() {
            Ok(language) => language,
            Err(error) => return bad(error.to_string()),
        };
        let matches = self.matches(&record.text, language.as_ref())?;
        let answer =
            serde_json::json!({"type": "matches", "v": 1, "id": record.id, "matches": matches});
        Ok(Some((answer.to_string(), true)))
    }
}

impl OfferedMatch {
    fn of(found: Match, text: &str, language: &Language) -> Self {
        let (mut targets, mut adapted) = (BTreeMap::new(), BTreeMap::new());
        for target in &found.targets {
            let tag = target.language.to_string();
            let numbers = adapt_numbers(
                Side::plain(text, language),
                Side::from(&found.source),
                &target.text,
            );
            let offered = match numbers {
                Some(numbers) => {
                    let changes = numbers
                        .numbers
                        .into_iter()
                        .map(|number| (number.before, number.after));
                    adapted.insert(tag.clone(), changes.collect());
                    numbers.text
                }
                None => target.text.clone(),
            };
            targets.entry(tag).or_insert(offered);
        }
        Self {
            unit: found.unit.id,
            score: found.score.points,
            kind: found.score.kind,
            similarity: found.score.similarity.per_cent(),
            deductions: found.score.deductions,
            diff: found.score.stretches.iter().map(DiffRecord::from).collect(),
            lang: found.source.language,
            source: found.source.text,
            targets,
            adapted,
        }
    }
}
