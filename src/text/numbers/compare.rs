//! Whether a translation holds the numbers of its source, whatever digits, separators and words they wear.

use std::cell::OnceCell;
use std::collections::{HashMap, VecDeque};

use super::magnitude::has_proportion;
use super::side::Side;
use super::spelled::count_magnitudes;
use super::{Difference, DifferenceKind, Number, Value};
use crate::text::{Direction, Language, words};

/// Compares the numbers of a source and its translation; empty when all is well.
///
/// Numbers are one multiset of values: order does not count, nor do digit sets, grouping, glued
/// suffixes and the wording of percent. Words for numbers excuse a number in digits on the other side.
/// Of numbers that do not answer each other at first sight the first 500 on each side are looked at.
/// Costs some passes over each text.
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
        surplus_of_magnitudes: OnceCell::new(),
        names_proportion: OnceCell::new(),
        names_minus: OnceCell::new(),
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
    pub(super) differences: Vec<Difference>,
    surplus_of_magnitudes: OnceCell<Option<i64>>,
    names_proportion: OnceCell<bool>,
    names_minus: OnceCell<bool>,
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
        self.pair_alike();
        let passes: [fn(&Number, &Number) -> bool; 3] = [
            |a, b| share_reading(a, b) && a.magnitude == b.magnitude,
            share_product,
            share_reading,
        ];
        for is_pair in passes {
            for source in self.source.open() {
                let number = &self.source.numbers[source];
                let is_found = |at: &usize| is_pair(number, &self.target.numbers[*at]);
                if let Some(target) = self.target.open().into_iter().find(is_found) {
                    self.settle_pair(source, target);
                }
            }
        }
    }

    /// Pairs numbers that agree in value, magnitude and percent, in order.
    fn pair_alike(&mut self) {
        let mut waiting: HashMap<_, VecDeque<usize>> = HashMap::new();
        for (at, number) in self.target.numbers.iter().enumerate() {
            waiting.entry(likeness(number)).or_default().push_back(at);
        }
        let pairs: Vec<(usize, usize)> = (self.source.numbers.iter().enumerate())
            .filter_map(|(at, number)| Some((at, waiting.get_mut(&likeness(number))?.pop_front()?)))
            .collect();
        for (source, target) in pairs {
            self.settle_pair(source, target);
        }
    }

    /// Takes two numbers for each other's answer, and reports in what else they differ.
    fn settle_pair(&mut self, source: usize, target: usize) {
        self.source.settle(source);
        self.target.settle(target);
        if let Some(kind) = self.other_difference(source, target) {
            self.report(kind, Some(source), Some(target));
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
        // The word may stand elsewhere: behind the other end of a range, as in "10 to 20 million", or
        // further on; then both texts have as many such words.
        let is_lost = match (a.magnitude, b.magnitude) {
            _ if share_product(a, b) => false,
            (Some(_), Some(_)) => true,
            (Some(3..), None) => {
                !has_next(&self.target, target, a.magnitude)
                    && self
                        .surplus_of_magnitudes()
                        .is_some_and(|surplus| surplus > 0)
            }
            (None, Some(3..)) => {
                !has_next(&self.source, source, b.magnitude)
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
        *self.surplus_of_magnitudes.get_or_init(|| {
            let source = count_magnitudes(self.source.text, self.source.language)?;
            let target = count_magnitudes(self.target.text, self.target.language)?;
            Some(i64::try_from(source).ok()? - i64::try_from(target).ok()?)
        })
    }

    fn names_proportion_on_both_sides(&self) -> bool {
        *self.names_proportion.get_or_init(|| {
            has_proportion(self.source.text, self.source.language)
                && has_proportion(self.target.text, self.target.language)
        })
    }

    /// Whether either text has a word for minus, or both have a dash that may be one.
    fn names_minus(&self) -> bool {
        const WORDS: [&str; 6] = ["minus", "negative", "below", "منفی", "منفي", "نفی"];
        let has_word = |text: &str| {
            words(text).any(|word| WORDS.contains(&text[word].to_lowercase().as_str()))
        };
        let has_dash = |text: &str| text.contains(['-', '−', '–']);
        let (source, target) = (self.source.text, self.target.text);
        *self.names_minus.get_or_init(|| {
            has_word(source) || has_word(target) || (has_dash(source) && has_dash(target))
        })
    }

    pub(super) fn writes_right_to_left(&self) -> bool {
        self.target.language.direction() == Direction::RightToLeft
    }
}

/// Whether the number right after one, as at the end of a range, has this word of size.
fn has_next(side: &Side<'_>, at: usize, magnitude: Option<usize>) -> bool {
    const REACH: usize = 12;
    side.numbers.get(at + 1).is_some_and(|next| {
        next.magnitude == magnitude && next.span.start - side.span(at).end <= REACH
    })
}

/// What numbers must share to be alike at first sight.
fn likeness(number: &Number) -> (&Value, Option<usize>, Option<u16>) {
    (&number.readings[0], number.magnitude, number.per)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::digits::{DigitSet, with_digits};
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
        assert_eq!(kinds("Seven days", "اوه (۷) ورځې", "ps"), [SpelledOut]);
        assert_eq!(kinds("7 of the seven", "7 میں سے سات", "ur"), []);
        assert_eq!(
            kinds("7 of the seven", "سات میں سے", "ur"),
            [DifferenceKind::Missing]
        );
        assert_eq!(
            kinds("3 in March", "مارچ میں", "ur"),
            [DifferenceKind::Missing]
        );
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
        assert_eq!(
            kinds(
                "8 million here, 9 million there",
                "یہاں 8 لوگ تھے، وہاں 9 ملین",
                "ur"
            ),
            [Magnitude]
        );
        assert_eq!(kinds("5%", "5", "ur"), [Proportion]);
        assert_eq!(kinds("at -5 degrees", "5 درجے", "ur"), [Sign]);
        assert_eq!(kinds("COVID-19", "COVID-91", "ur"), [Replaced]);
        assert_eq!(kinds("SARS-CoV-2", "COVID-19", "ur"), [Code, Code]);
        assert_eq!(kinds("in 2020", "", "ur"), [Missing]);
        assert_eq!(
            kinds("in 2020 and 2020", "2020 میں", "ur"),
            [DifferenceKind::Repeated]
        );
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
    fn a_unit_full_of_numbers_takes_no_longer_than_its_length_asks() {
        let source = "1 2 3 ".repeat(1_000);
        assert!(kinds(&source, &source, "ur").is_empty());
        let target = "4 5 6% a1 ".repeat(400);
        assert!(kinds(&source, &target, "ur").len() >= 500);
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

    proptest! {
        #[test]
        fn any_two_texts_can_be_compared(source in "[0-9a-z%.,/ -]{0,24}", target in "[0-9۰-۹٠-٩،٫٬%٪.,ءم -]{0,24}") {
            for difference in differences(&source, &target, "ps") {
                prop_assert!(difference.source.is_none_or(|span| source.get(span).is_some()));
                prop_assert!(difference.target.is_none_or(|span| target.get(span).is_some()));
            }
        }

        #[test]
        fn the_same_numbers_in_other_digits_never_differ(text in "([1-9][0-9]{0,5}([.,][0-9]{1,3})?%? ){0,6}") {
            let target = with_digits(&text, DigitSet::ExtendedArabic);
            let worst = kinds(&text, &target, "ps").iter().map(|kind| kind.weight()).max();
            prop_assert!(worst.is_none_or(|weight| weight == Weight::Info), "{} {}", text, target);
        }
    }
}
