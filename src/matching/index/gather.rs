//! Gathering from the lists the texts that may be similar enough: those that share two of the query's rarest terms.

use std::ops::Range;

use super::cells::IndexError;
use super::chunk::Store;
use super::head::Group;
use super::item::Layout;
use super::listed;
use super::query::Query;
use super::run::{Term, View};
use super::sharing::ones;
use super::signature::width;
use crate::matching::Similarity;

/// A list shorter than this many items for each length is read item by item.
const FEW_ITEMS: u32 = 48;

/// At most so many bits say which texts were named: few enough for the processor's nearest cache.
const MARKS: u32 = 1 << 17;

/// A text that may be similar enough, before its signature is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prospect {
    pub(super) text: u32,
    /// Where its signature begins.
    pub(super) sign: u32,
    pub(super) len: u32,
    /// How many words and marks it must share with the query.
    pub(super) share: u32,
    /// What one missing word or mark makes, in parts of 2^16 of the longer of both.
    pub(super) part: u32,
    /// How many terms of the query are rarer than the list's.
    pub(super) at: u32,
}

/// Texts of one length, and what they need in order to reach a bar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    group: Group,
    /// The first text of a greater length.
    behind: u32,
    /// How many words and marks each must share with the query.
    share: u32,
    /// What one missing word or mark makes, in parts of 2^16.
    part: u32,
}

/// What the lists of a query have named.
///
/// A text is a prospect when a list names it that another one has named before. Who was named is kept in marks that
/// several texts have in common: that makes a prospect too many now and then, and never loses one.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathering {
    pub(super) prospects: Vec<Prospect>,
    marks: Vec<u64>,
}

/// What a text of one length needs in one list, by the terms that are known to be missing.
struct Limits {
    reach: Reach,
    /// How many terms of the query are rarer than the list's.
    at: u32,
    /// Whether what items tell of frequent terms is something new: it is when the list's own is none of them.
    tells: bool,
    /// How many of the query's terms from the list's on may be missing from a text that shares a rarer one.
    of_query: u32,
    /// How many terms of a text that shares a rarer one may be missing from the query, that one among them.
    of_text: u32,
}

impl Reach {
    /// The lengths of texts that can reach a bar, from short to long.
    pub(super) fn all(
        groups: &[Group],
        query: u32,
        bar: Similarity,
    ) -> impl Iterator<Item = Self> + '_ {
        let (shortest, longest) = (bar.share(query), bar.longest(query));
        let fitting = groups.windows(2).map(|pair| (pair[0], pair[1].first));
        let fitting = fitting.skip_while(move |(group, _)| group.len < shortest);
        let fitting = fitting.take_while(move |(group, _)| group.len <= longest);
        fitting.map(move |(group, behind)| {
            let longer = group.len.max(query);
            Self {
                group,
                behind,
                share: bar.share(longer),
                part: (1 << 16) / longer,
            }
        })
    }

    /// The texts.
    pub(super) fn texts(&self) -> Range<u32> {
        self.group.first..self.behind
    }

    /// One of them as a prospect, from the list of a term of the query that so many others are rarer than.
    #[inline]
    pub(super) fn prospect(&self, text: u32, at: u32) -> Prospect {
        let width = width(self.group.len) as u32;
        Prospect {
            text,
            sign: self.group.signs + (text - self.group.first) * width,
            len: self.group.len,
            share: self.share,
            part: self.part,
            at,
        }
    }
}

impl Gathering {
    /// Takes the texts that may reach the bar, in place of those before.
    ///
    /// When a text reaches the bar, then the two rarest terms that it shares with the query are so rare in either that
    /// both have the text in their lists; a text of one word needs one such term.
    pub(super) fn take<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        bar: Similarity,
    ) -> Result<(), IndexError<S::Error>> {
        let marks = run.run.texts().next_power_of_two().clamp(64, MARKS) / 64;
        self.marks.clear();
        let first = if query.len == 1 { u64::MAX } else { 0 };
        self.marks.resize(marks as usize, first);
        self.prospects.clear();
        let reaches: Vec<Reach> = Reach::all(&run.run.head.groups, query.len, bar).collect();
        for (at, term) in (0..).zip(&query.terms) {
            let last = reaches.partition_point(|reach| at + reach.share <= query.len + 1);
            if last == 0 {
                break;
            }
            self.take_list(run, query, at, *term, &reaches[..last])?;
        }
        Ok(())
    }

    /// Takes what the list of a term says of texts of some lengths; `at` terms of the query are rarer.
    fn take_list<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        at: u32,
        term: Term,
        reaches: &[Reach],
    ) -> Result<(), IndexError<S::Error>> {
        let first = reaches[0];
        let few = term.end - term.start < FEW_ITEMS * reaches.len() as u32;
        let tells = !run.layout.tells_of(term.rank);
        let mut rest = position(run, term.start..term.end, first.group.first)?..term.end;
        for reach in reaches {
            if rest.is_empty() {
                break;
            }
            let limits = Limits {
                reach: *reach,
                at,
                tells,
                of_query: query.len + 1 - at - reach.share,
                of_text: reach.group.len + 1 - reach.share,
            };
            if few {
                self.take_items(run, query, &mut rest, &limits)?;
            } else {
                let end = position(run, rest.clone(), reach.behind)?;
                let own = up_to_rarer(run, rest.start..end, &limits)?;
                self.take_range(run, query, own, &limits)?;
                rest.start = end;
            }
        }
        Ok(())
    }

    /// Takes items one by one up to the texts of greater lengths.
    fn take_items<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        rest: &mut Range<u32>,
        limits: &Limits,
    ) -> Result<(), IndexError<S::Error>> {
        while rest.start < rest.end {
            let items = run.listed_run(rest.clone())?;
            let mut texts = items.iter().map(|item| run.layout.text(*item));
            let own = texts.position(|text| text >= limits.reach.behind);
            let own = &items[..own.unwrap_or(items.len())];
            self.meet(run.layout, query, own, limits);
            rest.start += own.len() as u32;
            if own.len() < items.len() {
                break;
            }
        }
        Ok(())
    }

    /// Takes all items of a range.
    fn take_range<S: Store>(
        &mut self,
        run: &View<'_, S>,
        query: &Query,
        mut range: Range<u32>,
        limits: &Limits,
    ) -> Result<(), IndexError<S::Error>> {
        while range.start < range.end {
            let items = run.listed_run(range.clone())?;
            self.meet(run.layout, query, items, limits);
            range.start += items.len() as u32;
        }
        Ok(())
    }

    /// Marks the texts of items, but those with too many terms missing; one that is marked already is a prospect.
    #[inline]
    fn meet(&mut self, layout: Layout, query: &Query, items: &[u32], limits: &Limits) {
        let apart = query.apart(limits.tells);
        let last = self.marks.len() * 64 - 1;
        for some in items.chunks(64) {
            // No branches here: whether an item is dropped cannot be foreseen.
            let mut met: u64 = 0;
            for (item, place) in some.iter().zip(0..) {
                let (of_query, of_text) = apart[layout.frequent(*item) as usize];
                let (of_query, of_text) = (
                    u32::from(of_query),
                    u32::from(of_text) + layout.rarer(*item),
                );
                let is_near = of_query <= limits.of_query && of_text <= limits.of_text;
                // The list's term may be the rarest that both share: then no rarer one of either is shared.
                let may_begin = of_query < limits.of_query && of_text < limits.of_text;
                let mark = layout.text(*item) as usize & last;
                let word = &mut self.marks[mark / 64];
                met |= (*word >> (mark % 64) & u64::from(is_near)) << place;
                *word |= u64::from(may_begin) << (mark % 64);
            }
            let met = ones(met).map(|place| layout.text(some[place as usize]));
            self.prospects
                .extend(met.map(|text| limits.reach.prospect(text, limits.at)));
        }
    }
}

/// Where in a range of a list the texts from `text` on begin, in steps that double: it is often near.
fn position<S: Store>(
    run: &View<'_, S>,
    mut range: Range<u32>,
    text: u32,
) -> Result<u32, IndexError<S::Error>> {
    let passes = |item| run.layout.text(item) < text;
    let mut step = 4;
    while range.start + step < range.end {
        if !passes(run.listed(range.start + step)?) {
            range.end = range.start + step;
            break;
        }
        range.start += step + 1;
        step *= 4;
    }
    partition(run, range, passes)
}

/// The part of a range of texts of one length that has no more rarer terms than may be missing.
fn up_to_rarer<S: Store>(
    run: &View<'_, S>,
    range: Range<u32>,
    limits: &Limits,
) -> Result<Range<u32>, IndexError<S::Error>> {
    if limits.of_text + 1 >= listed(limits.reach.group.len) {
        return Ok(range);
    }
    let most = Layout::counted(limits.of_text);
    let end = partition(run, range.clone(), |item| run.layout.rarer(item) <= most)?;
    Ok(range.start..end)
}

/// The first item of a range that does not pass, where all that pass stand before the others.
fn partition<S: Store>(
    run: &View<'_, S>,
    mut range: Range<u32>,
    passes: impl Fn(u32) -> bool,
) -> Result<u32, IndexError<S::Error>> {
    while !range.is_empty() {
        let middle = range.start.midpoint(range.end);
        if passes(run.listed(middle)?) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    Ok(range.start)
}
