//! The lexical witness: how much better the words of a bead explain one another than chance does.
//!
//! For every place of the corridor (source sentence i, target sentence j): the evidence of target sentence j
//! given the 1 to 4 source sentences that end with i, and of source sentence i given the 1 to 4 target
//! sentences that end with j. As words are independent given the other side, a bead's evidence is a sum of these.

use super::corpus::Side;
use super::corridor::Corridor;
use super::length::{MOST, quick_ln};
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
    sentences: [Offer; MOST],
    newest: usize,
}

/// What one sentence offers.
struct Offer {
    /// Gains by word of the other side, and which are not zero.
    gains: Vec<f32>,
    touched: Vec<u32>,
    rest: f32,
    weight: f32,
}

impl LexicalEvidence {
    /// Weighs all places of a corridor. Cost: places × words of a sentence.
    pub(crate) fn weigh(
        corridor: &Corridor,
        source: &Side,
        target: &Side,
        tables: (&Table, &Table),
        null_weight: f32,
    ) -> Self {
        let mut forward = vec![[0.0; MOST]; corridor.places()];
        let mut offers = Offers::new(tables.0, tables.1.len(), null_weight);
        for row in 1..corridor.rows() {
            offers.advance(source, row - 1);
            for column in corridor.columns(row).filter(|column| *column > 0) {
                if let Some(place) = corridor.place(row, column) {
                    forward[place] = offers.evidence(target, column - 1, row.min(MOST));
                }
            }
        }
        let mut backward = vec![[0.0; MOST]; corridor.places()];
        let mut offers = Offers::new(tables.1, tables.0.len(), null_weight);
        let rows_by_column = corridor.rows_by_column();
        for (column, (first, last)) in rows_by_column.into_iter().enumerate().skip(1) {
            offers.advance(target, column - 1);
            for row in first.max(1)..=last {
                if let Some(place) = corridor.place(row, column) {
                    backward[place] = offers.evidence(source, row - 1, column.min(MOST));
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
            sentences: std::array::from_fn(|_| Offer {
                gains: vec![0.0; others],
                touched: Vec::new(),
                rest: 0.0,
                weight: 0.0,
            }),
            newest: 0,
        }
    }

    /// Takes the next sentence in and lets the oldest go.
    fn advance(&mut self, side: &Side, sentence: usize) {
        self.newest = (self.newest + 1) % MOST;
        let offer = &mut self.sentences[self.newest];
        offer.clear();
        let here = sentence..sentence + 1;
        for (token, times) in side.tokens(here.clone()).iter().zip(side.times(here)) {
            let weight = self.table.weight(*token) * times;
            offer.weight += weight;
            offer.rest += weight * self.table.rest(*token);
            offer.take(self.table.row(*token), weight);
        }
    }

    /// The log-ratio of a sentence given the last 1, 2, 3, 4 sentences, of which `available` exist.
    fn evidence(&self, side: &Side, sentence: usize, available: usize) -> [f32; MOST] {
        let available = available.min(MOST);
        let offers: [&Offer; MOST] =
            std::array::from_fn(|back| &self.sentences[(self.newest + MOST - back) % MOST]);
        let mut rests = [self.null_weight; MOST];
        let mut scales = [self.null_weight; MOST];
        for k in 0..available {
            for offer in &offers[..=k] {
                rests[k] += offer.rest;
                scales[k] += offer.weight;
            }
            scales[k] = scales[k].recip();
        }
        let mut logs = [0.0_f32; MOST];
        let mut products = [1.0_f64; MOST];
        let here = sentence..sentence + 1;
        let times = side.times(here.clone());
        let tokens = side.tokens(here).iter().zip(side.surprises(sentence));
        for (place, (token, surprise)) in tokens.enumerate() {
            let mut gain = 0.0_f32;
            for k in 0..available {
                gain += offers[k].gains[*token as usize] * surprise;
                let ratio = (rests[k] + gain) * scales[k];
                if times[place] == 1.0 {
                    products[k] *= f64::from(ratio);
                } else {
                    logs[k] += times[place] * quick_ln(f64::from(ratio)) as f32;
                }
            }
            if place % 12 == 11 {
                settle(&mut products, &mut logs);
            }
        }
        settle(&mut products, &mut logs);
        logs
    }
}

/// Moves products into sums of logarithms before they leave the range of numbers.
fn settle(products: &mut [f64; MOST], logs: &mut [f32; MOST]) {
    for (product, log) in products.iter_mut().zip(logs) {
        *log += quick_ln(std::mem::replace(product, 1.0)) as f32;
    }
}

impl Offer {
    fn clear(&mut self) {
        for word in self.touched.drain(..) {
            self.gains[word as usize] = 0.0;
        }
        self.rest = 0.0;
        self.weight = 0.0;
    }

    fn take(&mut self, row: impl Iterator<Item = (u32, f32)>, weight: f32) {
        for (word, gain) in row {
            let sum = &mut self.gains[word as usize];
            if *sum == 0.0 {
                self.touched.push(word);
            }
            *sum += weight * gain;
        }
    }
}
