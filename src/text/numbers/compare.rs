//! Whether a translation holds the numbers of its source, whatever digits, separators and words they wear.

use super::magnitude::has_proportion;
use super::side::Side;
use super::spelled::{count_magnitudes, words_of};
use super::{Difference, DifferenceKind, Number, Value};
use crate::text::digits::{DigitSet, with_digits};
use crate::text::{Direction, Language, words};

/// Compares the numbers of a source and its translation; empty when all is well.
///
/// Numbers are one multiset of values: order does not count, nor do digit sets, grouping, glued
/// suffixes and the wording of percent. Words for numbers excuse a number in digits on the other side.
/// Costs one pass over each text, and time that grows with the square of the count of numbers.
#[must_use]
pub fn compare(
    source: &str,
    source_language: &Language,
    target: &str,
    target_language: &Language,
) -> Vec<Difference> {
    let mut comparison = Comparison {
        source: Side::new(source, source_language),
        target: Side::new(target, target_language),
        differences: Vec::new(),
    };
    if comparison.source.numbers.is_empty() && comparison.target.numbers.is_empty() {
        return Vec::new();
    }
    comparison.pair_equal_values();
    comparison.pair_pieces();
    comparison.excuse_words();
    comparison.pair_times();
    comparison.excuse_repeats();
    comparison.report_open();
    comparison.report_writing();
    comparison.differences
}

/// Two texts on the way to being compared.
pub(super) struct Comparison<'a> {
    pub(super) source: Side<'a>,
    pub(super) target: Side<'a>,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    pub(super) fn report(
        &mut self,
        kind: DifferenceKind,
        source: Option<usize>,
        target: Option<usize>,
    ) {
        self.differences.push(Difference {
            kind,
            source: source.map(|at| self.source.span(at)),
            target: target.map(|at| self.target.span(at)),
            suggestion: None,
        });
    }

    /// Pairs numbers of equal value, the surest likeness first.
    fn pair_equal_values(&mut self) {
        let passes: [fn(&Number, &Number) -> bool; 4] = [
            |a, b| a.readings[0] == b.readings[0] && a.magnitude == b.magnitude && a.per == b.per,
            |a, b| share_reading(a, b) && a.magnitude == b.magnitude,
            share_product,
            share_reading,
        ];
        for is_pair in passes {
            for source in self.source.open() {
                let number = &self.source.numbers[source];
                let is_found = |at: &usize| is_pair(number, &self.target.numbers[*at]);
                if let Some(target) = self.target.open().into_iter().find(is_found) {
                    self.source.settle(source);
                    self.target.settle(target);
                    if let Some(kind) = self.other_difference(source, target) {
                        self.report(kind, Some(source), Some(target));
                    }
                }
            }
        }
    }

    /// Pairs numbers that one side holds in pieces.
    fn pair_pieces(&mut self) {
        self.source.settle_by_pieces(&mut self.target);
        self.target.settle_by_pieces(&mut self.source);
    }

    /// In what two numbers of equal value differ beside it.
    fn other_difference(&self, source: usize, target: usize) -> Option<DifferenceKind> {
        let (a, b) = (&self.source.numbers[source], &self.target.numbers[target]);
        if a.magnitude != b.magnitude {
            Some(self.difference_of_magnitude(source, target))
        } else if a.per != b.per && !self.names_proportion_on_both_sides() {
            Some(DifferenceKind::Proportion)
        } else if a.is_negative != b.is_negative && !self.names_minus() {
            Some(DifferenceKind::Sign)
        } else if b.has_decimal_comma && !a.has_decimal_comma && self.writes_right_to_left() {
            Some(DifferenceKind::DecimalComma)
        } else {
            None
        }
    }

    /// What it means that words of different size, or a word on one side only, follow equal digits.
    fn difference_of_magnitude(&self, source: usize, target: usize) -> DifferenceKind {
        let (a, b) = (&self.source.numbers[source], &self.target.numbers[target]);
        // The word may stand elsewhere: behind the next number, as in "10 to 20 million", or further
        // on; then both texts have as many such words.
        let stands_later = |numbers: &[Number], at: usize, wanted| {
            numbers
                .get(at + 1)
                .is_some_and(|next| next.magnitude == wanted)
        };
        let is_lost = match (a.magnitude, b.magnitude) {
            _ if share_product(a, b) => false,
            (Some(_), Some(_)) => true,
            (Some(3..), None) => {
                !stands_later(&self.target.numbers, target, a.magnitude)
                    && self
                        .surplus_of_magnitudes()
                        .is_some_and(|surplus| surplus > 0)
            }
            (None, Some(3..)) => {
                !stands_later(&self.source.numbers, source, b.magnitude)
                    && self
                        .surplus_of_magnitudes()
                        .is_some_and(|surplus| surplus < 0)
            }
            _ => false,
        };
        if is_lost {
            DifferenceKind::Magnitude
        } else {
            DifferenceKind::MagnitudeWord
        }
    }

    /// How many words for thousands and more the source has beyond those of the target.
    fn surplus_of_magnitudes(&self) -> Option<i64> {
        let source = count_magnitudes(self.source.text, self.source.language)?;
        let target = count_magnitudes(self.target.text, self.target.language)?;
        Some(i64::try_from(source).ok()? - i64::try_from(target).ok()?)
    }

    fn names_proportion_on_both_sides(&self) -> bool {
        has_proportion(self.source.text, self.source.language)
            && has_proportion(self.target.text, self.target.language)
    }

    /// Whether either text has a word for minus, or both have a dash that may be one.
    fn names_minus(&self) -> bool {
        const WORDS: [&str; 6] = ["minus", "negative", "below", "منفی", "منفي", "نفی"];
        let has_word = |text: &str| {
            words(text).any(|word| WORDS.contains(&text[word].to_lowercase().as_str()))
        };
        let has_dash = |text: &str| text.contains(['-', '−', '–']);
        has_word(self.source.text)
            || has_word(self.target.text)
            || (has_dash(self.source.text) && has_dash(self.target.text))
    }

    fn writes_right_to_left(&self) -> bool {
        self.target.language.direction() == Direction::RightToLeft
    }

    /// Reports the numbers that nothing answers, in pairs where each side has as many.
    fn report_open(&mut self) {
        let (source, target) = (self.source.open(), self.target.open());
        let is_paired = source.len() == target.len()
            && source
                .iter()
                .zip(&target)
                .all(|(a, b)| self.stand_for_each_other(*a, *b));
        if is_paired {
            for (source, target) in source.into_iter().zip(target) {
                self.report(DifferenceKind::Replaced, Some(source), Some(target));
                let suggestion = self.rewritten(source, target);
                if let Some(last) = self.differences.last_mut() {
                    last.suggestion = suggestion;
                }
            }
            return;
        }
        for at in source {
            let kind = lone(
                &self.source.numbers[at],
                self.target.language,
                DifferenceKind::Missing,
            );
            self.report(kind, Some(at), None);
        }
        for at in target {
            let kind = lone(
                &self.target.numbers[at],
                self.source.language,
                DifferenceKind::Added,
            );
            self.report(kind, None, Some(at));
        }
    }

    /// Whether one number can be a slip for the other: two counts, or two numbers of one name.
    fn stand_for_each_other(&self, source: usize, target: usize) -> bool {
        let is_code = self.source.numbers[source].is_code;
        if is_code != self.target.numbers[target].is_code {
            return false;
        }
        let (a, b) = (
            self.source.name_before(source),
            self.target.name_before(target),
        );
        !is_code || a.eq_ignore_ascii_case(b) || !b.is_ascii()
    }

    /// A number of the source in the digits of the number that stands in its place.
    fn rewritten(&self, source: usize, target: usize) -> Option<String> {
        let [set] = self.target.numbers[target].digit_sets[..] else {
            return None;
        };
        Some(with_digits(self.source.written(source), set).into_owned())
    }

    /// Reports how the numbers of the target are written.
    fn report_writing(&mut self) {
        let own = DigitSet::of_language(self.target.language);
        for at in 0..self.target.numbers.len() {
            let number = &self.target.numbers[at];
            let ends_range = number.ends_range;
            if number.digit_sets.len() > 1 {
                self.report_digits(DifferenceKind::MixedDigits, at, own);
            } else if is_foreign(number.digit_sets[0], self.target.language) {
                let own = match own {
                    DigitSet::Ascii => DigitSet::ExtendedArabic,
                    other => other,
                };
                self.report_digits(DifferenceKind::ForeignDigits, at, own);
            }
            if ends_range && at > 0 && self.writes_right_to_left() {
                self.differences.push(Difference {
                    kind: DifferenceKind::Range,
                    source: None,
                    target: Some(self.target.span(at - 1).start..self.target.span(at).end),
                    suggestion: None,
                });
            }
        }
    }

    fn report_digits(&mut self, kind: DifferenceKind, at: usize, set: DigitSet) {
        self.differences.push(Difference {
            kind,
            source: None,
            target: Some(self.target.span(at)),
            suggestion: Some(with_digits(self.target.written(at), set).into_owned()),
        });
    }
}

/// Whether two numbers can have one value.
pub(super) fn share_reading(a: &Number, b: &Number) -> bool {
    a.readings.iter().any(|value| b.readings.contains(value))
}

/// Whether two numbers can have one value once the words after them are counted in.
fn share_product(a: &Number, b: &Number) -> bool {
    let product =
        |number: &Number, value: &Value| value.times_ten_to(number.magnitude.unwrap_or(0));
    a.readings.iter().any(|value| {
        let whole = product(a, value);
        b.readings.iter().any(|other| product(b, other) == whole)
    })
}

/// The kind of a number that nothing answers, where the other side is written in `language`.
fn lone(number: &Number, language: &Language, kind: DifferenceKind) -> DifferenceKind {
    if number.is_code {
        DifferenceKind::Code
    } else if words_of(language).is_none() && is_often_spelled(&number.readings[0]) {
        DifferenceKind::SpelledOut
    } else {
        kind
    }
}

/// Whether writers put a number in words rather than digits: up to a hundred, or round thousands.
fn is_often_spelled(value: &Value) -> bool {
    let is_round = |value: u64| {
        value.is_multiple_of(1000) && value.to_string().trim_end_matches('0').len() <= 2
    };
    value
        .integer()
        .is_some_and(|value| value <= 100 || is_round(value))
}

/// Whether writers of a language do not use this set of digits.
fn is_foreign(set: DigitSet, language: &Language) -> bool {
    let own = DigitSet::of_language(language);
    match set {
        DigitSet::Arabic => own == DigitSet::ExtendedArabic || language.primary() == "ur",
        DigitSet::ExtendedArabic => own == DigitSet::Arabic,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbers::Weight;
    use crate::text::table;

    fn differences(source: &str, target: &str, tag: &str) -> Vec<Difference> {
        let english = Language::parse("en").unwrap();
        compare(source, &english, target, &Language::parse(tag).unwrap())
    }

    fn kinds(source: &str, target: &str, tag: &str) -> Vec<DifferenceKind> {
        differences(source, target, tag)
            .iter()
            .map(|difference| difference.kind)
            .collect()
    }

    #[test]
    fn every_vector_holds() {
        for row in table::rows(include_str!("../vectors/numbers.tsv")) {
            let [source, _, target, tag, expected] = row[..] else {
                panic!("{row:?}")
            };
            let wanted = match expected {
                "ok_warn_digitset" => Some(DifferenceKind::ForeignDigits),
                "ok_info (ps decimal comma reading)" => Some(DifferenceKind::DecimalComma),
                "info (magnitude word)" => Some(DifferenceKind::MagnitudeWord),
                "info (spelled out)" => Some(DifferenceKind::SpelledOut),
                "ok, info bidi range" => Some(DifferenceKind::Range),
                "warn (solar hijri? allow-list)" => Some(DifferenceKind::SolarYear),
                "error (mixed digit sets in one number)" => Some(DifferenceKind::MixedDigits),
                "error (swapped)" => Some(DifferenceKind::Replaced),
                _ if expected.starts_with("ok") => None,
                _ => panic!("{row:?}"),
            };
            let found = kinds(source, target, tag);
            assert_eq!(found, Vec::from_iter(wanted), "{row:?}");
            let weight = wanted.map_or("ok", |kind| match kind.weight() {
                Weight::Info => "info",
                Weight::Warning => "warn",
                Weight::Error => "error",
            });
            assert!(expected.contains(weight), "{row:?}");
        }
    }

    #[test]
    fn words_in_other_forms_excuse() {
        use DifferenceKind::{MagnitudeWord, OtherForm, SpelledOut};
        assert_eq!(
            kinds("the 3rd of 120,000", "1 لاکھ 20 ہزار میں تیسرا", "ur"),
            [SpelledOut; 2]
        );
        assert_eq!(kinds("2.5 million", "25 لاکھ", "ur"), [MagnitudeWord]);
        assert_eq!(kinds("2.5 million", "ڈھائی ملین", "ur"), [SpelledOut]);
        assert_eq!(
            kinds("10 to 20 million", "10 ملین سے 20 ملین", "ur"),
            [MagnitudeWord]
        );
        assert_eq!(kinds("a fifth", "۲۰ سلنه", "ps"), [SpelledOut]);
        assert_eq!(kinds("at 9:00 pm", "21 بجے", "ur"), [OtherForm]);
        assert_eq!(kinds("in the 60s", "د ۱۹۶۰ لسیزه", "ps"), [OtherForm]);
        assert_eq!(kinds("12/03/2020", "۱۲ مارچ ۲۰۲۰", "ur"), [SpelledOut]);
    }

    #[test]
    fn separators_groups_and_ranges_count_as_one() {
        assert_eq!(
            kinds("10,000 of 2019-20", "۱۰ ۰۰۰ د ۲۰۱۹ او ۲۰۲۰", "ps"),
            []
        );
        assert_eq!(kinds("pages 5, 10", "صفحات 5،10", "ur"), []);
        assert_eq!(kinds("42.000", "42000", "ur"), []);
    }

    #[test]
    fn what_is_lost_or_changed_is_told() {
        use DifferenceKind::{Added, Code, Magnitude, Missing, Proportion, Replaced, Sign};
        assert_eq!(kinds("18 million gloves", "18 دستانے", "ur"), [Magnitude]);
        assert_eq!(kinds("1.3 billion", "۱.۳ میلیونه", "ps"), [Magnitude]);
        assert_eq!(kinds("5%", "5", "ur"), [Proportion]);
        assert_eq!(kinds("at -5 degrees", "5 درجے", "ur"), [Sign]);
        assert_eq!(kinds("COVID-19", "COVID-91", "ur"), [Replaced]);
        assert_eq!(kinds("SARS-CoV-2", "COVID-19", "ur"), [Code, Code]);
        assert_eq!(kinds("in 2020", "", "ur"), [Missing]);
        assert_eq!(kinds("in March", "مارچ 2020", "ur"), [Added]);
        assert_eq!(
            kinds("18 and 22", "18 اور 18", "ur"),
            [Replaced],
            "a repeat in another's place"
        );
    }

    #[test]
    fn a_suggestion_keeps_the_digits_of_the_target() {
        let suggestion = |source, target| differences(source, target, "ps").remove(0).suggestion;
        assert_eq!(suggestion("79", "۹۷").as_deref(), Some("۷۹"));
        assert_eq!(suggestion("79", "٧٩").as_deref(), Some("۷۹"));
        assert_eq!(suggestion("79", "۷9").as_deref(), Some("۷۹"));
    }

    #[test]
    fn in_a_language_whose_words_are_unknown_small_numbers_may_be_spelled() {
        assert_eq!(
            kinds("7 men", "sept hommes", "fr"),
            [DifferenceKind::SpelledOut]
        );
        assert_eq!(
            kinds("2000 men", "deux mille", "fr"),
            [DifferenceKind::SpelledOut]
        );
        assert_eq!(kinds("60 percent", "60 Prozent", "de"), []);
        assert_eq!(kinds("1.5", "1,5", "fr"), []);
        assert_eq!(
            kinds("in 1979", "cette année", "fr"),
            [DifferenceKind::Missing]
        );
    }
}
