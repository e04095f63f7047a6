//! The lexical witness: how much better the words of a bead explain one another than chance does.
//!
//! For every place of the corridor (source sentence i, target sentence j): the evidence of target sentence j
//! given the 1 to 4 source sentences that end with i, and of source sentence i given the 1 to 4 target
//! sentences that end with j. As words are independent given the other side, a bead's evidence is a sum of these.

use super::corpus::Side;
use super::corridor::Corridor;
use super::length::MOST;
use super::table::Table;

/// Evidence by place; place (i, j) speaks of source sentence i - 1 and target sentence j - 1.
#[derive(Debug)]
pub(crate) struct LexicalEvidence {
    /// Of the target sentence given k source sentences.
    pub(crate) forward: Vec<[f32; MOST]>,
    /// Of the source sentence given k target sentences.
    pub(crate) backward: Vec<[f32; MOST]>,
}

/// What a sentence offers to the words of the other side, for the last few sentences.
struct Offers<'a> {
    table: &'a Table,
    null_weight: f32,
    gains: [Vec<f32>; MOST],
    touched: [Vec<u32>; MOST],
    rests: [f32; MOST],
    weights: [f32; MOST],
    newest: usize,
}

impl LexicalEvidence {
    /// Weighs all places of a corridor. Cost: places × words of a sentence.
    pub(crate) fn weigh(corridor: &Corridor, source: &Side, target: &Side, tables: (&Table, &Table), null_weight: f32) -> Self {
        let mut forward = vec![[0.0; MOST]; corridor.places()];
        let mut offers = Offers::new(tables.0, tables.1.len(), null_weight);
        for row in 1..corridor.rows() {
            offers.advance(source.tokens(row - 1));
            for column in corridor.columns(row).filter(|column| *column > 0) {
                if let Some(place) = corridor.place(row, column) {
                    forward[place] = offers.evidence(target.tokens(column - 1), row.min(MOST));
                }
            }
        }
        let mut backward = vec![[0.0; MOST]; corridor.places()];
        let mut offers = Offers::new(tables.1, tables.0.len(), null_weight);
        let rows_by_column = corridor.rows_by_column();
        for (column, (first, last)) in rows_by_column.into_iter().enumerate().skip(1) {
            offers.advance(target.tokens(column - 1));
            for row in first.max(1)..=last {
                if let Some(place) = corridor.place(row, column) {
                    backward[place] = offers.evidence(source.tokens(row - 1), column.min(MOST));
                }
            }
        }
        Self { forward, backward }
    }
}

impl<'a> Offers<'a> {
    fn new(table: &'a Table, others: usize, null_weight: f32) -> Self {
        Self {
            table,
            null_weight,
            gains: std::array::from_fn(|_| vec![0.0; others]),
            touched: Default::default(),
            rests: [0.0; MOST],
            weights: [0.0; MOST],
            newest: 0,
        }
    }

    /// Takes the next sentence in and lets the oldest go.
    fn advance(&mut self, tokens: &[u32]) {
        self.newest = (self.newest + 1) % MOST;
        let gains = &mut self.gains[self.newest];
        for word in self.touched[self.newest].drain(..) {
            gains[word as usize] = 0.0;
        }
        let (mut rest, mut weights) = (0.0, 0.0);
        for token in tokens {
            let weight = self.table.weight(*token);
            rest += weight * self.table.rest(*token);
            weights += weight;
            for (word, gain) in self.table.row(*token) {
                if gains[word as usize] == 0.0 {
                    self.touched[self.newest].push(word);
                }
                gains[word as usize] += weight * gain;
            }
        }
        self.rests[self.newest] = rest;
        self.weights[self.newest] = weights;
    }

    /// The log-ratio of `tokens` given the last 1, 2, 3, 4 sentences, of which `available` exist.
    fn evidence(&self, tokens: &[u32], available: usize) -> [f32; MOST] {
        let mut bases = [self.null_weight; MOST];
        let mut totals = [self.null_weight; MOST];
        for k in 0..MOST {
            for back in 0..=k.min(available - 1) {
                let slot = (self.newest + MOST - back) % MOST;
                bases[k] += self.rests[slot];
                totals[k] += self.weights[slot];
            }
        }
        let slots: [&[f32]; MOST] = std::array::from_fn(|back| self.gains[(self.newest + MOST - back) % MOST].as_slice());
        let mut logs = [0.0_f32; MOST];
        let scales: [f64; MOST] = std::array::from_fn(|k| 1.0 / f64::from(totals[k]));
        let bases: [f64; MOST] = bases.map(f64::from);
        for chunk in tokens.chunks(12) {
            let mut products = [1.0_f64; MOST];
            for token in chunk {
                let mut gain = 0.0_f64;
                for k in 0..available.min(MOST) {
                    gain += f64::from(slots[k][*token as usize]);
                    products[k] *= (bases[k] + gain) * scales[k];
                }
            }
            for k in 0..available.min(MOST) {
                logs[k] += products[k].ln() as f32;
            }
        }
        logs
    }
}
