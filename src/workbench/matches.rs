//! `match`: units of the memories offered for a text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::memories::{Found, Memories, Offers, Origin};
use super::{Workbench, WorkbenchError};
use crate::matching::{Deduction, Kind, Sequence, Side, Stretch, adapt_numbers};
use crate::memory::{Question, Surroundings};
use crate::model::{Finding, Severity, UnitId, Variant};
use crate::project::OfferedState;
use crate::text::{Language, match_key};

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

/// A text to find matches for, and where it stands as far as that is known.
#[derive(Clone, Debug, Default)]
pub struct MatchText {
    /// The text.
    pub text: String,
    /// Its language; that of the request when there is none.
    pub language: Option<Language>,
    /// The unit that it is the text of.
    pub unit: Option<UnitId>,
    /// The text before it; empty where nothing stands before.
    pub before: Option<String>,
    /// The text after it; empty where nothing follows.
    pub after: Option<String>,
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
    /// How far each of them has come: a state, or `needs-work`.
    pub states: BTreeMap<String, OfferedState>,
    /// The languages in whose text numbers were put right, with the numbers: from, to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub adapted: BTreeMap<String, Vec<(String, String)>>,
    /// What differs between the text and the stored one, in UTF-8 bytes of each.
    pub diff: Vec<DiffRecord>,
    /// Where the unit comes from.
    pub origin: Origin,
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

/// A word of a diff as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffPiece<'a> {
    /// Both have it; as the stored text writes it.
    Equal(&'a str),
    /// Only the stored text has it.
    Stored(&'a str),
    /// Only the text that was asked about has it.
    Query(&'a str),
}

/// Offers matches from open memories.
#[derive(Debug)]
pub struct Matcher {
    memories: Memories,
    language: Language,
    request: MatchRequest,
}

/// One record of the filter's input; further fields are ignored.
#[derive(Deserialize)]
struct Record {
    id: Box<RawValue>,
    text: String,
    lang: Option<String>,
    unit: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

/// What can still be said of a record that is none.
#[derive(Deserialize)]
struct Nameable {
    id: Box<RawValue>,
}

impl Workbench {
    /// Opens the memories to ask them for matches.
    ///
    /// # Errors
    /// When there is none at all, or the project's own cannot be read.
    pub fn matcher(&self, request: MatchRequest) -> Result<Matcher, WorkbenchError> {
        let own = &self.project.config().project.source;
        let memories = self.memories()?;
        if memories.is_empty() && self.project.config().memory.is_empty() {
            self.existing_memory()?;
        }
        Ok(Matcher {
            memories,
            language: request.language.clone().unwrap_or_else(|| own.clone()),
            request,
        })
    }
}

impl Matcher {
    /// The best matches for a text, best first.
    ///
    /// # Errors
    /// When there is nothing in the text to look for, or the project's memory cannot be read.
    pub fn matches(&mut self, text: &MatchText) -> Result<Vec<OfferedMatch>, WorkbenchError> {
        let language = text.language.as_ref().unwrap_or(&self.language);
        if Sequence::of_key(&match_key(&text.text, language)).is_empty() {
            return Err(WorkbenchError::Refused(Box::new(nothing_to_look_for())));
        }
        self.offered(text)
    }

    /// What is wrong with the memories since the last time, and languages of the request in which none of them has
    /// a text.
    ///
    /// # Errors
    /// When a memory cannot be read.
    pub fn take_findings(&mut self) -> Result<Vec<Finding>, WorkbenchError> {
        let mut findings = self.memories.take_findings();
        let asked = self.request.targets.iter().chain(&self.request.language);
        let asked: Vec<_> = asked.cloned().collect();
        findings.extend(self.memories.missing_languages(&asked)?);
        Ok(findings)
    }

    fn offered(&mut self, text: &MatchText) -> Result<Vec<OfferedMatch>, WorkbenchError> {
        let language = text.language.as_ref().unwrap_or(&self.language);
        let question = Question {
            to: &self.request.targets,
            least: self.request.least,
            most: self.request.most,
            surroundings: Surroundings {
                unit: text.unit.as_ref(),
                before: text.before.as_deref(),
                after: text.after.as_deref(),
            },
            ..Question::new(&text.text, language)
        };
        let found = self.memories.best(&question, Offers::All)?;
        let offered = found.into_iter();
        Ok(offered
            .map(|found| OfferedMatch::of(found, &text.text, language))
            .collect())
    }

    /// Answers one line of JSON Lines, whose number counts from 1: `{"id","text","lang"?}` with
    /// `{"type":"matches","v":1,"id","matches":[…]}`, or a bad line with an error record. `None` for a
    /// blank line; the flag says whether the line was good.
    ///
    /// Where the text stands may be said by `unit`, `before` and `after`; an `id` that is a string stands for
    /// `unit`.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn answer(
        &mut self,
        line: &[u8],
        number: u64,
    ) -> Result<Option<(String, bool)>, WorkbenchError> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        match Record::read(line) {
            Ok((id, text)) => {
                let matches = self.offered(&text)?;
                let answer =
                    serde_json::json!({"type": "matches", "v": 1, "id": id, "matches": matches});
                Ok(Some((answer.to_string(), true)))
            }
            Err(message) => {
                let mut record = serde_json::json!({"type": "error", "v": 1, "line": number, "message": message});
                if let Ok(Nameable { id }) = serde_json::from_slice(line) {
                    record["id"] = serde_json::json!(id);
                }
                Ok(Some((record.to_string(), false)))
            }
        }
    }
}

impl Record {
    /// The id of a record as it stands there, and its text; the reason when it is none.
    fn read(line: &[u8]) -> Result<(Box<RawValue>, MatchText), String> {
        let record: Self = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let language = record.lang.as_deref().map(Language::parse).transpose();
        let named = serde_json::from_str(record.id.get()).ok();
        let text = MatchText {
            text: record.text,
            language: language.map_err(|error| error.to_string())?,
            unit: record.unit.or(named).map(UnitId),
            before: record.before,
            after: record.after,
        };
        Ok((record.id, text))
    }
}

impl OfferedMatch {
    fn of(found: Found, text: &str, language: &Language) -> Self {
        let Found { matched, origin } = found;
        let query = Side::plain(text, language);
        let mut offered = Self {
            unit: matched.unit.id,
            score: matched.score.points,
            kind: matched.score.kind,
            similarity: matched.score.similarity.per_cent(),
            deductions: matched.score.deductions,
            diff: matched
                .score
                .stretches
                .iter()
                .map(DiffRecord::from)
                .collect(),
            targets: BTreeMap::new(),
            states: BTreeMap::new(),
            adapted: BTreeMap::new(),
            origin,
            lang: matched.source.language.clone(),
            source: String::new(),
        };
        for target in &matched.targets {
            let tag = target.language.to_string();
            if !offered.targets.contains_key(&tag) {
                offered.take(tag, target, adapted(query, &matched.source, target));
            }
        }
        offered.source = matched.source.text;
        offered
    }

    /// Takes in what is offered in one language.
    fn take(&mut self, tag: String, target: &Variant, offer: AdaptedOffer) {
        let state = OfferedState::of(target.state, target.needs_work.is_some());
        self.states.insert(tag.clone(), state);
        if !offer.numbers.is_empty() {
            self.adapted.insert(tag.clone(), offer.numbers);
        }
        self.targets.insert(tag, offer.text);
    }

    /// The word diff from the stored text to the one that was asked about; empty when the words of both are
    /// the same.
    #[must_use]
    pub fn pieces<'a>(&'a self, query: &'a str) -> Vec<DiffPiece<'a>> {
        if self.diff.iter().all(|record| record.equal) {
            return Vec::new();
        }
        let mut pieces = Vec::new();
        for record in &self.diff {
            let stored = self.source.get(record.stored[0]..record.stored[1]);
            let asked = query.get(record.query[0]..record.query[1]);
            match (record.equal, stored, asked) {
                (true, Some(both), _) => pieces.push(DiffPiece::Equal(both)),
                (_, stored, asked) => {
                    pieces.extend(stored.map(DiffPiece::Stored));
                    pieces.extend(asked.map(DiffPiece::Query));
                }
            }
        }
        pieces.retain(|piece| !piece.text().is_empty());
        pieces
    }
}

impl<'a> DiffPiece<'a> {
    /// Its words.
    #[must_use]
    pub fn text(self) -> &'a str {
        let (Self::Equal(text) | Self::Stored(text) | Self::Query(text)) = self;
        text
    }
}

/// A translation as it is offered.
pub(super) struct AdaptedOffer {
    /// The text, with the numbers of the text that was asked about where nothing else differs.
    pub(super) text: String,
    /// The numbers that were put right: from, to.
    pub(super) numbers: Vec<(String, String)>,
}

/// The translation that a stored unit offers for a text.
pub(super) fn adapted(query: Side<'_>, source: &Variant, target: &Variant) -> AdaptedOffer {
    match adapt_numbers(query, Side::from(source), &target.text) {
        Some(adapted) => AdaptedOffer {
            text: adapted.text,
            numbers: adapted
                .numbers
                .into_iter()
                .map(|number| (number.before, number.after))
                .collect(),
        },
        None => AdaptedOffer {
            text: target.text.clone(),
            numbers: Vec::new(),
        },
    }
}

fn nothing_to_look_for() -> Finding {
    Finding::new(
        "empty-text",
        Severity::Error,
        "the text has neither words nor marks to look for",
    )
    .with_hint("give a sentence, or - to read one from standard input")
}
