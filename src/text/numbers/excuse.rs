//! Good reasons for a number to stand on one side only: words, other forms of a time, repetition.

use super::compare::{Comparison, share_reading};
use super::spelled::Named;
use super::{DifferenceKind, Number, Value};
use crate::text::words;

impl Comparison<'_> {
    /// Settles numbers that the other side writes in words.
    pub(super) fn excuse_words(&mut self) {
        let open = self.source.open();
        if !open.is_empty() {
            let named = self.target.named();
            for at in open {
                if let Some(words) = name_of(&named, &self.source.numbers[at]) {
                    self.source.settle(at);
                    self.target.settle_within(&words.span);
                    self.report(DifferenceKind::SpelledOut, Some(at), None);
                }
            }
        }
        let open = self.target.open();
        if !open.is_empty() {
            let named = self.source.named();
            for at in open {
                if let Some(words) = name_of(&named, &self.target.numbers[at]) {
                    self.target.settle(at);
                    self.source.settle_within(&words.span);
                    self.report(DifferenceKind::SpelledOut, None, Some(at));
                }
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
            let number = &self.source.numbers[at];
            if self
                .target
                .numbers
                .iter()
                .any(|other| share_reading(number, other))
            {
                self.source.settle(at);
                self.report(DifferenceKind::Repeated, Some(at), None);
            }
        }
        for at in target {
            let number = &self.target.numbers[at];
            if self
                .source
                .numbers
                .iter()
                .any(|other| share_reading(number, other))
            {
                self.target.settle(at);
                self.report(DifferenceKind::Repeated, None, Some(at));
            }
        }
    }
}

/// The words that name a number's value, alone or with the word after it, or the share that it is of a hundred.
fn name_of<'a>(named: &'a [Named], number: &Number) -> Option<&'a Named> {
    number.readings.iter().find_map(|value| {
        let product = number
            .magnitude
            .map(|exponent| value.times_ten_to(exponent));
        named.iter().find(|words| {
            words.value == *value
                || Some(&words.value) == product.as_ref()
                || (number.per == Some(100) && is_share(value, &words.value))
        })
    })
}

/// Whether a percentage is a multiple of a whole's part: 20 or 40 of fifths, 33 or 67 of thirds.
fn is_share(percentage: &Value, parts: &Value) -> bool {
    let (Some(percentage), Some(parts @ 2..=10)) = (percentage.integer(), parts.integer()) else {
        return parts.as_str() == "0.5" && percentage.as_str() == "50";
    };
    (1..parts)
        .any(|count| (count * 100 / parts..=(count * 100).div_ceil(parts)).contains(&percentage))
}
