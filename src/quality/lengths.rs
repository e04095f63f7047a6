//! How long translations are against their sources, in characters, by pair of languages.

use std::collections::HashMap;

use crate::model::Variant;
use crate::text::Language;

/// So many units make the lengths of a corpus known; before that, those of other texts are used.
pub(super) const ENOUGH: usize = 200;

/// A shorter source counts as of so many characters, for the lengths of single words say nothing.
pub(super) const SHORTEST: usize = 20;

/// How far texts of that many characters stray in comparison with long ones: the lengths of words even out.
const EVENING_OUT: f32 = 100.0;

/// A translation is suspect when it is so many standard deviations away from what is usual.
const FAR: f32 = 4.2;

/// The lengths that are usual between two languages: the spread of the natural logarithm of the characters
/// of the target by those of the source, in long texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    /// The median.
    median: f32,
    /// The standard deviation, from the median distance to the median, which a few wild texts do not move.
    deviation: f32,
}

/// The ratios of the units that were seen.
#[derive(Debug, Default)]
pub(super) struct Measured {
    ratios: HashMap<(Language, Language), Vec<(f32, f32)>>,
}

/// What is usual, by source and target language.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    spreads: HashMap<(Language, Language), Spread>,
}

impl Spread {
    /// What serves for prose between languages that are written in letters; `None` where one letter is a syllable
    /// or a word.
    pub(super) fn built_in(source: &Language, target: &Language) -> Option<Self> {
        const DENSE: [&str; 6] = ["ja", "ko", "lzh", "wuu", "yue", "zh"];
        let is_dense = |language: &Language| DENSE.contains(&language.primary());
        (!is_dense(source) && !is_dense(target)).then_some(Self {
            median: -0.03,
            deviation: 0.09,
        })
    }

    /// The fewest and the most characters that a translation of so many characters usually has.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "numbers of characters"
    )]
    pub(super) fn bounds(self, source: usize) -> (usize, usize) {
        let source = source as f32;
        let reach = FAR * self.deviation * straying(source);
        let bound = |ratio: f32| source * ratio.exp();
        let (least, most) = (bound(self.median - reach), bound(self.median + reach));
        (least.floor() as usize, most.ceil() as usize)
    }
}

impl Measured {
    /// Counts a pair of texts; short and empty ones say nothing.
    #[allow(clippy::cast_precision_loss, reason = "numbers of characters")]
    pub(super) fn add(&mut self, source: &Variant, target: &Variant) {
        let pair = (source.language.clone(), target.language.clone());
        let [source, target] = [source, target].map(|text| text.text.chars().count());
        if source < SHORTEST || target == 0 {
            return;
        }
        let ratio = (target as f32 / source as f32).ln();
        let ratios = self.ratios.entry(pair).or_default();
        ratios.push((ratio, straying(source as f32)));
    }

    /// What is usual in the pairs of languages that were seen often enough.
    pub(super) fn lengths(self) -> Lengths {
        let known = self.ratios.into_iter();
        let known = known.filter(|(_, ratios)| ratios.len() >= ENOUGH);
        Lengths {
            spreads: known
                .map(|(pair, ratios)| (pair, spread(&ratios)))
                .collect(),
        }
    }
}

impl Lengths {
    /// What is usual between two languages; `None` where nothing is known.
    pub(super) fn spread(&self, source: &Language, target: &Language) -> Option<Spread> {
        let known = self.spreads.get(&(source.clone(), target.clone()));
        known.copied().or_else(|| Spread::built_in(source, target))
    }
}

/// How far the lengths of translations of so many characters stray, where 1 is for the longest.
fn straying(source: f32) -> f32 {
    (1.0 + EVENING_OUT / source).sqrt()
}

/// The spread of ratios, each with the straying of its length.
fn spread(ratios: &[(f32, f32)]) -> Spread {
    /// The standard deviation of a normal distribution whose median absolute deviation is 1.
    const NORMAL: f32 = 1.4826;
    /// No corpus is so even, or so uneven, that less or more would be wise.
    const WISE: (f32, f32) = (0.07, 0.2);
    let middle = median(ratios.iter().map(|(ratio, _)| *ratio));
    let distances = ratios.iter();
    let distance = median(distances.map(|(ratio, straying)| (ratio - middle).abs() / straying));
    Spread {
        median: middle,
        deviation: (NORMAL * distance).clamp(WISE.0, WISE.1),
    }
}

/// The median of values, of which there is at least one.
fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> (Language, Language) {
        let [source, target] = ["en", "ur"].map(|tag| Language::parse(tag).unwrap());
        (source, target)
    }

    fn add(measured: &mut Measured, source: usize, target: usize) {
        let (en, ur) = languages();
        let [source, target] =
            [(en, source), (ur, target)].map(|(tag, length)| Variant::new(tag, "آ".repeat(length)));
        measured.add(&source, &target);
    }

    #[test]
    fn the_built_in_bounds_are_wide_for_short_texts_and_narrow_for_long_ones() {
        let (en, ur) = languages();
        let spread = Spread::built_in(&en, &ur).unwrap();
        assert_eq!(spread.bounds(20), (7, 49));
        assert_eq!(spread.bounds(100), (56, 166));
        assert_eq!(spread.bounds(1000), (652, 1443));
    }

    #[test]
    fn a_corpus_sets_its_own_measure_once_it_is_large_enough() {
        let (en, ur) = languages();
        for (count, expected) in [(199, (56, 166)), (200, (131, 304))] {
            let mut measured = Measured::default();
            for at in 0..count {
                // One in ten is wild; the others are about twice as long as their source.
                let target = if at % 10 == 0 { 900 } else { 195 + at % 9 };
                add(&mut measured, 100, target);
            }
            let spread = measured.lengths().spread(&en, &ur).unwrap();
            assert_eq!(spread.bounds(100), expected);
        }
    }

    #[test]
    fn short_and_empty_texts_are_not_counted() {
        let (en, ur) = languages();
        let mut measured = Measured::default();
        for _ in 0..300 {
            add(&mut measured, 5, 50);
            add(&mut measured, 50, 0);
        }
        let lengths = measured.lengths();
        assert_eq!(lengths.spread(&en, &ur), Spread::built_in(&en, &ur));
        assert_eq!(
            lengths.spread(&en, &Language::parse("zh-Hans").unwrap()),
            None
        );
    }
}
