//! Searching a run: a page of the newest texts with a phrase, and the number of all.

use std::ops::{ControlFlow, Range};

use super::candidates::Search;
use super::part::{Part, parts};
use super::run::{PhraseRun, View};
use super::{Phrase, WINDOWS};
use crate::matching::Reach;
use crate::matching::index::{IndexError, Store};

/// What was found in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The numbers of the texts, highest first.
    pub numbers: Vec<u64>,
    /// How many texts there are; `None` when the search ended with the page.
    pub all: Option<u64>,
}

/// When one in so many texts does not count, all are looked for rather than those taken off.
const MANY_GONE: u64 = 16;

impl PhraseRun {
    /// Finds texts in which a phrase occurs: the `page` newest ones, and with [`Reach::All`] the number of all.
    ///
    /// Texts whose ages are in `gone`, which are in order, do not count. An empty phrase occurs nowhere.
    /// `store` is the one that the run was opened from.
    ///
    /// # Errors
    /// When a chunk cannot be read or is damaged.
    pub fn find<S: Store>(
        &self,
        store: &S,
        phrase: Phrase<'_>,
        gone: &[Range<u32>],
        page: usize,
        reach: Reach,
    ) -> Result<Found, IndexError<S::Error>> {
        if phrase.key.is_empty() {
            return Ok(Found {
                all: Some(0),
                ..Found::default()
            });
        }
        let view = View { run: self, store };
        let parts = parts(phrase);
        let mut page = Page {
            view,
            gone,
            most: page,
            numbers: Vec::new(),
        };
        if reach == Reach::Page {
            let all = page.fill(&parts)?;
            return Ok(page.found(all));
        }
        match page.counted(&parts)? {
            Some(all) => {
                page.fill(&parts)?;
                Ok(page.found(Some(all)))
            }
            None => page.of_all(&Search::new(view, &parts, self.head.pieces)?),
        }
    }
}

/// A page on its way.
struct Page<'a, S> {
    view: View<'a, S>,
    gone: &'a [Range<u32>],
    most: usize,
    numbers: Vec<u64>,
}

impl<S: Store> Page<'_, S> {
    fn is_full(&self) -> bool {
        self.numbers.len() >= self.most
    }

    fn found(self, all: Option<u64>) -> Found {
        Found {
            numbers: self.numbers,
            all,
        }
    }

    /// Takes the newest texts with a phrase up to the end of the page; gives the number of all when there are no more.
    fn fill(&mut self, parts: &[Part<'_>]) -> Result<Option<u64>, IndexError<S::Error>> {
        let head = &self.view.run.head;
        let mut from = 0;
        let windows = WINDOWS.into_iter().zip(head.reaches);
        let windows = windows.filter(|(end, _)| *end < head.texts);
        for (end, limit) in windows.chain([(head.texts, head.pieces)]) {
            if self.is_full() {
                return Ok(None);
            }
            self.take(&Search::new(self.view, parts, limit)?, from..end)?;
            from = end;
        }
        Ok((!self.is_full()).then_some(self.numbers.len() as u64))
    }

    /// How many texts have a phrase, when it is a letter of which that is known.
    fn counted(&self, parts: &[Part<'_>]) -> Result<Option<u64>, IndexError<S::Error>> {
        let [part] = parts else {
            return Ok(None);
        };
        let Some(letter) = part.letters.chars().next().filter(|_| part.is_letter()) else {
            return Ok(None);
        };
        let gone: u64 = self.gone.iter().map(|range| range.len() as u64).sum();
        if gone * MANY_GONE > u64::from(self.view.run.head.texts) {
            return Ok(None);
        }
        let Some(mut all) = self.view.pairs()?.texts_with(letter).map(u64::from) else {
            return Ok(None);
        };
        let mut key = Vec::new();
        for age in self.gone.iter().flat_map(Clone::clone) {
            self.view.key(age, &mut key)?;
            all = all.saturating_sub(u64::from(part.is_in(&key)));
        }
        Ok(Some(all))
    }

    /// Takes the texts of some ages, up to the end of the page.
    fn take(
        &mut self,
        search: &Search<'_, S>,
        ages: Range<u32>,
    ) -> Result<(), IndexError<S::Error>> {
        let candidates = search.candidates(ages.end)?;
        let new = candidates.ages.each(ages.start);
        let mut take = |age| {
            if !self.is_gone(age) {
                self.numbers.push(self.view.number(age)?);
            }
            Ok(match self.is_full() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            })
        };
        if !candidates.are_certain {
            return search.for_each_hit(new, take);
        }
        for age in new {
            if take(age)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The page and the number of all.
    fn of_all(mut self, search: &Search<'_, S>) -> Result<Found, IndexError<S::Error>> {
        let mut candidates = search.candidates(self.view.run.head.texts)?;
        for age in self.gone.iter().flat_map(Clone::clone) {
            candidates.ages.remove(age);
        }
        if !candidates.are_certain {
            candidates.ages = search.hits(&candidates.ages)?;
        }
        for age in candidates.ages.each(0).take(self.most) {
            self.numbers.push(self.view.number(age)?);
        }
        let all = candidates.ages.count();
        Ok(self.found(Some(all)))
    }

    fn is_gone(&self, age: u32) -> bool {
        let after = self.gone.partition_point(|range| range.end <= age);
        self.gone.get(after).is_some_and(|range| range.start <= age)
    }
}
