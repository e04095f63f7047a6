//! The shapes of beads (1-1, 2-1, ...) and how often each occurs.

use super::length::MOST;

/// A number of source and of target sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Source sentences.
    pub(crate) source: usize,
    /// Target sentences.
    pub(crate) target: usize,
}

/// The two-sided shapes in the order of [`ShapePriors`], with their share to begin with.
const FIRST: &[(usize, usize, f64)] = &[
    (1, 1, 0.78),
    (2, 1, 0.045),
    (1, 2, 0.045),
    (2, 2, 0.012),
    (3, 1, 0.008),
    (1, 3, 0.008),
    (3, 2, 0.003),
    (2, 3, 0.003),
    (4, 1, 0.0015),
    (1, 4, 0.0015),
    (3, 3, 0.001),
    (4, 2, 0.0005),
    (2, 4, 0.0005),
    (4, 3, 0.0002),
    (3, 4, 0.0002),
    (4, 4, 0.0002),
];
/// The share of a sentence without answer, on either side, to begin with.
const FIRST_ALONE: f64 = 0.04;

/// Beads' worth of belief in the first shares.
const STRENGTH: f64 = 30.0;

/// How many two-sided shapes there are.
pub(crate) const SHAPES: usize = 16;

/// Log-shares of shapes.
#[derive(Clone, Debug)]
pub(crate) struct ShapePriors {
    /// Of the two-sided shapes, by their place.
    pub(crate) two_sided: [f64; SHAPES],
    /// Of a source sentence without answer.
    pub(crate) source_alone: f64,
    /// Of a target sentence without answer.
    pub(crate) target_alone: f64,
}

/// Expected numbers of beads by shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShapeCounts {
    /// Of the two-sided shapes.
    pub(crate) two_sided: [f64; SHAPES],
    /// Of source sentences without answer.
    pub(crate) source_alone: f64,
    /// Of target sentences without answer.
    pub(crate) target_alone: f64,
}

/// All two-sided shapes.
pub(crate) fn shapes() -> [Shape; SHAPES] {
    let mut shapes = [Shape {
        source: 1,
        target: 1,
    }; SHAPES];
    for (shape, (source, target, _)) in shapes.iter_mut().zip(FIRST) {
        *shape = Shape {
            source: *source,
            target: *target,
        };
        debug_assert!(*source <= MOST && *target <= MOST);
    }
    shapes
}

impl ShapePriors {
    /// The shares to begin with.
    pub(crate) fn first() -> Self {
        Self::from_counts(&ShapeCounts::default())
    }

    /// Learns the shares from expected numbers, drawn towards the first shares.
    pub(crate) fn from_counts(counts: &ShapeCounts) -> Self {
        let total = counts.two_sided.iter().sum::<f64>()
            + counts.source_alone
            + counts.target_alone
            + STRENGTH;
        let share = |count: f64, first: f64| ((count + STRENGTH * first) / total).ln();
        let mut two_sided = [0.0; SHAPES];
        for ((prior, count), (_, _, first)) in two_sided.iter_mut().zip(counts.two_sided).zip(FIRST)
        {
            *prior = share(count, *first);
        }
        Self {
            two_sided,
            source_alone: share(counts.source_alone, FIRST_ALONE),
            target_alone: share(counts.target_alone, FIRST_ALONE),
        }
    }
}

impl ShapeCounts {
    /// Adds the numbers of another document.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.two_sided.iter_mut().zip(other.two_sided) {
            *mine += theirs;
        }
        self.source_alone += other.source_alone;
        self.target_alone += other.target_alone;
    }
}
