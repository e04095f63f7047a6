//! Links between old and new sentences as they are found.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::order::in_order;
use super::{Carried, Origin};

/// For each new sentence the old ones that it comes from, as far as they are known.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// For each new sentence the first and the last of its old ones.
    from: Vec<Option<(usize, usize)>>,
    /// For each old sentence how many new ones come from it.
    parts: Vec<u32>,
}

impl Links {
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self {
            from: vec![None; new],
            parts: vec![0; old],
        }
    }

    /// Whether an old sentence answers no new one yet.
    pub(super) fn is_old_free(&self, at: usize) -> bool {
        self.parts[at] == 0
    }

    /// Whether a new sentence comes from no old one yet.
    pub(super) fn is_new_free(&self, at: usize) -> bool {
        self.from[at].is_none()
    }

    /// Whether both sides have sentences without an answer.
    pub(super) fn has_free(&self) -> bool {
        self.parts.contains(&0) && self.from.contains(&None)
    }

    /// The free old and new sentences, in order.
    pub(super) fn free(&self) -> (Vec<usize>, Vec<usize>) {
        let old = (0..self.parts.len()).filter(|at| self.is_old_free(*at));
        let new = (0..self.from.len()).filter(|at| self.is_new_free(*at));
        (old.collect(), new.collect())
    }

    /// Links old sentences that follow each other to new ones that do; one side has one.
    pub(super) fn join(&mut self, olds: Range<usize>, news: Range<usize>) {
        for new in news {
            self.from[new] = Some((olds.start, olds.end - 1));
            self.parts[olds.clone()]
                .iter_mut()
                .for_each(|parts| *parts += 1);
        }
    }

    /// Whether two sentences are free and have the same number.
    fn join_if_equal(&mut self, old: usize, new: usize, numbers: (&[usize], &[usize])) -> bool {
        let is_pair = old < self.parts.len()
            && new < self.from.len()
            && self.is_old_free(old)
            && self.is_new_free(new)
            && numbers.0[old] == numbers.1[new];
        if is_pair {
            self.join(old..old + 1, new..new + 1);
        }
        is_pair
    }

    /// Links free sentences of equal numbers: those that are alone of their kind, then what goes on beside
    /// them, then the others in order, within the same gap before elsewhere.
    pub(super) fn join_equal(&mut self, old: &[usize], new: &[usize]) {
        let numbers = (old, new);
        self.grow(0, 0, numbers);
        self.grow_back(old.len(), new.len(), numbers);
        for (ours, theirs) in self.only_ones(numbers) {
            self.join(ours..ours + 1, theirs..theirs + 1);
        }
        // What stands in order takes its neighbours first.
        let ordered = self.ordered();
        for is_wanted in [true, false] {
            for (at, is_ordered) in ordered.iter().enumerate() {
                if let (Some((_, last)), true) = (self.from[at], is_wanted == *is_ordered) {
                    self.grow(last + 1, at + 1, numbers);
                }
            }
            for (at, is_ordered) in ordered.iter().enumerate().rev() {
                if let (Some((first, _)), true) = (self.from[at], is_wanted == *is_ordered) {
                    self.grow_back(first, at, numbers);
                }
            }
        }
        let (ours, theirs) = self.gap_numbers();
        self.join_by(|at| (old[at], ours[at]), |at| (new[at], theirs[at]));
        self.join_by(|at| old[at], |at| new[at]);
    }

    /// Links equal sentences from these two on.
    fn grow(&mut self, mut old: usize, mut new: usize, numbers: (&[usize], &[usize])) {
        while self.join_if_equal(old, new, numbers) {
            (old, new) = (old + 1, new + 1);
        }
    }

    /// Links equal sentences before these two.
    fn grow_back(&mut self, mut old: usize, mut new: usize, numbers: (&[usize], &[usize])) {
        while old > 0 && new > 0 && self.join_if_equal(old - 1, new - 1, numbers) {
            (old, new) = (old - 1, new - 1);
        }
    }

    /// The free sentences whose number no other free one of their side has.
    fn only_ones(&self, numbers: (&[usize], &[usize])) -> Vec<(usize, usize)> {
        let (ours, theirs) = self.free();
        let only = |places: Vec<usize>, numbers: &[usize]| {
            let mut only: HashMap<usize, Option<usize>> = HashMap::new();
            for at in places {
                only.entry(numbers[at])
                    .and_modify(|place| *place = None)
                    .or_insert(Some(at));
            }
            only
        };
        let ours = only(ours, numbers.0);
        let theirs = only(theirs, numbers.1).into_iter();
        let mut pairs: Vec<_> = theirs
            .filter_map(|(number, new)| Some((ours.get(&number).copied()??, new?)))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// Links the free sentences of each kind in order.
    fn join_by<K: Eq + std::hash::Hash>(
        &mut self,
        of_old: impl Fn(usize) -> K,
        of_new: impl Fn(usize) -> K,
    ) {
        let (ours, theirs) = self.free();
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for at in ours {
            waiting.entry(of_old(at)).or_default().push_back(at);
        }
        for at in theirs {
            if let Some(old) = waiting.get_mut(&of_new(at)).and_then(VecDeque::pop_front) {
                self.join(old..old + 1, at..at + 1);
            }
        }
    }

    /// For each new sentence whether it stands in the order of the old ones.
    fn ordered(&self) -> Vec<bool> {
        let firsts: Vec<_> = self
            .from
            .iter()
            .map(|from| from.map(|(first, _)| first))
            .collect();
        in_order(&firsts)
    }

    /// For each old and each new sentence the number of its gap: how many links in order lie before it.
    pub(super) fn gap_numbers(&self) -> (Vec<usize>, Vec<usize>) {
        let ordered = self.ordered();
        let mut ours = vec![0; self.parts.len()];
        let mut theirs = vec![0; self.from.len()];
        let (mut gap, mut old) = (0, 0);
        for (at, from) in self.from.iter().enumerate() {
            if let (Some((_, last)), true) = (from, ordered[at]) {
                while old <= *last {
                    ours[old] = gap;
                    old += 1;
                }
                gap += 1;
            }
            theirs[at] = gap;
        }
        ours[old..].fill(gap);
        (ours, theirs)
    }

    /// 1 where what stands before two places answers each other, as the beginnings of both texts do; else 0.
    pub(super) fn before(&self, old: usize, new: usize) -> u8 {
        u8::from(match (old.checked_sub(1), new.checked_sub(1)) {
            (None, None) => true,
            (Some(old), Some(new)) => self.from[new].is_some_and(|(_, last)| last == old),
            _ => false,
        })
    }

    /// 1 where what stands at two places answers each other, as the ends of both texts do; else 0.
    pub(super) fn behind(&self, old: usize, new: usize) -> u8 {
        let is_end = (old == self.parts.len(), new == self.from.len());
        u8::from(match is_end {
            (true, true) => true,
            (false, false) => self.from[new].is_some_and(|(first, _)| first == old),
            _ => false,
        })
    }

    /// What became of each sentence; `equal` are the links of sentences that are the same to the byte.
    pub(super) fn carried(&self, equal: &Self) -> Carried {
        let ordered = equal.ordered();
        let origin = |at: usize| match self.from[at] {
            None => Origin::New,
            Some((old, _)) if equal.from[at].is_some() && ordered[at] => Origin::Unchanged(old),
            Some((old, _)) if equal.from[at].is_some() => Origin::Moved(old),
            Some((first, last)) if first < last => Origin::Merged { first, last },
            Some((old, _)) if self.parts[old] > 1 => Origin::Split(old),
            Some((old, _)) => Origin::Edited(old),
        };
        Carried {
            origins: (0..self.from.len()).map(origin).collect(),
            obsolete: (0..self.parts.len())
                .filter(|at| self.is_old_free(*at))
                .collect(),
        }
    }
}
