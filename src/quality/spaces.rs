//! Spaces where none belong, none where one belongs, and spaces beside characters that do their work.

use std::ops::Range;

use super::reading::{Kinds, Reading, is_arabic};
use super::{Check, Example, Pair, edit};
use crate::model::{Finding, Severity};
use crate::text::chip;

pub(super) struct Spaces;

/// A fault of spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Two spaces or more stand in a row.
    Double,
    /// A space stands before a mark.
    BeforeMark,
    /// No space stands after a mark.
    AfterMark,
    /// A space stands inside a bracket.
    InBracket,
    /// A no-break space stands beside another space.
    NoBreak,
    /// A joiner stands where it joins and parts nothing.
    Joiner,
}

const FAULTS: [Fault; 6] = [
    Fault::Double,
    Fault::BeforeMark,
    Fault::AfterMark,
    Fault::InBracket,
    Fault::NoBreak,
    Fault::Joiner,
];

/// A place to mend, and what stands there afterwards.
type Place = (Range<usize>, &'static str);

impl Check for Spaces {
    fn id(&self) -> &'static str {
        "spaces"
    }

    fn title(&self) -> &'static str {
        "Spaces"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Warnings: two spaces in a row that the source does not have, white space at the start or the end where the source \
         has none or the other way round, a no-break space or a zero-width non-joiner beside a space. Remarks: a space \
         before ، ؛ ؟ ۔ ! or inside brackets, and none after such a mark. Marks between digits pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The door is open.", "دروازہ  کھلا ہے۔").fixed("دروازہ کھلا ہے۔"),
                Example::new("ps", "Bread, milk and salt.", "ډوډۍ ،شیدې او مالګه.")
                    .fixed("ډوډۍ، شیدې او مالګه."),
                Example::new("ps", "Save ", "خوندي کول").fixed("خوندي کول "),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if pair.is_untranslated() || pair.from.text.trim().is_empty() {
            return;
        }
        self.compare_edges(pair, findings);
        let places = faults(&pair.to);
        for fault in FAULTS {
            let own = places.iter().filter(|(_, own)| *own == fault);
            let own: Vec<Place> = own.map(|(place, _)| place.clone()).collect();
            // Spaces before a mark are right in French; two in a row may be the source's way.
            let is_usual = match fault {
                Fault::BeforeMark => !pair.is_arabic_script,
                Fault::Double => pair.from.text.trim().contains("  "),
                _ => false,
            };
            if own.is_empty() || is_usual {
                continue;
            }
            let finding = pair.finding(
                self,
                severity(fault),
                Some(own[0].0.clone()),
                message(pair, fault, &own),
            );
            findings.push(Finding {
                fix: edit(pair.to.text, &own),
                ..finding
            });
        }
    }
}

impl Spaces {
    /// Compares the white space around both texts.
    fn compare_edges(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let (source, target) = (pair.from.text, pair.to.text);
        let start = |text: &str| text.len() - text.trim_start().len();
        let end = |text: &str| text.trim_end().len();
        let edges = [
            ("start", &source[..start(source)], 0..start(target)),
            ("end", &source[end(source)..], end(target)..target.len()),
        ];
        for (edge, wanted, span) in edges {
            if target[span.clone()] == *wanted {
                continue;
            }
            let message = if wanted.is_empty() {
                format!("the target has white space at its {edge}, the source has none")
            } else if span.is_empty() {
                format!("the target lacks the white space at the {edge} of the source")
            } else {
                format!("the white space at the {edge} differs from that of the source")
            };
            let mut finding = pair.finding(self, Severity::Warning, Some(span.clone()), message);
            finding.fix = edit(target, &[(span, wanted)]);
            findings.push(finding);
        }
    }
}

fn severity(fault: Fault) -> Severity {
    match fault {
        Fault::Double | Fault::NoBreak | Fault::Joiner => Severity::Warning,
        Fault::BeforeMark | Fault::AfterMark | Fault::InBracket => Severity::Info,
    }
}

fn message(pair: &Pair<'_>, fault: Fault, places: &[Place]) -> String {
    let (place, _) = &places[0];
    let times = super::times(places.len());
    let shown = |c: Option<char>| c.map_or_else(String::new, |c| format!("`{c}`"));
    match fault {
        Fault::Double => format!("more than one space stands{times} between two words"),
        Fault::BeforeMark => format!(
            "a space stands{times} before {}",
            shown(pair.to.at(place.end))
        ),
        Fault::AfterMark => format!(
            "a space is missing{times} after {}",
            shown(pair.to.before(place.start))
        ),
        Fault::InBracket => format!("a space stands{times} inside brackets"),
        Fault::NoBreak => format!("a no-break space stands{times} beside another space"),
        Fault::Joiner => {
            let joiner = pair.to.at(place.start).map_or_else(String::new, chip);
            format!("{joiner} stands{times} where no letters are on both sides")
        }
    }
}

/// The places of a text, between its edges, where spacing is at fault, in order.
fn faults(text: &Reading<'_>) -> Vec<(Place, Fault)> {
    let inner_start = text.text.len() - text.text.trim_start().len();
    let inner_end = text.text.trim_end().len();
    let mut found = Vec::new();
    for (at, c) in text.text[..inner_end]
        .char_indices()
        .skip_while(|(at, _)| *at < inner_start)
    {
        let end = at + c.len_utf8();
        let place = match c {
            ' ' => space(text, at, inner_end),
            '\u{A0}' | '\u{202F}' => no_break(text, at..end),
            '\u{200C}' | '\u{200D}' if text.kinds.has(Kinds::ODD_SPACE) => joiner(text, at..end, c),
            _ if is_mark(c) => lacking(text, end, c),
            _ => None,
        };
        found.extend(place);
    }
    found
}

/// What is wrong with the space at an offset, which is the first of its run.
fn space(text: &Reading<'_>, at: usize, inner_end: usize) -> Option<(Place, Fault)> {
    if matches!(text.before(at), Some(' ' | '\n')) {
        return None;
    }
    let end = at
        + text.text[at..inner_end]
            .bytes()
            .take_while(|byte| *byte == b' ')
            .count();
    let next = text.at(end)?;
    if is_mark(next) && stands_alone(text, end, next) {
        return Some(((at..end, ""), Fault::BeforeMark));
    }
    let is_bracketed =
        text.before(at).is_some_and(|c| matches!(c, '(' | '[')) || matches!(next, ')' | ']');
    if is_bracketed && !text.is_verbatim(at) {
        return Some(((at..end, ""), Fault::InBracket));
    }
    (end - at > 1 && next != '\n').then_some(((at..end, " "), Fault::Double))
}

/// Whether a mark is a single one that ends or parts a sentence: no ellipsis, no name such as `!important`.
fn stands_alone(text: &Reading<'_>, at: usize, mark: char) -> bool {
    let after = text.at(at + mark.len_utf8());
    after != Some(mark) && after.is_none_or(|c| !c.is_ascii_alphanumeric()) && !text.is_verbatim(at)
}

/// A no-break space beside another space, which takes its place.
fn no_break(text: &Reading<'_>, span: Range<usize>) -> Option<(Place, Fault)> {
    let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    (is_space(text.before(span.start)) || is_space(text.at(span.end)))
        .then_some(((span, ""), Fault::NoBreak))
}

/// A joiner without a letter on both sides; a joiner after a letter alone shows its joining shape.
fn joiner(text: &Reading<'_>, span: Range<usize>, joiner: char) -> Option<(Place, Fault)> {
    let is_cursive = |c: char| is_arabic(c) || is_mark_of_letter(c);
    let is_letter = |c: Option<char>| c.is_some_and(is_cursive);
    let before = is_letter(text.before(span.start));
    let works = before && (joiner == '\u{200D}' || is_letter(text.at(span.end)));
    let joins_signs =
        joiner == '\u{200D}' && text.before(span.start).is_some_and(|c| c > '\u{2000}');
    (!works && !joins_signs).then_some(((span, ""), Fault::Joiner))
}

/// Whether this is a vowel mark or a hamza over a letter.
fn is_mark_of_letter(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// A place after a mark where a space is missing: a word of the Arabic script follows at once.
///
/// The full stop of Urdu between two letters may be a hyphen or part of initials.
fn lacking(text: &Reading<'_>, end: usize, mark: char) -> Option<(Place, Fault)> {
    let next = text.at(end).filter(|c| is_arabic(*c))?;
    let before = text.before(end - mark.len_utf8())?;
    let is_after_word = before.is_alphanumeric()
        || before == ' '
        || is_mark_of_letter(before)
        || is_closing(before);
    let is_stop = matches!(mark, '\u{6D4}' | '.');
    (is_after_word && !is_stop && next.is_alphabetic())
        .then_some(((end..end, " "), Fault::AfterMark))
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '”' | '“' | '»' | '’' | '‘')
}

/// Marks that stand at once after a word.
fn is_mark(c: char) -> bool {
    matches!(c, '،' | '؛' | '؟' | '۔' | '!' | '.' | ',' | ';' | '?')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use super::*;

    const SOURCE: &str = "Bread, milk and salt.";

    #[test]
    fn each_fault_is_mended_by_its_own_fix() {
        for (target, message, wanted) in [
            (
                "ا  ب   پ",
                "more than one space stands 2 times between two words",
                "ا ب پ",
            ),
            (
                "روٹی ، دودھ ؟",
                "a space stands 2 times before `،`",
                "روٹی، دودھ؟",
            ),
            (
                "روٹی،دودھ؛نمک",
                "a space is missing 2 times after `،`",
                "روٹی، دودھ؛ نمک",
            ),
            (
                "روٹی ( دودھ )",
                "a space stands 2 times inside brackets",
                "روٹی (دودھ)",
            ),
            (
                "روٹی\u{A0} دودھ",
                "a no-break space stands beside another space",
                "روٹی دودھ",
            ),
            (
                "روٹی\u{200C} دودھ",
                "U+200C ZERO WIDTH NON-JOINER stands where no letters are on both sides",
                "روٹی دودھ",
            ),
        ] {
            let found = findings("spaces", "ur", SOURCE, target);
            assert_eq!(found.len(), 1, "{target}");
            assert_eq!(found[0].message, message);
            assert_eq!(fixed(target, &found[0]), wanted);
        }
    }

    #[test]
    fn edges_follow_the_source() {
        for (source, target, wanted) in [
            ("Save ", "محفوظ", "محفوظ "),
            ("Save", " محفوظ", "محفوظ"),
            ("Save\n", "محفوظ ", "محفوظ\n"),
        ] {
            let found = findings("spaces", "ur", source, target);
            assert_eq!(found[0].severity, Severity::Warning);
            assert_eq!(fixed(target, &found[0]), wanted);
        }
    }

    #[test]
    fn good_spacing_passes() {
        for target in [
            "قیمت ۲،۶۷۰ اور 2,670 ہے۔",
            "ن۔م۔ راشد، پاک۔افغان سرحد",
            "کیا ۔۔۔ اچھا",
            "له\u{200C}خوا او ه\u{200D}",
            "پہلی سطر\n  دوسری سطر",
            "دیکھیں .org یا .NET",
            "«نہیں»، (ہاں)؛ کیا؟!",
            "10\u{A0}km",
        ] {
            assert_eq!(findings("spaces", "ur", SOURCE, target), [], "{target}");
        }
        assert!(findings("spaces", "ur", "One.  Two.", "ایک۔  دو۔").is_empty());
    }
}
