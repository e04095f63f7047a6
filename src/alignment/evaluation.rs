//! Comparison with gold: strict and lax precision, recall and F1 as the field counts them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::bead::BeadLine;

/// A share of hits: `hits` of `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many were right.
    pub hits: usize,
    /// Out of how many.
    pub total: usize,
}

/// Precision and recall of one way to compare beads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Predicted beads that are right, of all predicted beads, one-sided ones included.
    pub precision: Share,
    /// Gold beads with both sides that were found, of all gold beads with both sides.
    pub recall: Share,
}

/// How predicted beads agree with gold; figures of several documents add up (micro-average).
///
/// The definition of Sennrich and Volk (2011) as shipped with bleualign and vecalign: strict asks for
/// the same bead; lax for one source and one target sentence that gold links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Beads that are the same in both.
    pub strict: Agreement,
    /// Beads that share a link.
    pub lax: Agreement,
    /// Gold beads found (strictly), by their shape: source sentences, target sentences.
    pub by_shape: BTreeMap<(usize, usize), Share>,
}

type Sides<'a> = (&'a [usize], &'a [usize]);

impl Share {
    /// The share as a number from 0 to 1; 0 when there was nothing to hit.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn ratio(self) -> f64 {
        if self.total == 0 {
            0.0
        } else {
            self.hits as f64 / self.total as f64
        }
    }

    fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.total += other.total;
    }
}

impl Agreement {
    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision.ratio(), self.recall.ratio());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }
}

impl Evaluation {
    /// Compares the beads of one document with gold.
    #[must_use]
    pub fn of(gold: &[BeadLine], predicted: &[BeadLine]) -> Self {
        let mut evaluation = Self::default();
        evaluation.add_document(gold, predicted);
        evaluation
    }

    /// Adds the figures of one more document.
    pub fn add_document(&mut self, gold: &[BeadLine], predicted: &[BeadLine]) {
        let gold = sides(gold);
        let predicted = sides(predicted);
        let two_sided = |beads: &[Sides<'_>]| -> bool {
            beads
                .iter()
                .all(|(source, target)| !source.is_empty() && !target.is_empty())
        };
        let (strict, lax) = count_hits(&gold, &predicted);
        self.strict.precision.add(strict);
        self.lax.precision.add(lax);
        let gold_linked: Vec<_> = gold.iter().copied().filter(|b| two_sided(&[*b])).collect();
        let found_linked: Vec<_> = predicted
            .iter()
            .copied()
            .filter(|b| two_sided(&[*b]))
            .collect();
        let (strict, lax) = count_hits(&found_linked, &gold_linked);
        self.strict.recall.add(strict);
        self.lax.recall.add(lax);
        self.count_shapes(&gold, &predicted);
    }

    fn count_shapes(&mut self, gold: &[Sides<'_>], predicted: &[Sides<'_>]) {
        let predicted: HashSet<Sides<'_>> = predicted.iter().copied().collect();
        for bead in gold {
            let share = self
                .by_shape
                .entry((bead.0.len(), bead.1.len()))
                .or_default();
            share.add(Share {
                hits: usize::from(predicted.contains(bead)),
                total: 1,
            });
        }
    }
}

/// Counts the distinct beads of `tested` that `reference` holds (strict) or links (lax).
fn count_hits(reference: &[Sides<'_>], tested: &[Sides<'_>]) -> (Share, Share) {
    let same: HashSet<Sides<'_>> = reference.iter().copied().collect();
    let mut links: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (source, target) in &same {
        for sentence in *source {
            links.entry(*sentence).or_default().extend(*target);
        }
    }
    let distinct: BTreeSet<Sides<'_>> = tested.iter().copied().collect();
    let linked = |bead: &&Sides<'_>| {
        same.contains(*bead)
            || bead.0.iter().any(|sentence| {
                links
                    .get(sentence)
                    .is_some_and(|targets| bead.1.iter().any(|target| targets.contains(target)))
            })
    };
    let total = distinct.len();
    let share = |hits| Share { hits, total };
    (
        share(distinct.iter().filter(|bead| same.contains(*bead)).count()),
        share(distinct.iter().filter(linked).count()),
    )
}

/// The sides of all beads that hold a sentence.
fn sides(beads: &[BeadLine]) -> Vec<Sides<'_>> {
    beads
        .iter()
        .map(|bead| (bead.source.as_slice(), bead.target.as_slice()))
        .filter(|(source, target)| !source.is_empty() || !target.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::bead::read_beads;
    use super::*;

    #[test]
    fn strict_and_lax_count_as_the_field_does() {
        let gold = read_beads("[0]:[0]\n[1, 2]:[1]\n[3]:[]\n[4]:[2]").unwrap();
        let predicted = read_beads("[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[]\n[4]:[2]").unwrap();
        let evaluation = Evaluation::of(&gold, &predicted);
        assert_eq!(evaluation.strict.precision, Share { hits: 3, total: 5 });
        assert_eq!(evaluation.strict.recall, Share { hits: 2, total: 3 });
        assert_eq!(evaluation.lax.precision, Share { hits: 4, total: 5 });
        assert_eq!(evaluation.lax.recall, Share { hits: 3, total: 3 });
        assert!(
            (evaluation.strict.f1() - 2.0 * 0.6 * (2.0 / 3.0) / (0.6 + 2.0 / 3.0)).abs() < 1e-12
        );
        assert_eq!(evaluation.by_shape[&(2, 1)], Share { hits: 0, total: 1 });
    }

    #[test]
    fn nothing_against_nothing_is_no_agreement() {
        assert!(Evaluation::of(&[], &[]).strict.f1() == 0.0);
    }
}
