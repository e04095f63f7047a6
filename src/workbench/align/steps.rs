//! What a person does to beads: joining two, cutting one, moving the boundary between two.

use std::ops::Range;

use super::keep::tidy;
use crate::alignment::Bead;

/// A side of a bead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The source.
    Source,
    /// The translation.
    Target,
}

/// How the boundary between a bead and the next one moves, by one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The bead takes the first sentence of the next one.
    Down(Side),
    /// The bead gives its last sentence to the next one.
    Up(Side),
}

/// Why a step makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// There is no such bead.
    #[error("there is no such bead")]
    NoBead,
    /// Nothing stands behind it.
    #[error("there is no bead behind it")]
    NoNext,
    /// The next bead is not its neighbour on both sides.
    #[error("the next bead is not its neighbour on both sides")]
    Apart,
    /// The result would have one side only.
    #[error("together they would still have one side only")]
    OneSided,
    /// It holds one sentence a side at most.
    #[error("there is nothing to split: it has one sentence a side")]
    Single,
    /// The bead that should give a sentence has none there.
    #[error("there is no sentence that could be moved")]
    NothingToMove,
    /// Nothing stands on that side.
    #[error("it has no sentence on that side")]
    NoSide,
}

impl Bead {
    /// This bead and the next as one.
    pub(super) fn joined(&self, next: &Self) -> Result<Self, StepError> {
        let joined = Self {
            source: together(&self.source, &next.source)?,
            target: together(&self.target, &next.target)?,
            confidence: 1.0,
        };
        match joined.is_two_sided() {
            true => Ok(joined),
            false => Err(StepError::OneSided),
        }
    }

    /// The two halves of the bead: the larger half of each side first.
    pub(super) fn halves(&self) -> Result<Vec<Self>, StepError> {
        if self.source.len() < 2 && self.target.len() < 2 {
            return Err(StepError::Single);
        }
        let middle = |side: &Range<usize>| side.start + side.len().div_ceil(2);
        let (source, target) = (middle(&self.source), middle(&self.target));
        let first = Self::of(self.source.start..source, self.target.start..target);
        let second = Self::of(source..self.source.end, target..self.target.end);
        Ok(vec![first, second])
    }

    /// This bead and the next after a move of the boundary between them; one that is empty then goes.
    pub(super) fn shifted(&self, next: &Self, step: Move) -> Result<Vec<Self>, StepError> {
        let mut source = (self.source.clone(), next.source.clone());
        let mut target = (self.target.clone(), next.target.clone());
        match step {
            Move::Down(Side::Source) => source = take(source)?,
            Move::Down(Side::Target) => target = take(target)?,
            Move::Up(Side::Source) => source = give(source)?,
            Move::Up(Side::Target) => target = give(target)?,
        }
        let both = [Self::of(source.0, target.0), Self::of(source.1, target.1)];
        let is_left = |bead: &Self| !bead.source.is_empty() || !bead.target.is_empty();
        Ok(both.into_iter().filter(is_left).collect())
    }

    /// The sentences of one side alone, and those of the other, if there are any.
    pub(super) fn parted(&self, side: Side) -> Result<(Self, Option<Self>), StepError> {
        let source = Self::of(self.source.clone(), 0..0);
        let target = Self::of(0..0, self.target.clone());
        let (alone, other, is_there, has_other) = match side {
            Side::Source => (
                source,
                target,
                !self.source.is_empty(),
                !self.target.is_empty(),
            ),
            Side::Target => (
                target,
                source,
                !self.target.is_empty(),
                !self.source.is_empty(),
            ),
        };
        match is_there {
            true => Ok((alone, has_other.then_some(other))),
            false => Err(StepError::NoSide),
        }
    }

    fn of(source: Range<usize>, target: Range<usize>) -> Self {
        Self {
            source: tidy(source),
            target: tidy(target),
            confidence: 1.0,
        }
    }
}

/// Two neighbouring ranges as one.
fn together(one: &Range<usize>, next: &Range<usize>) -> Result<Range<usize>, StepError> {
    if one.is_empty() || next.is_empty() {
        return Ok(if one.is_empty() {
            next.clone()
        } else {
            one.clone()
        });
    }
    match one.end == next.start {
        true => Ok(one.start..next.end),
        false => Err(StepError::Apart),
    }
}

/// Two ranges, one after the other.
type Both = (Range<usize>, Range<usize>);

/// Moves the first sentence of the next range to the end of the one before.
fn take((one, next): Both) -> Result<Both, StepError> {
    if next.is_empty() {
        return Err(StepError::NothingToMove);
    }
    if one.is_empty() {
        return Ok((next.start..next.start + 1, next.start + 1..next.end));
    }
    match one.end == next.start {
        true => Ok((one.start..one.end + 1, next.start + 1..next.end)),
        false => Err(StepError::Apart),
    }
}

/// Moves the last sentence of a range to the beginning of the next one.
fn give((one, next): Both) -> Result<Both, StepError> {
    if one.is_empty() {
        return Err(StepError::NothingToMove);
    }
    if next.is_empty() {
        return Ok((one.start..one.end - 1, one.end - 1..one.end));
    }
    match one.end == next.start {
        true => Ok((one.start..one.end - 1, next.start - 1..next.end)),
        false => Err(StepError::Apart),
    }
}

/// A range with both ends changed alike; an empty one stays as it is.
pub(super) fn moved_by(range: &Range<usize>, change: impl Fn(usize) -> usize) -> Range<usize> {
    match range.is_empty() {
        true => 0..0,
        false => change(range.start)..change(range.end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bead(source: Range<usize>, target: Range<usize>) -> Bead {
        Bead::of(source, target)
    }

    #[test]
    fn neighbours_are_joined_and_others_are_not() {
        let joined = bead(0..1, 0..2).joined(&bead(1..2, 0..0)).unwrap();
        assert_eq!(joined, bead(0..2, 0..2));
        let joined = bead(3..4, 0..0).joined(&bead(0..0, 5..6)).unwrap();
        assert_eq!(joined, bead(3..4, 5..6));
        let apart = bead(0..1, 1..2).joined(&bead(1..2, 0..1));
        assert_eq!(apart, Err(StepError::Apart));
        let alone = bead(0..1, 0..0).joined(&bead(1..2, 0..0));
        assert_eq!(alone, Err(StepError::OneSided));
    }

    #[test]
    fn a_bead_is_cut_in_the_middle() {
        let halves = bead(2..5, 7..8).halves().unwrap();
        assert_eq!(halves, [bead(2..4, 7..8), bead(4..5, 0..0)]);
        assert_eq!(bead(0..1, 0..1).halves(), Err(StepError::Single));
    }

    #[test]
    fn a_boundary_moves_by_a_sentence() {
        let (one, next) = (bead(0..1, 0..1), bead(1..2, 1..3));
        let moved = one.shifted(&next, Move::Down(Side::Target)).unwrap();
        assert_eq!(moved, [bead(0..1, 0..2), bead(1..2, 2..3)]);
        let moved = one
            .shifted(&bead(0..0, 1..2), Move::Down(Side::Target))
            .unwrap();
        assert_eq!(moved, [bead(0..1, 0..2)], "the empty one goes");
        let moved = one.shifted(&next, Move::Up(Side::Source)).unwrap();
        assert_eq!(moved, [bead(0..0, 0..1), bead(0..2, 1..3)]);
        let none = bead(0..1, 0..0).shifted(&next, Move::Up(Side::Target));
        assert_eq!(none, Err(StepError::NothingToMove));
    }

    proptest! {
        #[test]
        fn a_move_and_its_opposite_change_nothing(sizes in (1_usize..4, 1_usize..4, 1_usize..4, 1_usize..4), down in any::<bool>(), source in any::<bool>()) {
            let (a, b, c, d) = sizes;
            let (one, next) = (bead(0..a, 0..b), bead(a..a + c, b..b + d));
            let side = if source { Side::Source } else { Side::Target };
            let (there, back) = if down { (Move::Down(side), Move::Up(side)) } else { (Move::Up(side), Move::Down(side)) };
            if let [first, second] = one.shifted(&next, there).unwrap().as_slice() {
                prop_assert_eq!(first.shifted(second, back).unwrap(), [one, next]);
            }
        }
    }
}
