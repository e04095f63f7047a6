//! The lexical witness: how much better the words of a bead explain one another than chance does.
//!
//! For every place of the corridor (source sentence i, target sentence j): the evidence of target sentence j
//! given the 1 to 4 source sentences that end with i, and of source sentence i given the 1 to 4 target
//! sentences that end with j. As words are independent given the other side, a bead's evidence is a sum of these.

use super::corpus::Side;
use super::corridor::Corridor;
use super::length::{MOST, quick_ln};
use super::table::Table;
use super::tuning::Tuning;

/// Evidence by place; place (i, j) speaks of source sentence i - 1 and target sentence j - 1.
#[derive(Debug)]
pub(crate) struct LexicalEvidence {
    /// Of the target sentence given k source sentences.
    pub(crate) forward: Vec<Given>,
    /// Of the source sentence given k target sentences.
    pub(crate) backward: Vec<Given>,
}

/// The evidence of one sentence given 1, 2, 3, 4 sentences of the other side.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given {
    /// The words in a heap.
    pub(crate) heap: [f32; MOST],
    /// The words in the order of the sentences that they answer.
    pub(crate) ordered: [f32; MOST],
    /// Given one sentence whose beginning this one answers.
    pub(crate) opening: f32,
    /// Given one sentence whose end this one answers.
    pub(crate) closing: f32,
}

impl Given {
    /// The evidence of the sentence that stands `back` before the last of `parts`, given `sentences`.
    #[inline]
    pub(crate) fn part(&self, sentences: usize, back: usize, parts: usize) -> f32 {
        match sentences {
            1 if back == 0 => self.closing,
            1 if back + 1 == parts => self.opening,
            _ => self.heap[sentences - 1],
        }
    }
}

/// What a sentence offers to the words of the other side, for the last few sentences.
struct Offers<'a> {
    table: &'a Table,
    null_weight: f32,
    blur: f32,
    order_trust: f32,
    sentences: [Offer; MOST],
    newest: usize,
}

/// What one sentence offers.
struct Offer {
    /// Gains by word of the other side, and which are not zero.
    gains: Vec<f32>,
    /// The same, each gain times how late its word stands in its sentence, from -1 to 1.
    later: Vec<f32>,
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
        tuning: &Tuning,
    ) -> Self {
        let mut forward = vec![Given::default(); corridor.places()];
        let mut offers = Offers::new(tables.0, tables.1.len(), tuning);
        for row in 1..corridor.rows() {
            offers.advance(source, row - 1);
            for column in corridor.columns(row).filter(|column| *column > 0) {
                if let Some(place) = corridor.place(row, column) {
                    forward[place] = offers.evidence(target, column - 1, row.min(MOST));
                }
            }
        }
        let mut backward = vec![Given::default(); corridor.places()];
        let mut offers = Offers::new(tables.1, tables.0.len(), tuning);
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
    fn new(table: &'a Table, others: usize, tuning: &Tuning) -> Self {
        Self {
            table,
            null_weight: tuning.null_weight,
            blur: tuning.blur,
            order_trust: tuning.order_trust,
            sentences: std::array::from_fn(|_| Offer {
                gains: vec![0.0; others],
                later: vec![0.0; others],
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
        let tokens = side
            .tokens(here.clone())
            .iter()
            .zip(side.times(here.clone()));
        for ((token, times), position) in tokens.zip(side.positions(here)) {
            let weight = self.table.weight(*token) * times;
            offer.weight += weight;
            offer.rest += weight * self.table.rest(*token);
            offer.take(self.table.row(*token), weight, *position);
        }
    }

    /// The log-ratio of a sentence given the last 1, 2, 3, 4 sentences, of which `available` exist.
    fn evidence(&self, side: &Side, sentence: usize, available: usize) -> Given {
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
        let mut heap = LogSums::default();
        let mut ordered = LogSums::default();
        let mut placed = LogSums::default();
        let (mut unexplained, mut beside) = (0.0, 0.0);
        let here = sentence..sentence + 1;
        let times = side.times(here.clone());
        let positions = side.positions(here.clone());
        let tokens = side.tokens(here).iter().zip(side.surprises(sentence));
        for (place, (token, surprise)) in tokens.enumerate() {
            let gains: [f32; MOST] =
                std::array::from_fn(|back| offers[back].gains[*token as usize] * surprise);
            if gains[..available].iter().all(|gain| *gain == 0.0) {
                unexplained += times[place];
                continue;
            }
            let mut gain = 0.0_f32;
            for k in 0..available {
                gain += gains[k];
                let ratio = (rests[k] + gain) * scales[k];
                heap.add(k, ratio, times[place]);
                let gain = if k == 0 {
                    gain
                } else {
                    self.in_order(&offers[..=k], &gains, positions[place])
                };
                ordered.add(k, (rests[k] + gain) * scales[k], times[place]);
            }
            if gains[0] > 0.0 {
                let later = offers[0].later[*token as usize] * surprise * self.order_trust;
                placed.add(0, (rests[0] + gains[0] - later) * scales[0], times[place]);
                placed.add(1, (rests[0] + gains[0] + later) * scales[0], times[place]);
            } else {
                beside += times[place];
            }
            heap.count();
            ordered.count();
            placed.count();
        }
        let [opening, closing, ..] = placed.logs();
        let chance = (unexplained + beside) * quick_ln(f64::from(rests[0] * scales[0])) as f32;
        let mut given = Given {
            heap: heap.logs(),
            ordered: ordered.logs(),
            opening: opening + chance,
            closing: closing + chance,
        };
        for k in 0..available {
            let rest = unexplained * quick_ln(f64::from(rests[k] * scales[k])) as f32;
            given.heap[k] += rest;
            given.ordered[k] += rest;
        }
        given
    }

    fn in_order(&self, offers: &[&Offer], gains: &[f32; MOST], position: f32) -> f32 {
        let (low, high) = (
            (position - self.blur).max(0.0),
            (position + self.blur).min(1.0),
        );
        let all: f32 = offers.iter().map(|offer| offer.weight).sum();
        let (mut sum, mut begin) = (0.0, 0.0);
        let part = |share: f32| ((share - low) / (high - low)).clamp(0.0, 1.0);
        for (offer, gain) in offers.iter().zip(gains).rev() {
            let share = offer.weight / all;
            if *gain > 0.0 {
                let inside = part(begin + share) - part(begin);
                sum += gain * (1.0 - self.order_trust + self.order_trust * inside / share);
            }
            begin += share;
        }
        sum
    }
}

/// Logarithms of products, for 1, 2, 3, 4 sentences.
struct LogSums {
    products: [f64; MOST],
    logs: [f32; MOST],
    pending: usize,
}

impl Default for LogSums {
    fn default() -> Self {
        Self {
            products: [1.0; MOST],
            logs: [0.0; MOST],
            pending: 0,
        }
    }
}

impl LogSums {
    #[inline]
    fn add(&mut self, k: usize, ratio: f32, times: f32) {
        if times == 1.0 {
            self.products[k] *= f64::from(ratio);
        } else {
            self.logs[k] += times * quick_ln(f64::from(ratio)) as f32;
        }
    }

    /// Moves products into sums of logarithms before they leave the range of numbers.
    #[inline]
    fn count(&mut self) {
        self.pending += 1;
        if self.pending == 12 {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.pending = 0;
        for (product, log) in self.products.iter_mut().zip(&mut self.logs) {
            *log += quick_ln(std::mem::replace(product, 1.0)) as f32;
        }
    }

    fn logs(mut self) -> [f32; MOST] {
        self.settle();
        self.logs
    }
}

impl Offer {
    fn clear(&mut self) {
        for word in self.touched.drain(..) {
            self.gains[word as usize] = 0.0;
            self.later[word as usize] = 0.0;
        }
        self.rest = 0.0;
        self.weight = 0.0;
    }

    fn take(&mut self, row: impl Iterator<Item = (u32, f32)>, weight: f32, position: f32) {
        for (word, gain) in row {
            let sum = &mut self.gains[word as usize];
            if *sum == 0.0 {
                self.touched.push(word);
            }
            *sum += weight * gain;
            self.later[word as usize] += weight * gain * (2.0 * position - 1.0);
        }
    }
}
