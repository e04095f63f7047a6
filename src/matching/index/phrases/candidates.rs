//! The texts in which a phrase may occur, found by whatever costs least, and looking into them.

use std::ops::ControlFlow;

use super::ages::Ages;
use super::dictionary::Choice;
use super::is_bitmap;
use super::lists::List;
use super::part::Part;
use super::run::{Row, View};
use crate::matching::index::{IndexError, Store};

/// What it costs to come to a row, as many times as to take a number from a list or to look at a piece.
const ROW: u64 = 16;

/// What it costs to come to a list.
const LIST: u64 = 24;

/// So many rows or lists are waited for together.
const AT_ONCE: usize = 32;

/// Texts that may have a phrase; no other has it.
pub(super) struct Candidates {
    pub(super) ages: Ages,
    /// Whether each of them has it.
    pub(super) are_certain: bool,
}

/// A phrase whose pieces are found.
pub(super) struct Search<'a, S> {
    view: View<'a, S>,
    parts: &'a [Part<'a>],
    /// What may stand for each part of the phrase; there is none when nothing may stand for one.
    choices: Vec<Choice>,
}

impl<'a, S: Store> Search<'a, S> {
    /// Finds the pieces below a limit that may stand for each part.
    pub(super) fn new(
        view: View<'a, S>,
        parts: &'a [Part<'a>],
        limit: u32,
    ) -> Result<Self, IndexError<S::Error>> {
        let mut choices = Vec::new();
        for part in parts {
            let choice = Choice::new(view, part, limit)?;
            if choice.pieces.is_empty() {
                choices.clear();
                break;
            }
            choices.push(choice);
        }
        Ok(Self {
            view,
            parts,
            choices,
        })
    }

    /// The texts below an age in which the phrase may occur.
    pub(super) fn candidates(&self, end: u32) -> Result<Candidates, IndexError<S::Error>> {
        match &self.choices[..] {
            [] => Ok(Candidates {
                ages: Ages::none(0),
                are_certain: true,
            }),
            [choice] => Ok(Candidates {
                ages: self.with_any(choice, end)?,
                are_certain: true,
            }),
            choices => self.with_all(choices, end),
        }
    }

    /// The texts below an age that have a piece of a choice.
    fn with_any(&self, choice: &Choice, end: u32) -> Result<Ages, IndexError<S::Error>> {
        let mut ages = Ages::none(end);
        // Bits for all texts cost next to nothing.
        let mut bitmaps = 0;
        for piece in &choice.pieces {
            if !self.is_bitmap(self.view.list_of(*piece)?) {
                break;
            }
            bitmaps += 1;
        }
        let (bitmaps, others) = choice.pieces.split_at(bitmaps);
        self.add(bitmaps, &mut ages)?;
        let open = u64::from(end) - ages.count();
        let most = open * (ROW + self.view.run.head.row_len());
        let cost = self.cost_of(others, end, most)?;
        let numbers = (cost - others.len() as u64 * LIST).max(1);
        // The more such pieces there are, the sooner one is met in a row.
        let until_met = self.view.run.head.row_len() * u64::from(end) / numbers;
        if cost < open * (ROW + until_met.min(self.view.run.head.row_len())) {
            self.add(others, &mut ages)?;
        } else {
            ages.add(&self.hits(&ages.others())?);
        }
        Ok(ages)
    }

    /// The texts below an age that may have pieces of all choices in a row.
    fn with_all(&self, choices: &[Choice], end: u32) -> Result<Candidates, IndexError<S::Error>> {
        let (mut ages, are_certain) = self.with_gaps(end)?;
        if are_certain {
            return Ok(Candidates { ages, are_certain });
        }
        let row = ROW + self.view.run.head.row_len();
        let mut left = ages.about() + 1;
        let mut by_cost = Vec::new();
        for choice in choices {
            let cost = self.cost_of(&choice.pieces, end, row * left)?;
            by_cost.push((cost, choice));
        }
        by_cost.sort_by_key(|(cost, _)| *cost);
        for (cost, choice) in by_cost {
            // Texts with frequent pieces are not narrowed down much.
            let rest = u64::from(end).saturating_sub(cost);
            let worth = (row * left).saturating_mul(rest) / u64::from(end).max(1);
            if cost < worth {
                let mut own = Ages::none(end);
                self.add(&choice.pieces, &mut own)?;
                ages.keep(own.words());
                left = ages.about() + 1;
            }
        }
        Ok(Candidates { ages, are_certain })
    }

    /// The texts below an age where the letters around the spaces of the phrase meet, and whether that is all of it.
    fn with_gaps(&self, end: u32) -> Result<(Ages, bool), IndexError<S::Error>> {
        if self.view.run.head.has_no_gaps() {
            return Ok((Ages::none(end), true));
        }
        let pairs = self.view.pairs()?;
        let mut ages = Ages::full(end);
        let mut is_all = self.parts.len() == 2;
        for two in self.parts.windows(2) {
            let before = two[0].letters.chars().next_back();
            let Some((last, first)) = before.zip(two[1].letters.chars().next()) else {
                continue;
            };
            let [bit, other] = pairs.of(last, first);
            ages.keep(self.view.texts_of_bit(bit)?);
            if other != bit {
                ages.keep(self.view.texts_of_bit(other)?);
            }
            let are_letters = two[0].is_letter() && two[1].is_letter();
            is_all &= are_letters && pairs.is_exact(last, first);
        }
        Ok((ages, is_all))
    }

    /// What it costs to put together the lists of some pieces up to an age, or more than `most`.
    fn cost_of(&self, pieces: &[u32], end: u32, most: u64) -> Result<u64, IndexError<S::Error>> {
        let mut cost = pieces.len() as u64 * LIST;
        for piece in pieces {
            if cost > most {
                break;
            }
            cost += self.cost_of_list(self.view.list_of(*piece)?, end) - LIST;
        }
        Ok(cost)
    }

    fn cost_of_list(&self, list: List, end: u32) -> u64 {
        let numbers = match self.is_bitmap(list) {
            true => u64::from(end) / 64,
            false => u64::from(list.count) * u64::from(end) / u64::from(self.view.run.head.texts),
        };
        LIST + numbers
    }

    fn is_bitmap(&self, list: List) -> bool {
        is_bitmap(list.count, self.view.run.head.texts)
    }

    /// Adds the texts that have one of some pieces, as far as there is room.
    fn add(&self, pieces: &[u32], ages: &mut Ages) -> Result<(), IndexError<S::Error>> {
        let mut lists = Vec::with_capacity(AT_ONCE);
        for pieces in pieces.chunks(AT_ONCE) {
            lists.clear();
            let mut first_look = 0;
            // All lists are asked for before the first is read, so that one wait for main memory does for all.
            for piece in pieces {
                let list = self.view.list_of(*piece)?;
                let bytes = self.view.list(list)?;
                first_look ^= bytes.first().copied().unwrap_or(0);
                lists.push((self.is_bitmap(list), bytes));
            }
            std::hint::black_box(first_look);
            for (is_bitmap, bytes) in &lists {
                match is_bitmap {
                    true => ages.add_bitmap(bytes),
                    false => ages.add_list(bytes),
                }
            }
        }
        Ok(())
    }

    /// Those of some texts in which the phrase occurs.
    pub(super) fn hits(&self, ages: &Ages) -> Result<Ages, IndexError<S::Error>> {
        let mut hits = Ages::none(ages.end());
        self.for_each_hit(ages.each(0), |age| {
            hits.insert(age);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(hits)
    }

    /// Calls with those of some texts in which the phrase occurs, until it is enough.
    pub(super) fn for_each_hit(
        &self,
        ages: impl Iterator<Item = u32>,
        mut work: impl FnMut(u32) -> Result<ControlFlow<()>, IndexError<S::Error>>,
    ) -> Result<(), IndexError<S::Error>> {
        let mut rows = Vec::with_capacity(AT_ONCE);
        let mut ages = ages.peekable();
        while ages.peek().is_some() {
            rows.clear();
            let mut first_look = 0;
            // All rows are asked for before the first is read, so that one wait for main memory does for all.
            for age in ages.by_ref().take(AT_ONCE) {
                let row = self.view.row(age)?;
                first_look ^= row.clone().next().unwrap_or(0);
                rows.push((age, row));
            }
            std::hint::black_box(first_look);
            for (age, row) in &rows {
                if self.has(*row) && work(*age)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Whether the phrase occurs in a row of pieces.
    #[inline]
    fn has(&self, mut pieces: Row<'_>) -> bool {
        match &self.choices[..] {
            [] => return false,
            [only] => return pieces.any(|piece| only.has(piece)),
            [first, second, others @ ..] => {
                // Hardly a text goes beyond this.
                let mut stands = false;
                let has_two = pieces.clone().any(|piece| {
                    let is_hit = stands & second.has(piece);
                    stands = first.has(piece);
                    is_hit
                });
                if !has_two || others.is_empty() {
                    return has_two;
                }
            }
        }
        let parts = self.choices.len();
        if parts > 64 {
            let pieces: Vec<u32> = pieces.collect();
            let fits = |window: &[u32]| {
                let mut pairs = self.choices.iter().zip(window);
                pairs.all(|(choice, piece)| choice.has(*piece))
            };
            return pieces.windows(parts).any(fits);
        }
        // A bit for each part up to which the phrase stands before the piece at hand.
        let mut stands = 0_u64;
        pieces.any(|piece| {
            let mut open = stands << 1 | 1;
            stands = 0;
            while open != 0 {
                let part = open.trailing_zeros();
                let has_part = self
                    .choices
                    .get(part as usize)
                    .is_some_and(|choice| choice.has(piece));
                stands |= u64::from(has_part) << part;
                open &= open - 1;
            }
            stands >> (parts - 1) & 1 == 1
        })
    }
}
