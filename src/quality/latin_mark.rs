//! Marks of the Latin script inside text of the Arabic script.

use std::ops::Range;

use super::end_mark::accepts;
use super::reading::{Kinds, Reading, is_arabic, is_latin};
use super::repeated_word::is_letter_name;
use super::{Check, Example, Pair, edit, times};
use crate::model::{Finding, Severity};
use crate::text::digits::digit_value;
use crate::text::{TokenClass, chip};

pub(super) struct LatinMark;

/// The full stop of Urdu.
const FULL_STOP: char = '\u{6D4}';

impl Check for LatinMark {
    fn id(&self) -> &'static str {
        "latin-mark"
    }

    fn title(&self) -> &'static str {
        "Mark of the Latin script"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Text in the Arabic script is written with ، ؛ ؟ and not with , ; ? and Urdu ends a sentence with ۔ inside \
         a text too. Marks between digits, between Latin words, inside addresses and placeholders pass, and so do \
         full stops after initials."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "Bread, milk and salt are here.",
                    "روٹی, دودھ اور نمک یہاں ہیں۔",
                )
                .fixed("روٹی، دودھ اور نمک یہاں ہیں۔"),
                Example::new(
                    "ps",
                    "Where did he go? Nobody knows.",
                    "هغه چېرته لاړ? هېڅوک نه پوهېږي.",
                )
                .fixed("هغه چېرته لاړ؟ هېڅوک نه پوهېږي."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let text = &pair.to;
        let is_written_so = pair.is_arabic_script && text.kinds.has(Kinds::ARABIC);
        if !is_written_so || !text.kinds.has(Kinds::WESTERN_MARK) {
            return;
        }
        for (mark, instead) in MARKS {
            let places: Vec<_> = (text.text.match_indices(*mark))
                .map(|(at, _)| at..at + mark.len_utf8())
                .filter(|place| is_inside_arabic(text, place))
                .collect();
            report(self, pair, *mark, *instead, &places, findings);
        }
        if !accepts(pair.target.language.primary(), '.') {
            report(self, pair, '.', FULL_STOP, &full_stops(text), findings);
        }
    }
}

fn report(
    check: &LatinMark,
    pair: &Pair<'_>,
    mark: char,
    instead: char,
    places: &[Range<usize>],
    findings: &mut Vec<Finding>,
) {
    let Some(first) = places.first() else {
        return;
    };
    let message = format!(
        "{} stands{} where {} is usual",
        chip(mark),
        times(places.len()),
        chip(instead)
    );
    let mut finding = pair.finding(check, Severity::Warning, Some(first.clone()), message);
    let instead = instead.to_string();
    let places: Vec<_> = places
        .iter()
        .map(|place| (place.clone(), &instead))
        .collect();
    finding.fix = edit(&pair.target.text, &places);
    findings.push(finding);
}

/// The marks, and what stands for them in the Arabic script.
const MARKS: &[(char, char)] = &[
    ('?', '\u{61F}'),
    (',', '\u{60C}'),
    (';', '\u{61B}'),
    ('\u{2E2E}', '\u{61F}'),
    ('\u{201A}', '\u{60C}'),
    ('\u{FF0C}', '\u{60C}'),
    ('\u{FF1F}', '\u{61F}'),
];

/// Whether a mark belongs to text of the Arabic script: the letter before it is of that script, or none is
/// and the one after it is; and the mark is no part of a number, an address or a placeholder.
fn is_inside_arabic(text: &Reading<'_>, place: &Range<usize>) -> bool {
    let before = text.text[..place.start].chars().rev();
    let after = text.text[place.end..].chars();
    let touches_digit = |c: Option<char>| c.is_some_and(|c| digit_value(c).is_some());
    if touches_digit(before.clone().next()) && touches_digit(after.clone().next()) {
        return false;
    }
    let is_letter = |c: &char| is_arabic(*c) || is_latin(*c);
    let before = before.take(REACH).find(is_letter);
    let after = after.take(REACH).find(is_letter);
    let belongs = match (before, after) {
        (Some(before), Some(after)) => is_arabic(before) || is_arabic(after),
        (Some(one), None) | (None, Some(one)) => is_arabic(one),
        (None, None) => false,
    };
    belongs && !text.is_verbatim(place.start)
}

/// So many characters around a mark are looked at for a letter.
const REACH: usize = 40;

/// The full stops of ASCII that end a sentence inside a text: after a word of the Arabic script, before a space and
/// what may begin a sentence.
fn full_stops(text: &Reading<'_>) -> Vec<Range<usize>> {
    let mut stops = Vec::new();
    if !text.text.contains(". ") {
        return stops;
    }
    for four in text.tokens().windows(4) {
        let [word, stop, space, next] = four else {
            continue;
        };
        let is_stop = text.part(&stop.range) == "." && space.class == TokenClass::Space;
        let ends_clause = ends_clause(text.part(&word.range), next.class);
        if is_stop && ends_clause && next.class != TokenClass::Invisible {
            stops.push(stop.range.clone());
        }
    }
    stops
}

/// Whether a full stop after a word ends a sentence and does not shorten the word.
fn ends_clause(word: &str, next: TokenClass) -> bool {
    const SHORTENED: [&str; 10] = [
        "شکل",
        "نمبر",
        "صفحہ",
        "جدول",
        "باب",
        "جلد",
        "ڈاکٹر",
        "رقم",
        "فی",
        "آیت",
    ];
    let is_closing = matches!(word, ")" | "”" | "“" | "\"" | "»");
    let is_shortened = SHORTENED.contains(&word) && next == TokenClass::Number;
    is_closing || (word.starts_with(is_arabic) && !is_initial(word) && !is_shortened)
}

/// Whether a word is a letter, or the name of one, as before the full stop of initials.
fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none() || is_letter_name("ur", word)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    const SOURCE: &str = "Bread, milk; salt?";

    #[test]
    fn marks_are_replaced_all_at_once() {
        let target = "روٹی, دودھ, نمک; کیا?";
        let found = findings("latin-mark", "ur", SOURCE, target);
        assert_eq!(found.len(), 3);
        assert_eq!(
            found[1].message,
            "U+002C COMMA stands 2 times where U+060C ARABIC COMMA is usual"
        );
        assert_eq!(fixed(target, &found[1]), "روٹی، دودھ، نمک; کیا?");
    }

    #[test]
    fn numbers_latin_runs_and_addresses_pass() {
        for target in [
            "قیمت 1,50,000 روپے ہے۔",
            "بازار میں (bread, milk) ملتے ہیں۔",
            "دیکھیں https://example.org/?a=1,2;b یہاں۔",
            "یہ {a,b} اور &amp; ہے۔",
            "Bread, milk?",
            "ډاکټر م. خان",
            "ابتدا 2.5 سے ہوئی۔",
            "ایم. اے. خان",
        ] {
            assert!(
                findings("latin-mark", "ur", SOURCE, target).is_empty(),
                "{target}"
            );
        }
        assert!(findings("latin-mark", "ps", SOURCE, "هغه لاړ. بیا راغی.").is_empty());
    }

    #[test]
    fn a_full_stop_inside_urdu_is_found() {
        let target = "دروازہ بند تھا. پھر کھل گیا۔";
        let found = findings("latin-mark", "ur", SOURCE, target);
        assert_eq!(fixed(target, &found[0]), "دروازہ بند تھا۔ پھر کھل گیا۔");
    }

    #[test]
    fn a_mark_after_a_latin_word_in_an_urdu_sentence_is_found() {
        assert_eq!(findings("latin-mark", "ur", SOURCE, "HIV, ملیریا").len(), 1);
    }
}
