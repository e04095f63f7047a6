//! Numbers written in words, as far as they are needed to excuse a number that stands in digits elsewhere.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::{Number, Value};
use crate::text::digits::digit_value;
use crate::text::{Language, match_key, table, words, write_match_key};

/// What a number word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A value of its own, in hundredths.
    Hundredths(u64),
    /// A value in hundredths that counts only beside another number word.
    Part(u64),
    /// Multiplies what stands before it by this power of ten.
    PowerOfTen(usize),
}

/// A value that a text names without writing it in digits, or not in digits alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The value.
    pub(super) value: Value,
    /// The words that name it, in UTF-8 bytes.
    pub(super) span: Range<usize>,
    /// In which way they name it.
    pub(super) way: Way,
}

/// In which way words name a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As number words that stand alone.
    Whole,
    /// As a part of number words that follow each other.
    Part,
    /// As the name of a month.
    Month,
    /// As a Roman numeral, a fraction or raised digits.
    Sign,
}

/// Number words by match key.
pub(super) type Words = HashMap<String, Meaning>;

static WORDS: LazyLock<HashMap<&str, Words>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Words> = HashMap::new();
    for row in table::rows(include_str!("../tables/number_words.tsv")) {
        let [tag, value, forms] = row[..] else {
            continue;
        };
        let Ok(language) = Language::parse(tag) else {
            continue;
        };
        let Some(meaning) = Meaning::parse(value) else {
            continue;
        };
        let words = languages.entry(tag).or_default();
        for form in forms.split(' ') {
            words.entry(match_key(form, &language)).or_insert(meaning);
        }
    }
    languages
});

/// The names of the months of each language, by match key, from 1.
static MONTHS: LazyLock<HashMap<&str, HashMap<String, u64>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, HashMap<String, u64>> = HashMap::new();
    for row in table::rows(include_str!("../tables/months.tsv")) {
        let ([tag, number, names], Ok(language)) = (&row[..], Language::parse(row[0])) else {
            continue;
        };
        let Ok(number) = number.parse() else {
            continue;
        };
        for name in names.split(' ') {
            languages
                .entry(*tag)
                .or_default()
                .insert(match_key(name, &language), number);
        }
    }
    languages
});

/// The number words of a language; `None` when they are not known.
pub(super) fn words_of(language: &Language) -> Option<&'static Words> {
    WORDS.get(language.primary())
}

impl Meaning {
    /// The meaning of a value in the table of number words; `None` when it has none.
    fn parse(value: &str) -> Option<Self> {
        if let Some(exponent) = value.strip_prefix("10^") {
            return exponent.parse().ok().map(Self::PowerOfTen);
        }
        match value.strip_prefix('+') {
            Some(part) => Value::parse(part).hundredths().map(Self::Part),
            None => Value::parse(value).hundredths().map(Self::Hundredths),
        }
    }
}

/// Every value that a text may name otherwise than in digits alone: number words alone and in runs,
/// also with digits among them (`36 ہزار 500`), months, Roman numerals, fractions and raised digits.
///
/// `numbers` are the numbers of the text that stand in digits.
pub(super) fn values(text: &str, language: &Language, numbers: &[Number]) -> Vec<Named> {
    let mut values = Vec::new();
    let known = words_of(language);
    let mut run = Run::default();
    let mut key = String::new();
    for span in words(text) {
        write_match_key(&mut key, &text[span.clone()], language);
        if let Some(month) = MONTHS
            .get(language.primary())
            .and_then(|names| names.get(&key))
        {
            values.push(Named {
                value: Value::from(*month),
                span: span.clone(),
                way: Way::Month,
            });
        }
        if let Some(roman) = roman(&text[span.clone()]) {
            values.push(Named {
                value: Value::from(roman),
                span: span.clone(),
                way: Way::Sign,
            });
        }
        if !run.goes_on(text, span.start) {
            run.end(&mut values);
        }
        let digits = numbers.binary_search_by_key(&span.start, |number| number.span.start);
        let meaning = match digits {
            Ok(at) => numbers[at].readings[0]
                .hundredths()
                .map(|value| (Meaning::Hundredths(value), false)),
            Err(_) => known
                .and_then(|known| meaning(&key, known))
                .map(|meaning| (meaning, true)),
        };
        match meaning {
            Some((meaning, is_word)) => run.parts.push((meaning, is_word, span)),
            None if is_connector(&key) => {}
            None => run.end(&mut values),
        }
    }
    run.end(&mut values);
    values.extend(compound_digits(text));
    values
}

/// How many words for thousands and more a text holds; `None` when the words are not known.
pub(super) fn count_magnitudes(text: &str, language: &Language) -> Option<usize> {
    let known = words_of(language)?;
    let is_magnitude = |span: &Range<usize>| {
        let found = known.get(&match_key(&text[span.clone()], language));
        matches!(found, Some(Meaning::PowerOfTen(3..)))
    };
    Some(words(text).filter(is_magnitude).count())
}

/// What a word means, as it stands or without the ending of an ordinal.
fn meaning(key: &str, known: &Words) -> Option<Meaning> {
    /// Endings of ordinals and of collective numbers, as they stand in match keys.
    const ENDINGS: [&str; 8] = ["ویں", "واں", "وں", "گنا", "مه", "مې", "م", "ګونی"];
    known.get(key).copied().or_else(|| {
        ENDINGS
            .iter()
            .find_map(|ending| known.get(key.strip_suffix(ending)?).copied())
    })
}

/// Whether a word may stand between the parts of one number.
fn is_connector(key: &str) -> bool {
    matches!(key, "and" | "a" | "an" | "او" | "اور" | "و")
}

/// Number words that follow each other, with connectors and digits among them.
#[derive(Default)]
struct Run {
    /// What each part means, whether it is a word, and where it stands.
    parts: Vec<(Meaning, bool, Range<usize>)>,
}

impl Run {
    /// Whether a word at an offset can belong to the run: nothing but connectors, spaces and hyphens between.
    fn goes_on(&self, text: &str, at: usize) -> bool {
        self.parts.last().is_none_or(|(.., span)| {
            let gap = text.get(span.end..at).unwrap_or_default();
            gap.chars()
                .all(|c| c.is_whitespace() || c.is_alphabetic() || c == '-')
        })
    }

    /// Ends the run: adds the value of every part of it that holds a word.
    fn end(&mut self, values: &mut Vec<Named>) {
        // A number has few words; a text that lists thousands is not searched for every part.
        const LONGEST: usize = 8;
        const MOST: usize = 4_000;
        for end in 1..=self.parts.len() {
            for start in end.saturating_sub(LONGEST)..end {
                let parts = &self.parts[start..end];
                if values.len() > MOST || !parts.iter().any(|(_, is_word, _)| *is_word) {
                    continue;
                }
                let span = parts[0].2.start..parts[parts.len() - 1].2.end;
                let value = evaluate(parts.iter().map(|(meaning, ..)| *meaning));
                let is_whole = start == 0 && end == self.parts.len();
                let way = if is_whole { Way::Whole } else { Way::Part };
                values.extend(value.map(|value| Named { value, span, way }));
            }
        }
        self.parts.clear();
    }
}

/// The value of number words that follow each other: `two hundred thirty`, `یو ویشت`, `ساڑھے تین لاکھ`.
fn evaluate(meanings: impl ExactSizeIterator<Item = Meaning>) -> Option<Value> {
    let is_alone = meanings.len() == 1;
    let (mut total, mut current) = (0u64, 0u64);
    for meaning in meanings {
        match meaning {
            Meaning::Part(_) if is_alone => return None,
            Meaning::Hundredths(value) | Meaning::Part(value) => {
                current = current.checked_add(value)?;
            }
            Meaning::PowerOfTen(2) => current = times(current, 100)?,
            Meaning::PowerOfTen(exponent) => {
                let factor = 10u64.checked_pow(u32::try_from(exponent).ok()?)?;
                total = total.checked_add(times(current, factor)?)?;
                current = 0;
            }
        }
    }
    Some(Value::from_hundredths(total.checked_add(current)?))
}

/// Hundredths multiplied by a factor; nothing before the factor counts as one.
fn times(hundredths: u64, factor: u64) -> Option<u64> {
    if hundredths == 0 { 100 } else { hundredths }.checked_mul(factor)
}

/// The value of a Roman numeral in capitals; `None` for other words, also for `I`, `C` and `L` alone.
fn roman(word: &str) -> Option<u64> {
    if !(2..=8).contains(&word.len()) && !matches!(word, "V" | "X") {
        return None;
    }
    let mut total = 0;
    let mut last = 0;
    for c in word.chars().rev() {
        let value = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            _ => return None,
        };
        if value < last {
            total -= value;
        } else {
            total += value;
            last = value;
        }
    }
    (total > 0).then_some(total)
}

/// What the fractions and the raised, lowered or circled digits of a text stand for.
fn compound_digits(text: &str) -> Vec<Named> {
    let is_compound = |c: char| !c.is_ascii() && c.is_numeric() && digit_value(c).is_none();
    let mut named = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_compound).map(|found| at + found) {
        let rest = &text[start..];
        let len = rest.find(|c| !is_compound(c)).unwrap_or(rest.len());
        let span = start..start + len;
        let plain: String = text[span.clone()].nfkc().collect();
        let parts = plain.split(|part: char| !part.is_ascii_digit());
        let mut values: Vec<Value> = parts
            .filter(|part| !part.is_empty())
            .map(Value::parse)
            .collect();
        match &text[span.clone()] {
            "½" => values.push(Value::parse("0.5")),
            "¼" => values.push(Value::parse("0.25")),
            "¾" => values.push(Value::parse("0.75")),
            _ => {}
        }
        named.extend(values.into_iter().map(|value| Named {
            value,
            span: span.clone(),
            way: Way::Sign,
        }));
        at = span.end;
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, tag: &str, plain: &str) -> bool {
        let language = Language::parse(tag).unwrap();
        let numbers = crate::text::numbers::find(text, &language);
        let wanted = Value::parse(plain);
        values(text, &language, &numbers)
            .iter()
            .any(|named| named.value == wanted)
    }

    #[test]
    fn english_words_and_runs_of_them() {
        assert!(names("twenty-five men", "en", "25"));
        assert!(names("two hundred and thirty thousand", "en", "230000"));
        assert!(names("the Second World War, Part XIV", "en", "14"));
        assert!(names("in August", "en", "8"));
        assert!(names("1½ miles, 10³", "en", "0.5"));
        assert!(names("2⁶⁷⁷", "en", "677"));
        assert!(!names("twenty-five men, and I", "en", "1"));
    }

    #[test]
    fn urdu_and_pashto_words() {
        assert!(names("سات", "ur", "7"));
        assert!(names("پندرہویں صدی", "ur", "15"));
        assert!(names("تین لاکھ پچاس ہزار", "ur", "350000"));
        assert!(names("یو ویشت", "ps", "21"));
        assert!(names("درېیم ځل", "ps", "3"));
        assert!(names("پنځه سوه", "ps", "500"));
        assert!(names("د اګست", "ps", "8"));
    }

    #[test]
    fn halves_and_digits_among_words() {
        assert!(names("ساڑھے تین لاکھ", "ur", "350000"));
        assert!(names("ڈھائی کروڑ", "ur", "25000000"));
        assert!(names("three and a half hours", "en", "3.5"));
        assert!(names("درې نیم ساعته", "ps", "3.5"));
        assert!(names("36 ہزار 500", "ur", "36500"));
        assert!(names("نه ویشت", "ps", "29"));
        assert!(!names("نه", "ps", "9"));
        assert!(!names("5 6", "en", "6"), "digits alone are not words");
    }

    #[test]
    fn a_language_without_words_names_none() {
        assert!(values("sept", &Language::parse("fr").unwrap(), &[]).is_empty());
    }
}
