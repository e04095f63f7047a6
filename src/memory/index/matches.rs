//! Matches for a text: candidates from the index, scored by what their units say.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::family;
use super::side::Side as Indexed;
use crate::matching::index::Candidate;
use crate::matching::{Context, Deduction, Score, Sequence, Side, Similarity};
use crate::memory::past::NOW;
use crate::memory::read::Reader;
use crate::memory::row::Stored;
use crate::memory::search::{present, unit_of_number};
use crate::memory::{Memory, MemoryError, Reason, schema};
use crate::model::{InlineCode, Unit, UnitId, Variant};
use crate::text::{Language, match_key};

/// What is asked of the memory.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language; texts of other variants of it match, too.
    pub language: &'a Language,
    /// The markup that stands in the text.
    pub codes: &'a [InlineCode],
    /// A unit must have a text in one of these languages, or in a variant of one; all units do when there is none.
    pub to: &'a [Language],
    /// The lowest score, 0 to 101.
    pub least: u8,
    /// The greatest number of matches.
    pub most: usize,
    /// Where the text stands.
    pub surroundings: Surroundings<'a>,
}

/// Where a text stands, as far as that is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The unit that it is the text of.
    pub unit: Option<&'a UnitId>,
    /// The text before it.
    pub before: Option<&'a str>,
    /// The text after it.
    pub after: Option<&'a str>,
}

/// A unit of the memory offered for a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// How good it is, and why.
    pub score: Score,
    /// The unit with all its texts.
    pub unit: Unit,
    /// The import that brought the unit, if one did.
    pub intake: Option<u32>,
    /// The text that was matched.
    pub source: Variant,
    /// The texts in the languages that were asked for, or in all other languages.
    pub targets: Vec<Variant>,
    /// The number of the matched text; of equally good matches the higher one comes first.
    number: u64,
}

/// How many more candidates are asked for when those so far leave the order open.
const GROWTH: usize = 4;

impl<'a> Question<'a> {
    /// Asks for the five best matches of 60 or more.
    #[must_use]
    pub fn new(text: &'a str, language: &'a Language) -> Self {
        Self {
            text,
            language,
            codes: &[],
            to: &[],
            least: 60,
            most: 5,
            surroundings: Surroundings::default(),
        }
    }
}

impl Memory {
    /// The best matches for a text: by score, then by similarity, then the newest first.
    ///
    /// None is missed: what [`Memory::update_index`] has not built into the index yet is looked at, too.
    /// `penalties` says what to deduct for a unit and the number of the import that brought it. An empty
    /// text has no matches.
    ///
    /// # Errors
    /// When the memory cannot be read; [`Reason::OldIndex`] when its index is damaged.
    pub fn matches(
        &self,
        question: &Question<'_>,
        penalties: &dyn Fn(&Unit, Option<u32>) -> Vec<Deduction>,
    ) -> Result<Vec<Match>, MemoryError> {
        let sequence = Sequence::of_key(&match_key(question.text, question.language));
        if sequence.is_empty() || question.most == 0 {
            return Ok(Vec::new());
        }
        self.with_side(question.language, |connection, side| {
            let mut reader = Reader::new(connection, NOW)?;
            let penalties = |unit: &Unit, intake, _: &[Language]| penalties(unit, intake);
            let to = std::iter::once(question.to);
            let mut asked = Asked::new(&mut reader, question, to, &penalties);
            asked.best(side, &sequence, question.most)?;
            Ok(asked.into_answers().next().unwrap_or_default())
        })
    }

    /// Does something with the index of a language, as new as the memory.
    pub(super) fn with_side<T>(
        &self,
        language: &Language,
        work: impl FnOnce(&Connection, &Indexed) -> Result<T, Reason>,
    ) -> Result<T, MemoryError> {
        self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let family = family(language);
            // Taken out rather than borrowed: penalties may ask the memory, too.
            let side = self.index.sides.borrow_mut().remove(family);
            let mut side = side.unwrap_or_default();
            side.refresh(connection, family, newest)?;
            let done = work(connection, &side)?;
            let mut sides = self.index.sides.borrow_mut();
            sides.insert(family.to_owned(), side);
            Ok(done)
        })
    }
}

/// What to deduct for a unit and the number of the import that brought it, when it is offered for some languages.
pub(super) type Penalties<'a> = dyn Fn(&Unit, Option<u32>, &[Language]) -> Vec<Deduction> + 'a;

/// A question on its way to its answers: one for each choice of target languages.
pub(super) struct Asked<'r, 'c, 'a> {
    reader: &'r mut Reader<'c>,
    question: &'a Question<'a>,
    penalties: &'a Penalties<'a>,
    looked_at: HashSet<u64>,
    answers: Vec<Answer<'a>>,
}

/// The best matches so far whose units have a text in some languages.
struct Answer<'a> {
    to: &'a [Language],
    /// In order, one a unit.
    matches: Vec<Match>,
}

/// A unit of the memory with the text that is like the question's.
struct Found {
    unit: Unit,
    intake: Option<u32>,
    source: Variant,
    number: u64,
}

impl<'r, 'c, 'a> Asked<'r, 'c, 'a> {
    /// Asks for answers each `to` some languages; those that the question names are not looked at.
    pub(super) fn new(
        reader: &'r mut Reader<'c>,
        question: &'a Question<'a>,
        to: impl Iterator<Item = &'a [Language]>,
        penalties: &'a Penalties<'a>,
    ) -> Self {
        let answers = to.map(|to| Answer {
            to,
            matches: Vec::new(),
        });
        Self {
            reader,
            question,
            penalties,
            looked_at: HashSet::new(),
            answers: answers.collect(),
        }
    }

    /// The matches of each answer.
    pub(super) fn into_answers(self) -> impl Iterator<Item = Vec<Match>> {
        self.answers.into_iter().map(|answer| answer.matches)
    }

    /// Looks at candidates, the most similar first, `most` of them and then more and more, until no other one can be
    /// among the best of any answer.
    pub(super) fn best(
        &mut self,
        side: &Indexed,
        sequence: &Sequence,
        mut most: usize,
    ) -> Result<(), Reason> {
        let least = Similarity::of_per_cent(self.question.least);
        loop {
            let candidates = side.search(self.reader.connection, sequence, least, most)?;
            if self.settle(&candidates, most)? {
                return Ok(());
            }
            most = most.saturating_mul(GROWTH);
        }
    }

    /// Looks at the best `most` candidates; says whether no other one can be among the best of any answer.
    pub(super) fn settle(&mut self, candidates: &[Candidate], most: usize) -> Result<bool, Reason> {
        for candidate in candidates {
            if self.is_settled(candidate.similarity) {
                return Ok(true);
            }
            self.look_at(candidate)?;
        }
        let last = candidates.last().filter(|_| candidates.len() >= most);
        Ok(last.is_none_or(|last| self.is_settled(last.similarity)))
    }

    /// Whether no text of this similarity or less can be among the best of any answer.
    fn is_settled(&self, similarity: Similarity) -> bool {
        let highest = self.highest(similarity);
        let mut answers = self.answers.iter();
        answers.all(|answer| answer.is_settled(highest, self.question.most))
    }

    /// The highest score that a text of some similarity can have.
    fn highest(&self, similarity: Similarity) -> u8 {
        let place = self.question.surroundings;
        let may_be_there = place.unit.is_some() || place.before.is_some() || place.after.is_some();
        similarity.per_cent() + u8::from(similarity == Similarity::WHOLE && may_be_there)
    }

    /// Scores a candidate and gives it its place in every answer for which it is a match.
    fn look_at(&mut self, candidate: &Candidate) -> Result<(), Reason> {
        if !self.looked_at.insert(candidate.number) {
            return Ok(());
        }
        let (highest, most) = (self.highest(candidate.similarity), self.question.most);
        let mut answers = std::mem::take(&mut self.answers);
        let mut open: Vec<_> = answers
            .iter_mut()
            .filter(|answer| !answer.is_settled(highest, most))
            .collect();
        if let Some(found) = self.found(candidate.number, &open)? {
            // What is deducted is mostly the same for all languages, and then so is the score.
            let mut last: Option<(Vec<Deduction>, Score)> = None;
            for answer in &mut open {
                let targets = found.targets(answer.to);
                if targets.is_empty() && !answer.to.is_empty() {
                    continue;
                }
                let penalties = (self.penalties)(&found.unit, found.intake, answer.to);
                let score = match last {
                    Some((same, score)) if same == penalties => score,
                    _ => self.score(&found, &penalties)?,
                };
                if score.points >= self.question.least {
                    answer.take(found.matched(score.clone(), targets), most);
                }
                last = Some((penalties, score));
            }
        }
        self.answers = answers;
        Ok(())
    }

    /// The unit of a text that is there still, if it has a text for one of some answers.
    fn found(&mut self, number: u64, answers: &[&mut Answer<'_>]) -> Result<Option<Found>, Reason> {
        let Some((stored, at)) = present(self.reader, number.cast_signed())? else {
            return Ok(None);
        };
        let mut is_wanted = false;
        for row in &stored.history {
            let language = self.reader.languages.tag(row.slot.language)?;
            is_wanted = is_wanted || answers.iter().any(|answer| answer.may_want(language));
        }
        if !is_wanted {
            return Ok(None);
        }
        let intake = stored.unit.intake;
        let Some(source) = self.reader.variant_of(&stored.history[at])? else {
            return Ok(None);
        };
        let unit = self.reader.unit(&stored, &[])?;
        Ok(unit.map(|unit| Found {
            unit,
            intake,
            source,
            number,
        }))
    }

    /// The score of a unit's text for the question.
    fn score(&self, found: &Found, penalties: &[Deduction]) -> Result<Score, Reason> {
        let query = Side {
            text: self.question.text,
            language: self.question.language,
            codes: self.question.codes,
        };
        let stored = Side::from(&found.source);
        let score = Score::new(query, stored, penalties, Context::Other);
        let connection = self.reader.connection;
        if score.points == 100
            && is_same_place(connection, self.question, &found.unit, &found.source)?
        {
            return Ok(Score::new(query, stored, penalties, Context::Same));
        }
        Ok(score)
    }
}

impl Answer<'_> {
    /// Whether no text that has such a score at the highest can be among the best `most`.
    ///
    /// An equally good one that comes later is older, or less similar.
    fn is_settled(&self, highest: u8, most: usize) -> bool {
        let worst = self.matches.get(most - 1);
        worst.is_some_and(|worst| worst.score.points >= highest)
    }

    /// Whether a text in a language may be offered.
    fn may_want(&self, language: &Language) -> bool {
        let mut wanted = self.to.iter();
        self.to.is_empty() || wanted.any(|wanted| family(wanted) == family(language))
    }

    /// Gives a match its place among the best `most`.
    fn take(&mut self, found: Match, most: usize) {
        let rank = |one: &Match| (one.score.points, one.score.similarity, one.number);
        let mut known = self.matches.iter();
        if let Some(same) = known.position(|other| other.unit.id == found.unit.id) {
            if rank(&self.matches[same]) >= rank(&found) {
                return;
            }
            self.matches.remove(same);
        }
        let place = self
            .matches
            .partition_point(|other| rank(other) > rank(&found));
        self.matches.insert(place, found);
        self.matches.truncate(most);
    }
}

impl Found {
    /// The texts of the unit that are offered for some languages, or for all others.
    fn targets(&self, to: &[Language]) -> Vec<Variant> {
        let own = family(&self.source.language);
        let is_wanted = |variant: &&Variant| {
            let other = family(&variant.language);
            let is_asked_for = match to {
                [] => other != own,
                _ => to.iter().any(|language| family(language) == other),
            };
            is_asked_for && !variant.text.is_empty()
        };
        self.unit
            .variants
            .iter()
            .filter(is_wanted)
            .cloned()
            .collect()
    }

    /// The match that it makes.
    fn matched(&self, score: Score, targets: Vec<Variant>) -> Match {
        Match {
            score,
            unit: self.unit.clone(),
            intake: self.intake,
            source: self.source.clone(),
            targets,
            number: self.number,
        }
    }
}

/// Whether a unit stands where the text of the question stands.
fn is_same_place(
    connection: &Connection,
    question: &Question<'_>,
    unit: &Unit,
    source: &Variant,
) -> Result<bool, Reason> {
    let place = question.surroundings;
    if place.unit == Some(&unit.id) {
        return Ok(true);
    }
    let Some(own) = &unit.placement else {
        return Ok(false);
    };
    if place.before.is_none() && place.after.is_none() {
        return Ok(false);
    }
    let name = own.document.as_str();
    for (text, statement) in [
        (place.before, include_str!("../sql/unit_before.sql")),
        (place.after, include_str!("../sql/unit_after.sql")),
    ] {
        let Some(text) = text else {
            continue;
        };
        let neighbour: Option<i64> = connection
            .prepare_cached(statement)?
            .query_row((name, own.order), |row| row.get(0))
            .optional()?;
        let stands_there = match neighbour {
            Some(neighbour) => has_text(connection, neighbour, text, &source.language)?,
            None => text.is_empty(),
        };
        if !stands_there {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a unit has this text, or one of the same key, in a language.
fn has_text(
    connection: &Connection,
    unit: i64,
    text: &str,
    language: &Language,
) -> Result<bool, Reason> {
    let key = match_key(text, language);
    let mut reader = Reader::new(connection, NOW)?;
    let Some(row) = unit_of_number(connection, unit)? else {
        return Ok(false);
    };
    let unit = reader.unit(&Stored::read(connection, row)?, &[])?;
    let variants = unit.map(|unit| unit.variants).unwrap_or_default();
    Ok(variants
        .iter()
        .any(|own| own.language == *language && match_key(&own.text, language) == key))
}
