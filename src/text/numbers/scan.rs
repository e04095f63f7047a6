//! Finding the numbers of a text.

use std::ops::Range;

use super::magnitude::{magnitude_at, proportion_at, proportion_sign_before};
use super::reading::{Readings, read};
use super::value::Value;
use crate::text::Language;
use crate::text::digits::{DigitSet, digit, digit_value};

/// A number that stands in digits in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its digits and the separators between them, in UTF-8 bytes.
    pub span: Range<usize>,
    /// The values that it can have, the likeliest first; never empty.
    pub readings: Vec<Value>,
    /// Whether the likeliest reading takes a comma (`,` or `،`) for the decimal point.
    pub has_decimal_comma: bool,
    /// The sets that its digits come from, in order, each once; more than one is a slip.
    pub digit_sets: Vec<DigitSet>,
    /// Whether a minus sign belongs to it.
    pub is_negative: bool,
    /// The letters glued to its end (`ء` of a year, `مه` of an ordinal, `th`), in UTF-8 bytes.
    pub suffix: Option<Range<usize>>,
    /// 100 for percent, 1000 for permille, when a sign or a word says so.
    pub per: Option<u16>,
    /// The power of ten that the word after it adds: 6 for `million`.
    pub magnitude: Option<usize>,
    /// Whether it is part of a name rather than a count: `COVID-19`, `H1N1`, `CO2`.
    pub is_code: bool,
    /// Whether a dash joins it to the number before it.
    pub ends_range: bool,
}

/// The numbers of a text in order; the words around them are those of its language.
///
/// Digits of all scripts count. Dates, times, versions and other runs that are no single number
/// give one number for each part. Costs one pass over the text.
#[must_use]
pub fn find(text: &str, language: &Language) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        let groups = groups_at(text, start);
        at = groups.last().map_or(text.len(), |group| group.end);
        let plain: Vec<String> = groups
            .iter()
            .map(|group| plain_digits(&text[group.clone()]))
            .collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let separators: Vec<char> = groups
            .windows(2)
            .filter_map(|pair| text[pair[0].end..pair[1].start].chars().next())
            .map(|separator| {
                if separator.is_whitespace() {
                    ' '
                } else {
                    separator
                }
            })
            .collect();
        let readings = read(&plain, &separators, language.primary() == "en");
        if readings.values.is_empty() {
            for (group, plain) in groups.iter().zip(plain) {
                let one = read(&[plain], &[], true);
                let number = number_at(text, language, group.clone(), one, numbers.last());
                numbers.push(number);
            }
        } else {
            let number = number_at(text, language, start..at, readings, numbers.last());
            numbers.push(number);
        }
    }
    numbers
}

/// The offset of the first decimal digit at or after an offset.
fn next_digit(text: &str, at: usize) -> Option<usize> {
    let found = text[at..].find(|c: char| digit_value(c).is_some())?;
    Some(at + found)
}

/// The groups of digits that begin at an offset, with one separator between each two.
fn groups_at(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut from = start;
    loop {
        let end = digits_end(text, from);
        groups.push(from..end);
        let Some(separator) = text[end..].chars().next() else {
            return groups;
        };
        from = end + separator.len_utf8();
        let next = &text[from..digits_end(text, from)];
        let joins = match separator {
            '.' | ',' | '\u{60C}' | '\u{66B}' | '\u{66C}' => !next.is_empty(),
            '\'' | '\u{2019}' | '\u{A0}' | '\u{202F}' | '\u{2009}' => next.chars().count() == 3,
            _ => false,
        };
        if !joins {
            return groups;
        }
    }
}

/// The end of the run of digits at an offset.
fn digits_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let len = rest
        .find(|c| digit_value(c).is_none())
        .unwrap_or(rest.len());
    start + len
}

/// Digits of any script as ASCII digits.
fn plain_digits(digits: &str) -> String {
    digits
        .chars()
        .filter_map(digit_value)
        .map(|value| char::from(b'0' + value))
        .collect()
}

/// The number at a span, with what the text around it says of it.
fn number_at(
    text: &str,
    language: &Language,
    span: Range<usize>,
    readings: Readings,
    last: Option<&Number>,
) -> Number {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let suffix_len = after
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(after.len());
    let mut digit_sets: Vec<DigitSet> = Vec::new();
    for (set, _) in text[span.clone()].chars().filter_map(digit) {
        if !digit_sets.contains(&set) {
            digit_sets.push(set);
        }
    }
    let ends_range = last.is_some_and(|last| is_range_dash(text.get(last.span.end..span.start)));
    Number {
        suffix: (suffix_len > 0).then(|| span.end..span.end + suffix_len),
        per: proportion_at(after, language).or_else(|| proportion_sign_before(before)),
        magnitude: magnitude_at(before, after, language),
        is_negative: !ends_range && has_minus(before),
        is_code: is_after_name(before),
        readings: readings.values,
        has_decimal_comma: readings.has_decimal_comma,
        digit_sets,
        ends_range,
        span,
    }
}

/// Whether what stands between two numbers is a dash, perhaps after a percent sign.
fn is_range_dash(between: Option<&str>) -> bool {
    between.is_some_and(|between| {
        let dash = between
            .trim_start_matches(['%', '٪'])
            .trim_matches([' ', '\u{200F}', '\u{200E}', '\u{61C}']);
        matches!(dash, "-" | "–" | "—" | "‐" | "‑" | "−")
    })
}

/// Whether a minus sign ends the text before a number: at the start, or after a space or a bracket.
fn has_minus(before: &str) -> bool {
    before.strip_suffix(['-', '−']).is_some_and(|rest| {
        rest.chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '\u{200E}'))
    })
}

/// Whether the text before a number ends in a name that the number belongs to: letters right before
/// it, or a name in capitals or of another script and a hyphen.
fn is_after_name(before: &str) -> bool {
    const LONGEST: usize = 64;
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
    let joined = before.trim_end_matches(['-', '‐', '‑', '–', '_', '/']);
    let is_outside = |c: char| !(c.is_alphanumeric() || c == '-');
    let name = joined.rsplit(is_outside).next().unwrap_or_default();
    if !name.ends_with(char::is_alphabetic) {
        return false;
    }
    joined.len() == before.len() || name.contains(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, tag: &str) -> Number {
        let mut numbers = find(text, &Language::parse(tag).unwrap());
        assert_eq!(numbers.len(), 1, "{text}");
        numbers.remove(0)
    }

    fn values(text: &str, tag: &str) -> Vec<String> {
        let numbers = find(text, &Language::parse(tag).unwrap());
        numbers
            .iter()
            .map(|number| number.readings[0].to_string())
            .collect()
    }

    #[test]
    fn digits_of_all_sets_separators_and_groups() {
        assert_eq!(
            values("۲،۶۷۰ 1,50,000 ۷۹٫۵ ٣٬٠٠٠", "ps"),
            ["2670", "150000", "79.5", "3000"]
        );
        assert_eq!(
            values("1\u{202F}000\u{A0}000 2’500", "en"),
            ["1000000", "2500"]
        );
        assert_eq!(values("in 1999, 5 of 10.", "en"), ["1999", "5", "10"]);
    }

    #[test]
    fn dates_times_and_versions_fall_apart() {
        assert_eq!(
            values("15.08.2021 10:30 v1.2.3", "en"),
            ["15", "8", "2021", "10", "30", "1", "2", "3"]
        );
    }

    #[test]
    fn suffixes_signs_and_words_are_told() {
        let year = one("سال ۲۰۲۱ء میں", "ur");
        assert_eq!(&"سال ۲۰۲۱ء میں"[year.suffix.unwrap()], "ء");
        assert_eq!(one("79 فی صد", "ur").per, Some(100));
        assert_eq!(one("په ۷۹ سلنه", "ps").per, Some(100));
        assert_eq!(one("٪79", "ur").per, Some(100));
        assert_eq!(one("5 percentiles", "en").per, None);
        assert_eq!(one("10 لاکھ", "ur").magnitude, Some(5));
        assert_eq!(one("$5M", "en").magnitude, Some(6));
        assert_eq!(one("5 Men", "en").magnitude, None);
        assert_eq!(one("group 2B", "en").magnitude, None);
        assert_eq!(one("99 فيصدي", "ps").per, Some(100), "other yeh");
        assert_eq!(one("۵ میلیونو", "ps").magnitude, Some(6));
    }

    #[test]
    fn codes_ranges_and_minus_are_told_apart() {
        for code in ["COVID-19", "کووڈ-19", "CO2", "SARS-CoV-2"] {
            assert!(one(code, "en").is_code, "{code}");
        }
        for count in ["mid-2020", "19", "(19", "the 19", "«۱۹"] {
            assert!(!one(count, "en").is_code, "{count}");
        }
        assert!(one("at -5 °C", "en").is_negative);
        assert!(!one("mid-2020", "en").is_negative);
        let range = find("5-10", &Language::parse("en").unwrap());
        assert!(range[1].ends_range && !range[1].is_negative);
    }

    #[test]
    fn mixed_digits_are_one_number_of_two_sets() {
        let mixed = one("۷9", "ur");
        assert_eq!(
            mixed.digit_sets,
            [DigitSet::ExtendedArabic, DigitSet::Ascii]
        );
        assert_eq!(mixed.readings, [Value::from(79)]);
    }
}
