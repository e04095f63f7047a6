//! A document as the search sees it: free stretches between the beads that the caller has fixed.

use std::ops::Range;

use super::bead::Bead;

/// A document that is to be aligned.
#[derive(Clone, Copy, Debug)]
pub struct DocumentPair<'a> {
    /// The source sentences.
    pub source: &'a [&'a str],
    /// The target sentences.
    pub target: &'a [&'a str],
    /// The language of the source.
    pub source_language: &'a crate::text::Language,
    /// The language of the target.
    pub target_language: &'a crate::text::Language,
    /// Numbers of the source sentences that begin a paragraph; empty when nothing is known.
    pub source_paragraphs: &'a [usize],
    /// Numbers of the target sentences that begin a paragraph; empty when nothing is known.
    pub target_paragraphs: &'a [usize],
    /// Beads that are known to be right: they stay, and the rest is aligned around them.
    pub fixed: &'a [Bead],
}

/// A fixed bead that cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixedBeadError {
    /// The bead names a sentence that the document does not have.
    #[error(
        "the bead {bead} names a sentence beyond the {source_count} source and {target_count} target sentences"
    )]
    Beyond {
        /// The bead, as a bead file writes it.
        bead: String,
        /// Source sentences of the document.
        source_count: usize,
        /// Target sentences of the document.
        target_count: usize,
    },
    /// Two beads hold the same sentence.
    #[error("the beads {one} and {other} hold the same sentence")]
    Overlap {
        /// The first bead.
        one: String,
        /// The second bead.
        other: String,
    },
}

/// Consecutive sentences of both sides in which nothing is fixed but lone sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Source sentences.
    pub(crate) source: Range<usize>,
    /// Target sentences.
    pub(crate) target: Range<usize>,
}

/// What the fixed beads leave to be aligned.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The stretches between the fixed beads, in order.
    pub(crate) stretches: Vec<Stretch>,
    /// The fixed beads and what they strand: sentences between fixed beads that cross one another.
    pub(crate) settled: Vec<Bead>,
    /// Source sentences that are known to have no answer.
    pub(crate) source_alone: Vec<usize>,
    /// Target sentences that are known to have no answer.
    pub(crate) target_alone: Vec<usize>,
}

impl Layout {
    /// Cuts a document at its fixed beads.
    ///
    /// # Errors
    /// When a fixed bead lies beyond the text or two of them overlap.
    pub(crate) fn of(source: usize, target: usize, fixed: &[Bead]) -> Result<Self, FixedBeadError> {
        check(source, target, fixed)?;
        let mut layout = Self::default();
        let mut linked: Vec<&Bead> = Vec::new();
        for bead in fixed {
            if bead.is_two_sided() {
                linked.push(bead);
            } else {
                layout.source_alone.extend(bead.source.clone());
                layout.target_alone.extend(bead.target.clone());
            }
        }
        linked.sort_by_key(|bead| bead.source.start);
        let (mut row, mut column) = (0, 0);
        for knot in knots(&linked) {
            let begin = |side: fn(&Bead) -> &Range<usize>| {
                knot.iter().map(|b| side(b).start).min().unwrap_or(0)
            };
            let end = |side: fn(&Bead) -> &Range<usize>| {
                knot.iter().map(|b| side(b).end).max().unwrap_or(0)
            };
            layout.push_stretch(row..begin(|b| &b.source), column..begin(|b| &b.target));
            row = end(|b| &b.source);
            column = end(|b| &b.target);
            layout.settle(
                knot,
                begin(|b| &b.source)..row,
                begin(|b| &b.target)..column,
            );
        }
        layout.push_stretch(row..source, column..target);
        Ok(layout)
    }

    fn push_stretch(&mut self, source: Range<usize>, target: Range<usize>) {
        if !source.is_empty() || !target.is_empty() {
            self.stretches.push(Stretch { source, target });
        }
    }

    fn settle(&mut self, knot: &[&Bead], source: Range<usize>, target: Range<usize>) {
        let stranded_source = source.filter(|n| !knot.iter().any(|bead| bead.source.contains(n)));
        let stranded_target = target.filter(|n| !knot.iter().any(|bead| bead.target.contains(n)));
        self.settled.extend(stranded_source.map(|n| Bead {
            source: n..n + 1,
            target: 0..0,
            confidence: 0.0,
        }));
        self.settled.extend(stranded_target.map(|n| Bead {
            source: 0..0,
            target: n..n + 1,
            confidence: 0.0,
        }));
        self.settled.extend(knot.iter().map(|bead| Bead {
            confidence: 1.0,
            ..(*bead).clone()
        }));
    }
}

/// Groups of beads, sorted by source, that cross one another; most groups hold one bead.
fn knots<'a, 'b>(linked: &'b [&'a Bead]) -> Vec<&'b [&'a Bead]> {
    // The first target sentence that any bead from here on holds.
    let mut ahead = vec![usize::MAX; linked.len() + 1];
    for (place, bead) in linked.iter().enumerate().rev() {
        ahead[place] = ahead[place + 1].min(bead.target.start);
    }
    let mut knots = Vec::new();
    let (mut begin, mut reached) = (0, 0);
    for (place, bead) in linked.iter().enumerate() {
        reached = reached.max(bead.target.end);
        if ahead[place + 1] >= reached {
            knots.push(&linked[begin..=place]);
            begin = place + 1;
        }
    }
    knots
}

fn check(source: usize, target: usize, fixed: &[Bead]) -> Result<(), FixedBeadError> {
    for bead in fixed {
        if bead.source.end > source || bead.target.end > target {
            return Err(FixedBeadError::Beyond {
                bead: bead.to_string(),
                source_count: source,
                target_count: target,
            });
        }
    }
    let mut holders: [Vec<Option<usize>>; 2] = [vec![None; source], vec![None; target]];
    for (number, bead) in fixed.iter().enumerate() {
        for (side, holders) in [&bead.source, &bead.target].into_iter().zip(&mut holders) {
            for sentence in side.clone() {
                if let Some(other) = holders[sentence].replace(number) {
                    return Err(FixedBeadError::Overlap {
                        one: fixed[other].to_string(),
                        other: bead.to_string(),
                    });
                }
            }
        }
    }
    Ok(())
}

/// The marks of one side of a stretch that steer the path: paragraph beginnings and lone sentences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guides {
    /// True when paragraphs are known.
    pub(crate) paragraphs: bool,
    /// True where the sentence begins a paragraph.
    pub(crate) opens: Vec<bool>,
    /// True where the sentence is known to have no answer.
    pub(crate) alone: Vec<bool>,
}

impl Guides {
    /// Marks the sentences of a stretch.
    pub(crate) fn of(range: &Range<usize>, paragraphs: &[usize], alone: &[usize]) -> Self {
        let mark = |numbers: &[usize]| {
            let mut marks = vec![false; range.len()];
            for number in numbers.iter().filter(|number| range.contains(number)) {
                marks[number - range.start] = true;
            }
            marks
        };
        Self {
            paragraphs: !paragraphs.is_empty(),
            opens: mark(paragraphs),
            alone: mark(alone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(source: Range<usize>, target: Range<usize>) -> Bead {
        Bead {
            source,
            target,
            confidence: 0.5,
        }
    }

    #[test]
    fn fixed_beads_cut_the_document_into_stretches() {
        let layout = Layout::of(6, 6, &[bead(2..3, 1..3), bead(4..5, 0..0)]).unwrap();
        assert_eq!(
            layout.stretches,
            [
                Stretch {
                    source: 0..2,
                    target: 0..1
                },
                Stretch {
                    source: 3..6,
                    target: 3..6
                }
            ]
        );
        assert_eq!(layout.source_alone, [4]);
        assert_eq!(
            layout.settled,
            [Bead {
                confidence: 1.0,
                ..bead(2..3, 1..3)
            }]
        );
    }

    #[test]
    fn fixed_beads_that_cross_are_one_knot() {
        let layout = Layout::of(4, 4, &[bead(1..2, 2..3), bead(2..3, 1..2)]).unwrap();
        assert_eq!(
            layout.stretches,
            [
                Stretch {
                    source: 0..1,
                    target: 0..1
                },
                Stretch {
                    source: 3..4,
                    target: 3..4
                }
            ]
        );
        assert_eq!(layout.settled.len(), 2);
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        let beyond = Layout::of(1, 1, &[bead(0..1, 0..2)]).unwrap_err();
        assert!(
            beyond
                .to_string()
                .contains("beyond the 1 source and 1 target")
        );
        let overlap = Layout::of(2, 2, &[bead(0..1, 0..1), bead(0..2, 1..2)]).unwrap_err();
        assert!(overlap.to_string().contains("same sentence"));
    }
}
