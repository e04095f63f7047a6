//! Confidence: the posterior probability of every bead, by the forward–backward algorithm in a corridor.

use super::cost::{BeadCosts, TWO_BY_TWO};
use super::shapes::{SHAPES, Shape, ShapeCounts, shapes};

/// A two-sided bead that is at all likely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Source sentences read when it ends.
    pub(crate) row: u32,
    /// Target sentences read when it ends.
    pub(crate) column: u32,
    /// Its shape.
    pub(crate) shape: Shape,
    /// Its probability given all else.
    pub(crate) posterior: f64,
    /// Of a two-by-two bead: the probability that its sentences answer one another crosswise.
    pub(crate) crossed: f64,
}

/// What is known of a document once all paths are weighed.
#[derive(Debug, Default)]
pub(crate) struct Posteriors {
    /// Two-sided beads, in the order of their ends.
    pub(crate) candidates: Vec<Candidate>,
    /// The probability of each source sentence to have no answer.
    pub(crate) source_alone: Vec<f64>,
    /// The probability of each target sentence to have no answer.
    pub(crate) target_alone: Vec<f64>,
    /// Expected numbers of beads by shape.
    pub(crate) counts: ShapeCounts,
    /// The log-ratio of the texts being related, all paths together, against none related.
    pub(crate) evidence: f64,
}

impl Posteriors {
    /// The two-sided beads that are believed.
    pub(crate) fn trusted(&self, least: f64) -> impl Iterator<Item = &Candidate> {
        self.candidates
            .iter()
            .filter(move |candidate| candidate.posterior >= least)
    }
}

/// Beads less likely than this are not worth keeping.
const FAINT: f64 = 0.003;
/// Terms smaller than the largest by this many units of ln do not change a sum.
const NEGLIGIBLE: f64 = 18.0;
/// ln of the probability that a long gap goes on for one more sentence.
const GAP_STAYS: f64 = -0.02;
/// ln of the probability that it ends.
const GAP_ENDS: f64 = -3.92;
const NEVER: f64 = f64::NEG_INFINITY;

/// Log-sums of all paths to a place: in the open, in a gap of the source, in a gap of the target.
struct Layers {
    open: Vec<f64>,
    source_gap: Vec<f64>,
    target_gap: Vec<f64>,
}

impl Layers {
    fn new(places: usize) -> Self {
        Self {
            open: vec![NEVER; places],
            source_gap: vec![NEVER; places],
            target_gap: vec![NEVER; places],
        }
    }
}

fn add(one: f64, other: f64) -> f64 {
    let (high, low) = if one > other {
        (one, other)
    } else {
        (other, one)
    };
    if low < high - NEGLIGIBLE || low == NEVER {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

/// Weighs all paths. Cost: places × shapes.
#[allow(
    clippy::too_many_lines,
    reason = "one pass of dynamic programming, tight on purpose"
)]
pub(crate) fn infer(costs: &BeadCosts<'_>) -> Posteriors {
    let forward = sum_forward(costs);
    let corridor = costs.corridor;
    let last = corridor.places() - 1;
    let mut backward = Layers::new(corridor.places());
    let total = forward.open[last];
    backward.open[last] = 0.0;
    let shapes = shapes();
    let mut posteriors = Posteriors {
        source_alone: vec![0.0; corridor.rows() - 1],
        target_alone: vec![0.0; corridor.last_column()],
        evidence: total,
        ..Posteriors::default()
    };
    for row in (0..corridor.rows()).rev() {
        for column in corridor.columns(row).rev() {
            let Some(here) = corridor.place(row, column) else {
                continue;
            };
            // The gaps close into the open here.
            let after = backward.open[here];
            let source_gap = add(backward.source_gap[here], after + GAP_ENDS);
            let target_gap = add(backward.target_gap[here], after + GAP_ENDS);
            backward.source_gap[here] = source_gap;
            backward.target_gap[here] = target_gap;
            if row > 0
                && let Some(before) = corridor.place(row - 1, column)
            {
                let alone = forward.open[before] + costs.priors.source_alone + after;
                let opens = forward.open[before] + costs.gap_opens + source_gap;
                let stays = forward.source_gap[before] + GAP_STAYS + source_gap;
                let p = (alone - total).exp();
                posteriors.counts.source_alone += p;
                posteriors.source_alone[row - 1] +=
                    p + (opens - total).exp() + (stays - total).exp();
                backward.open[before] = add(
                    backward.open[before],
                    add(
                        costs.priors.source_alone + after,
                        costs.gap_opens + source_gap,
                    ),
                );
                backward.source_gap[before] =
                    add(backward.source_gap[before], GAP_STAYS + source_gap);
            }
            if column > 0
                && let Some(before) = corridor.place(row, column - 1)
            {
                let alone = forward.open[before] + costs.priors.target_alone + after;
                let opens = forward.open[before] + costs.gap_opens + target_gap;
                let stays = forward.target_gap[before] + GAP_STAYS + target_gap;
                let p = (alone - total).exp();
                posteriors.counts.target_alone += p;
                posteriors.target_alone[column - 1] +=
                    p + (opens - total).exp() + (stays - total).exp();
                backward.open[before] = add(
                    backward.open[before],
                    add(
                        costs.priors.target_alone + after,
                        costs.gap_opens + target_gap,
                    ),
                );
                backward.target_gap[before] =
                    add(backward.target_gap[before], GAP_STAYS + target_gap);
            }
            if forward.open[here] + after < total - NEGLIGIBLE {
                continue;
            }
            for (number, shape) in shapes.iter().enumerate() {
                if shape.source > row || shape.target > column {
                    continue;
                }
                let Some(before) = corridor.place(row - shape.source, column - shape.target) else {
                    continue;
                };
                let others = forward.open[before] + after - total;
                let Some(evidence) =
                    costs.evidence(number, *shape, row, column, -NEGLIGIBLE - others)
                else {
                    continue;
                };
                let through = others + evidence;
                if through < -NEGLIGIBLE {
                    continue;
                }
                backward.open[before] = add(backward.open[before], evidence + after);
                let posterior = through.exp();
                posteriors.counts.two_sided[number] += posterior;
                if posterior > FAINT {
                    posteriors.candidates.push(Candidate {
                        row: row as u32,
                        column: column as u32,
                        shape: *shape,
                        posterior,
                        crossed: if *shape == TWO_BY_TWO {
                            costs.crossed_share(row, column).unwrap_or(0.0)
                        } else {
                            0.0
                        },
                    });
                }
            }
        }
    }
    posteriors.candidates.reverse();
    posteriors
}

fn sum_forward(costs: &BeadCosts<'_>) -> Layers {
    let corridor = costs.corridor;
    let mut layers = Layers::new(corridor.places());
    layers.open[0] = 0.0;
    let shapes = shapes();
    let mut terms = [NEVER; SHAPES + 4];
    for row in 0..corridor.rows() {
        for column in corridor.columns(row) {
            let Some(here) = corridor.place(row, column) else {
                continue;
            };
            if here == 0 {
                continue;
            }
            terms.fill(NEVER);
            if row > 0
                && let Some(before) = corridor.place(row - 1, column)
            {
                terms[SHAPES] = layers.open[before] + costs.priors.source_alone;
                layers.source_gap[here] = add(
                    layers.open[before] + costs.gap_opens,
                    layers.source_gap[before] + GAP_STAYS,
                );
                terms[SHAPES + 1] = layers.source_gap[here] + GAP_ENDS;
            }
            if column > 0
                && let Some(before) = corridor.place(row, column - 1)
            {
                terms[SHAPES + 2] = layers.open[before] + costs.priors.target_alone;
                layers.target_gap[here] = add(
                    layers.open[before] + costs.gap_opens,
                    layers.target_gap[before] + GAP_STAYS,
                );
                terms[SHAPES + 3] = layers.target_gap[here] + GAP_ENDS;
            }
            let mut best = terms.iter().copied().fold(NEVER, f64::max);
            for (number, shape) in shapes.iter().enumerate() {
                if shape.source > row || shape.target > column {
                    continue;
                }
                let Some(before) = corridor.place(row - shape.source, column - shape.target) else {
                    continue;
                };
                let least = best - NEGLIGIBLE - layers.open[before];
                if let Some(evidence) = costs.evidence(number, *shape, row, column, least) {
                    terms[number] = layers.open[before] + evidence;
                    best = best.max(terms[number]);
                }
            }
            layers.open[here] = log_sum(&terms);
        }
    }
    layers
}

fn log_sum(terms: &[f64]) -> f64 {
    let high = terms.iter().copied().fold(NEVER, f64::max);
    if high == NEVER {
        return NEVER;
    }
    let sum: f64 = terms
        .iter()
        .filter(|term| **term > high - NEGLIGIBLE)
        .map(|term| (term - high).exp())
        .sum();
    high + sum.ln()
}
