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
        self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let family = family(question.language);
            // Taken out rather than borrowed: `penalties` may ask the memory, too.
            let side = self.index.sides.borrow_mut().remove(family);
            let mut side = side.unwrap_or_default();
            side.refresh(connection, family, newest)?;
            let mut asked = Asked::new(connection, question, penalties)?;
            asked.best(&side, &sequence)?;
            let matches = asked.matches;
            let mut sides = self.index.sides.borrow_mut();
            sides.insert(family.to_owned(), side);
            Ok(matches)
        })
    }
}

/// A question on its way to the answer.
pub(super) struct Asked<'a> {
    reader: Reader<'a>,
    question: &'a Question<'a>,
    penalties: &'a dyn Fn(&Unit, Option<u32>) -> Vec<Deduction>,
    looked_at: HashSet<u64>,
    /// The best so far, in order, one a unit.
    pub(super) matches: Vec<Match>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        question: &'a Question<'a>,
        penalties: &'a dyn Fn(&Unit, Option<u32>) -> Vec<Deduction>,
    ) -> Result<Self, Reason> {
        Ok(Self {
            reader: Reader::new(connection, NOW)?,
            question,
            penalties,
            looked_at: HashSet::new(),
            matches: Vec::new(),
        })
    }

    /// Looks at candidates, the most similar first, until no other one can be among the best.
    pub(super) fn best(&mut self, side: &Indexed, sequence: &Sequence) -> Result<(), Reason> {
        let least = Similarity::of_per_cent(self.question.least);
        let mut most = self.question.most;
        loop {
            let candidates = side.search(self.reader.connection, sequence, least, most)?;
            if self.settle(&candidates, most)? {
                return Ok(());
            }
            most = most.saturating_mul(GROWTH);
        }
    }

    /// Looks at the best `most` candidates; says whether no other one can be among the best.
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

    /// Whether no text of this similarity or less can be among the best.
    ///
    /// An equally good one that comes later is older, or less similar.
    fn is_settled(&self, similarity: Similarity) -> bool {
        let worst = self.matches.get(self.question.most - 1);
        worst.is_some_and(|worst| worst.score.points >= self.highest(similarity))
    }

    /// The highest score that a text of some similarity can have.
    fn highest(&self, similarity: Similarity) -> u8 {
        let place = self.question.surroundings;
        let may_be_there = place.unit.is_some() || place.before.is_some() || place.after.is_some();
        similarity.per_cent() + u8::from(similarity == Similarity::WHOLE && may_be_there)
    }

    /// Scores a candidate and gives it its place, unless it is no match.
    fn look_at(&mut self, candidate: &Candidate) -> Result<(), Reason> {
        if !self.looked_at.insert(candidate.number) {
            return Ok(());
        }
        let Some(found) = self.scored(candidate.number)? else {
            return Ok(());
        };
        let rank = |one: &Match| (one.score.points, one.score.similarity, one.number);
        if let Some(same) = self
            .matches
            .iter()
            .position(|other| other.unit.id == found.unit.id)
        {
            if rank(&self.matches[same]) >= rank(&found) {
                return Ok(());
            }
            self.matches.remove(same);
        }
        let place = self
            .matches
            .partition_point(|other| rank(other) > rank(&found));
        self.matches.insert(place, found);
        self.matches.truncate(self.question.most);
        Ok(())
    }

    /// The match that a text makes; `None` when it is not there any more, or not what was asked for.
    fn scored(&mut self, number: u64) -> Result<Option<Match>, Reason> {
        let Some((stored, at)) = present(&self.reader, number.cast_signed())? else {
            return Ok(None);
        };
        let intake = stored.unit.intake;
        let connection = self.reader.connection;
        let Some(source) = self.reader.variant_of(&stored.history[at])? else {
            return Ok(None);
        };
        let Some(unit) = self.reader.unit(&stored, &[])? else {
            return Ok(None);
        };
        let targets = self.targets(&unit, &source);
        if targets.is_empty() && !self.question.to.is_empty() {
            return Ok(None);
        }
        let query = Side {
            text: self.question.text,
            language: self.question.language,
            codes: self.question.codes,
        };
        let penalties = (self.penalties)(&unit, intake);
        let mut score = Score::new(query, Side::from(&source), &penalties, Context::Other);
        if score.points == 100 && is_same_place(connection, self.question, &unit, &source)? {
            score = Score::new(query, Side::from(&source), &penalties, Context::Same);
        }
        Ok((score.points >= self.question.least).then_some(Match {
            score,
            unit,
            intake,
            source,
            targets,
            number,
        }))
    }

    /// The texts of a unit that are offered.
    fn targets(&self, unit: &Unit, source: &Variant) -> Vec<Variant> {
        let own = family(&source.language);
        let is_wanted = |variant: &&Variant| {
            let other = family(&variant.language);
            let mut wanted = self.question.to.iter();
            let is_asked_for = match self.question.to {
                [] => other != own,
                _ => wanted.any(|language| family(language) == other),
            };
            is_asked_for && !variant.text.is_empty()
        };
        unit.variants.iter().filter(is_wanted).cloned().collect()
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
