//! Good reasons for a number to stand on one side only: words, other forms of a time, repetition.

use super::compare::{Comparison, share_reading};
use super::side::Side;
use super::spelled::{Named, Way};
use super::{DifferenceKind, Number, Value};
use crate::text::words;

impl Comparison<'_> {
    /// Settles numbers that the other side writes in words.
    pub(super) fn excuse_words(&mut self) {
        let open = (self.source.open(), self.target.open());
        if open.0.is_empty() && open.1.is_empty() {
            return;
        }
        let named = (self.source.named(), self.target.named());
        for at in open.0 {
            if let Some(words) = name_of(&self.source, at, &named.1, &named.0) {
                self.source.settle(at);
                self.target.settle_within(&words.span);
                self.report(DifferenceKind::SpelledOut, Some(at), None);
            }
        }
        for at in open.1 {
            if let Some(words) = name_of(&self.target, at, &named.0, &named.1) {
                self.target.settle(at);
                self.source.settle_within(&words.span);
                self.report(DifferenceKind::SpelledOut, None, Some(at));
            }
        }
    }

    /// Pairs times in different forms: 9 pm and 21, the 60s and 1960, 2024 and 1403; leaves out `:00`.
    pub(super) fn pair_times(&mut self) {
        for source in self.source.open() {
            let number = &self.source.numbers[source];
            let Some(value) = number.readings[0].integer() else {
                continue;
            };
            let suffix = number.suffix.clone().map(|span| &self.source.text[span]);
            let is_decade = suffix == Some("s") && value < 100;
            let names_time = self.names_time();
            let found = self.target.open().into_iter().find_map(|at| {
                let other = self.target.numbers[at].readings[0].integer()?;
                let is_clock = names_time && value.max(other) <= 24 && value.abs_diff(other) == 12;
                let is_solar =
                    (1900..2100).contains(&value) && (other + 621 == value || other + 622 == value);
                if is_clock || (is_decade && (1800..2100).contains(&other) && other % 100 == value)
                {
                    Some((at, DifferenceKind::OtherForm))
                } else {
                    is_solar.then_some((at, DifferenceKind::SolarYear))
                }
            });
            if let Some((target, kind)) = found {
                self.source.settle(source);
                self.target.settle(target);
                self.report(kind, Some(source), Some(target));
            }
        }
        for side in [&mut self.source, &mut self.target] {
            for at in side.open() {
                if side.is_full_hour(at) {
                    side.settle(at);
                }
            }
        }
    }

    /// Whether either text speaks of the time of day.
    fn names_time(&self) -> bool {
        const WORDS: [&str; 10] = [
            "am",
            "pm",
            "AM",
            "PM",
            "hours",
            "بجے",
            "بجو",
            "بجې",
            "بجی",
            "دقیقې",
        ];
        [self.source.text, self.target.text]
            .into_iter()
            .any(|text| {
                text.contains([':'])
                    || text.contains(".m.")
                    || words(text).any(|word| WORDS.contains(&&text[word]))
            })
    }

    /// Settles numbers whose value the other side has too, only less often.
    ///
    /// Where both sides hold open numbers, one stands in the place of the other: no excuse.
    pub(super) fn excuse_repeats(&mut self) {
        let (source, target) = (self.source.open(), self.target.open());
        if !target.is_empty() && !source.is_empty() {
            return;
        }
        for at in source {
            if let Some(kind) = repetition(&self.source.numbers[at], &self.target) {
                self.source.settle(at);
                self.report(kind, Some(at), None);
            }
        }
        for at in target {
            if let Some(kind) = repetition(&self.target.numbers[at], &self.source) {
                self.target.settle(at);
                self.report(kind, None, Some(at));
            }
        }
    }
}

/// What to say of an open number whose value the other side has; `None` when it has not.
fn repetition(number: &Number, other: &Side<'_>) -> Option<DifferenceKind> {
    let is_answered = other
        .numbers
        .iter()
        .any(|other| share_reading(number, other));
    is_answered.then_some(if number.is_code {
        DifferenceKind::Code
    } else {
        DifferenceKind::Repeated
    })
}

/// The words of the other side that name a number's value, alone or with the word after it, or the
/// share that it is of a hundred.
///
/// Words that this side has as often already answer those, not the number. A month names a number in
/// a date alone.
fn name_of<'a>(
    side: &Side<'_>,
    at: usize,
    others: &'a [Named],
    own: &[Named],
) -> Option<&'a Named> {
    // "One" and "two" have too many forms to be counted: articles, both, first, second.
    const SMALLEST_COUNTED: u64 = 3;
    let number = &side.numbers[at];
    number.readings.iter().find_map(|value| {
        let count = |named: &[Named]| {
            let whole = named.iter().filter(|words| words.way == Way::Whole);
            whole.filter(|words| words.value == *value).count()
        };
        let beside = own
            .iter()
            .filter(|words| words.value == *value && is_beside(side, at, words));
        let unbound = count(own).saturating_sub(beside.count());
        let is_counted = value
            .integer()
            .is_none_or(|value| value >= SMALLEST_COUNTED);
        if is_counted && count(others) > 0 && count(others) <= unbound {
            return None;
        }
        let product = number
            .magnitude
            .map(|exponent| value.times_ten_to(exponent));
        others.iter().find(|words| {
            let is_same = words.value == *value || Some(&words.value) == product.as_ref();
            (is_same && (words.way != Way::Month || side.is_in_date(at)))
                || (number.per == Some(100) && is_share(value, &words.value))
        })
    })
}

/// Whether words stand right beside a number and repeat it: `seven (7)`, `7/seven`.
fn is_beside(side: &Side<'_>, at: usize, words: &Named) -> bool {
    let number = side.span(at);
    let gap = if words.span.end <= number.start {
        words.span.end..number.start
    } else {
        number.end..words.span.start.max(number.end)
    };
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '/');
    words.way == Way::Whole
        && side
            .text
            .get(gap)
            .is_some_and(|gap| gap.chars().all(is_mark))
}

/// Whether a percentage is a multiple of a whole's part: 20 or 40 of fifths, 33 or 67 of thirds.
fn is_share(percentage: &Value, parts: &Value) -> bool {
    let (Some(percentage), Some(parts @ 2..=10)) = (percentage.integer(), parts.integer()) else {
        return parts.as_str() == "0.5" && percentage.as_str() == "50";
    };
    (1..parts)
        .any(|count| (count * 100 / parts..=(count * 100).div_ceil(parts)).contains(&percentage))
}
