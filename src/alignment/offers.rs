//! What the last few sentences of one side offer to the words of a sentence of the other.

use super::corpus::Side;
use super::length::{MOST, quick_ln};
use super::table::Table;
use super::tuning::Tuning;

/// The ways in which a sentence may be explained: a heap of 1 to 4 sentences, 2 to 4 sentences in order,
/// the beginning of one sentence, its end.
const WAYS: usize = MOST + (MOST - 1) + 2;
const OPENING: usize = WAYS - 2;
const CLOSING: usize = WAYS - 1;

/// The evidence of one sentence given 1, 2, 3, 4 sentences of the other side, as log-ratios against chance.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given([f32; WAYS]);

impl Given {
    /// Given `sentences` whose words lie in a heap.
    #[inline]
    pub(crate) fn heap(&self, sentences: usize) -> f32 {
        self.0[sentences - 1]
    }

    /// Given `sentences` that are answered one after the other.
    #[inline]
    pub(crate) fn ordered(&self, sentences: usize) -> f32 {
        match sentences {
            1 => self.0[0],
            _ => self.0[MOST + sentences - 2],
        }
    }

    /// Given one sentence whose beginning this one answers.
    #[inline]
    pub(crate) fn opening(&self) -> f32 {
        self.0[OPENING]
    }

    /// Given one sentence whose end this one answers.
    #[inline]
    pub(crate) fn closing(&self) -> f32 {
        self.0[CLOSING]
    }

    /// The evidence of the sentence that stands `back` before the last of several `parts`, given `sentences`.
    #[inline]
    pub(crate) fn part(&self, sentences: usize, back: usize, parts: usize) -> f32 {
        match sentences {
            1 if back == 0 => self.closing(),
            1 if back + 1 == parts => self.opening(),
            _ => self.heap(sentences),
        }
    }
}

/// A window of four sentences that moves over one side.
#[derive(Debug)]
pub(crate) struct Offers<'a> {
    table: &'a Table,
    tuning: &'a Tuning,
    /// By word of the other side: what each of the four sentences gains for it.
    gains: Vec<[f32; MOST]>,
    /// By word: the gain of the newest sentence, times how late its words stand there, from -1 to 1.
    later: Vec<f32>,
    sentences: [Offered; MOST],
    /// Which of the four came last.
    newest: usize,
    totals: [Total; MOST],
}

/// What is known of one sentence of the window.
#[derive(Debug, Default)]
struct Offered {
    /// The words of the other side that it gains something for.
    touched: Vec<u32>,
    /// What it leaves to chance, and all that it has to offer.
    rest: f32,
    weight: f32,
}

/// The last 1, 2, 3 or 4 sentences together.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    rest: f32,
    scale: f32,
    /// Where each sentence begins within them, and its share, newest first.
    spans: [(f32, f32); MOST],
}

impl Total {
    #[inline]
    fn ratio(&self, gain: f32) -> f32 {
        (self.rest + gain) * self.scale
    }
}

impl<'a> Offers<'a> {
    /// A window before the first sentence; `others` is the number of words of the other side.
    pub(crate) fn new(table: &'a Table, others: usize, tuning: &'a Tuning) -> Self {
        Self {
            table,
            tuning,
            gains: vec![[0.0; MOST]; others],
            later: vec![0.0; others],
            sentences: Default::default(),
            newest: 0,
            totals: Default::default(),
        }
    }

    /// Takes the next sentence in and lets the oldest go.
    pub(crate) fn advance(&mut self, side: &Side, sentence: usize) {
        for word in &self.sentences[self.newest].touched {
            self.later[*word as usize] = 0.0;
        }
        self.newest = (self.newest + 1) % MOST;
        let newest = self.newest;
        let offered = &mut self.sentences[newest];
        for word in offered.touched.drain(..) {
            self.gains[word as usize][newest] = 0.0;
        }
        (offered.rest, offered.weight) = (0.0, 0.0);
        let here = sentence..sentence + 1;
        let times = side.times(here.clone());
        let positions = side.positions(here.clone());
        let places = times.iter().zip(positions);
        for (token, (times, position)) in side.tokens(here).iter().zip(places) {
            let weight = self.table.weight(*token) * times;
            offered.weight += weight;
            offered.rest += weight * self.table.rest(*token);
            for (word, gain) in self.table.row(*token) {
                let sum = &mut self.gains[word as usize][newest];
                if *sum == 0.0 {
                    offered.touched.push(word);
                }
                *sum += weight * gain;
                self.later[word as usize] += weight * gain * (2.0 * position - 1.0);
            }
        }
        self.add_up();
    }

    /// Adds up the last 1, 2, 3 and 4 sentences.
    fn add_up(&mut self) {
        let slots = self.slots();
        let (mut rest, mut all) = (0.0, 0.0);
        for (last, total) in self.totals.iter_mut().enumerate() {
            let oldest = &self.sentences[slots[last]];
            rest += oldest.rest;
            all += oldest.weight;
            total.rest = self.tuning.null_weight + rest;
            total.scale = (self.tuning.null_weight + all).recip();
            let mut begin = 0.0;
            for back in (0..=last).rev() {
                let share = self.sentences[slots[back]].weight / all.max(f32::MIN_POSITIVE);
                total.spans[back] = (begin, share);
                begin += share;
            }
        }
    }

    /// Where the sentences of the window lie in the arrays, newest first.
    #[inline]
    fn slots(&self) -> [usize; MOST] {
        std::array::from_fn(|back| (self.newest + MOST - back) % MOST)
    }

    /// The log-ratios of a sentence given the sentences of the window.
    pub(crate) fn evidence(&self, side: &Side, sentence: usize) -> Given {
        let slots = self.slots();
        let mut sums = LogSums::new();
        let mut unexplained = 0.0;
        let here = sentence..sentence + 1;
        let times = side.times(here.clone());
        let positions = side.positions(here.clone());
        let tokens = side.tokens(here).iter().zip(side.surprises(sentence));
        for (at, (token, surprise)) in tokens.enumerate() {
            let offered = &self.gains[*token as usize];
            if *offered == [0.0; MOST] {
                unexplained += times[at];
                continue;
            }
            let gains = slots.map(|slot| offered[slot] * surprise);
            let later = self.later[*token as usize] * surprise * self.tuning.order_trust;
            sums.add(&self.ratios(&gains, later, positions[at]), times[at]);
        }
        let mut logs = sums.logs();
        let chances = self
            .totals
            .map(|total| unexplained * quick_ln(f64::from(total.ratio(0.0))) as f32);
        for k in 0..MOST {
            logs[k] += chances[k];
        }
        for k in 1..MOST {
            logs[MOST + k - 1] += chances[k];
        }
        logs[OPENING] += chances[0];
        logs[CLOSING] += chances[0];
        Given(logs)
    }

    /// How many times likelier than by chance one word is, in all ways to explain it.
    #[inline]
    fn ratios(&self, gains: &[f32; MOST], later: f32, position: f32) -> [f32; WAYS] {
        let mut ratios = [1.0; WAYS];
        let mut gain = 0.0;
        for (k, total) in self.totals.iter().enumerate() {
            gain += gains[k];
            ratios[k] = total.ratio(gain);
        }
        let blur = self.tuning.blur;
        let low = (position - blur).max(0.0);
        let scale = ((position + blur).min(1.0) - low).recip();
        for (k, total) in self.totals.iter().enumerate().skip(1) {
            let mut gain = 0.0;
            for (back, (begin, share)) in total.spans[..=k].iter().enumerate() {
                if gains[back] > 0.0 {
                    let before = |share: f32| ((share - low) * scale).clamp(0.0, 1.0);
                    let inside = before(begin + share) - before(*begin);
                    let trust = self.tuning.order_trust;
                    gain += gains[back] * (1.0 - trust + trust * inside / share);
                }
            }
            ratios[MOST + k - 1] = total.ratio(gain);
        }
        ratios[OPENING] = self.totals[0].ratio(gains[0] - later);
        ratios[CLOSING] = self.totals[0].ratio(gains[0] + later);
        ratios
    }
}

/// Sums of logarithms, gathered as products.
struct LogSums {
    products: [f64; WAYS],
    logs: [f32; WAYS],
    pending: usize,
}

impl LogSums {
    fn new() -> Self {
        Self {
            products: [1.0; WAYS],
            logs: [0.0; WAYS],
            pending: 0,
        }
    }

    #[inline]
    fn add(&mut self, ratios: &[f32; WAYS], times: f32) {
        if times == 1.0 {
            for (product, ratio) in self.products.iter_mut().zip(ratios) {
                *product *= f64::from(*ratio);
            }
            self.pending += 1;
            if self.pending == 12 {
                self.settle();
            }
        } else {
            for (log, ratio) in self.logs.iter_mut().zip(ratios) {
                *log += times * quick_ln(f64::from(*ratio)) as f32;
            }
        }
    }

    /// Moves products into sums of logarithms before they leave the range of numbers.
    fn settle(&mut self) {
        self.pending = 0;
        for (product, log) in self.products.iter_mut().zip(&mut self.logs) {
            *log += quick_ln(std::mem::replace(product, 1.0)) as f32;
        }
    }

    fn logs(mut self) -> [f32; WAYS] {
        self.settle();
        self.logs
    }
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Vocabulary;
    use super::super::table::Row;
    use super::*;

    /// The evidence of one sentence given two, in a language whose words translate themselves.
    fn given(sentences: [&str; 2], answer: &str) -> Given {
        let mut words = Vocabulary::default();
        let source = Side::read(&sentences, &mut words, 1, 0.5);
        let mut target = Side::read(&[answer], &mut words, 1, 0.5);
        let tuning = Tuning::default();
        target.weigh_surprises(&words.shares(), &tuning);
        let mut table = Table::with_rows(words.len());
        for word in 0..words.len() {
            table.push(&Row {
                gains: &[(u32::try_from(word).unwrap(), 8.0)],
                rest: 0.5,
                weight: 1.0,
            });
        }
        let mut offers = Offers::new(&table, words.len(), &tuning);
        offers.advance(&source, 0);
        offers.advance(&source, 1);
        offers.evidence(&target, 0)
    }

    #[test]
    fn sentences_answered_in_order_speak_louder_than_in_a_heap() {
        let sentences = ["one river two bridges", "three houses four trees"];
        let kept = given(sentences, "one river two bridges three houses four trees");
        let turned = given(sentences, "three houses four trees one river two bridges");
        assert!(kept.ordered(2) > kept.heap(2));
        assert!(turned.ordered(2) < turned.heap(2));
        assert!((kept.heap(2) - turned.heap(2)).abs() < 1e-4);
    }

    #[test]
    fn the_end_of_a_sentence_is_told_from_its_beginning() {
        let last = given(["", "one river two bridges"], "two bridges");
        assert!(last.closing() > last.opening());
        let first = given(["", "one river two bridges"], "one river");
        assert!(first.opening() > first.closing());
    }
}
