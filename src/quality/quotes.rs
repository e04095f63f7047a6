//! Quotation marks without their other half, and angle quotes that stand in the order of their shapes.

use std::ops::Range;

use super::reading::{Kinds, Reading, is_arabic, is_quote};
use super::{Check, Example, Pair, edit};
use crate::model::{Finding, Severity};

pub(super) struct Quotes;

/// A family of marks of which each pair has two, whichever form they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `"`, `“`, `”`, `„`, and two single marks typed for one: `’’`.
    Double,
    /// `'`, `‘`, `’`, where they are no apostrophes.
    Single,
    /// `«` and `»`.
    Angle,
    /// `‹` and `›`.
    SingleAngle,
}

const FAMILIES: [Family; 4] = [
    Family::Double,
    Family::Single,
    Family::Angle,
    Family::SingleAngle,
];

/// A quotation mark of a text.
#[derive(Clone, Debug)]
struct Mark {
    span: Range<usize>,
    family: Family,
}

impl Check for Quotes {
    fn id(&self) -> &'static str {
        "quotes"
    }

    fn title(&self) -> &'static str {
        "Quotation marks do not pair"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "A quotation mark of the target lacks its other half, or « and » stand the wrong way round: the opening one \
         is « in every language and turns over by itself in text from right to left. All pairs in use count: ”x“ \
         “x” ‘x’ ’x‘ ’’x‘‘ «x» \"x\" 'x'. Apostrophes, inches and minutes pass, and texts whose source leaves a \
         quotation open too."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "He said “no” twice.", "اس نے دو بار ”نہیں کہا۔"),
                Example::new("ps", "He said “no” twice.", "هغه دوه ځله »نه« وویل.")
                    .fixed("هغه دوه ځله «نه» وویل."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if !pair.to.kinds.has(Kinds::QUOTE) {
            return;
        }
        let marks = marks(&pair.to);
        if let Some(finding) = self.turned(pair, &marks) {
            findings.push(finding);
            return;
        }
        let is_odd = |marks: &[Mark], family| {
            marks.iter().filter(|mark| mark.family == family).count() % 2 == 1
        };
        let is_open_in_source = || {
            let marks = self::marks(&pair.from);
            FAMILIES.iter().any(|family| is_odd(&marks, *family))
        };
        let odd = FAMILIES.iter().filter(|family| is_odd(&marks, **family));
        let odd: Vec<_> = odd.copied().collect();
        if odd.is_empty() || is_open_in_source() {
            return;
        }
        for family in odd {
            let own = || marks.iter().filter(|mark| mark.family == family);
            let Some(mark) = lone(&pair.to, own) else {
                continue;
            };
            let written = pair.to.part(&mark.span);
            let message = format!("the quotation mark `{written}` has no other half");
            let span = Some(mark.span.clone());
            let finding = pair.finding(self, Severity::Warning, span, message);
            findings.push(finding.with_hint("type its other half, or take it out"));
        }
    }
}

impl Quotes {
    /// The finding about angle quotes that all stand the wrong way round.
    fn turned(&self, pair: &Pair<'_>, marks: &[Mark]) -> Option<Finding> {
        let text = &pair.to;
        let angles: Vec<_> = marks
            .iter()
            .filter(|mark| mark.family == Family::Angle)
            .map(|mark| mark.span.clone())
            .collect();
        let is_turned = |at: usize, span: &Range<usize>| {
            let expected = if at.is_multiple_of(2) { "»" } else { "«" };
            text.part(span) == expected
        };
        let all_turned = angles
            .iter()
            .enumerate()
            .all(|(at, span)| is_turned(at, span));
        if angles.is_empty() || angles.len() % 2 == 1 || !all_turned || !pair.is_arabic_script {
            return None;
        }
        let message = "`»` stands before `«`";
        let span = angles[0].start..angles[angles.len() - 1].end;
        let finding = pair.finding(self, Severity::Warning, Some(span), message);
        let turn = |span: Range<usize>| {
            let other = if text.part(&span) == "»" { "«" } else { "»" };
            (span, other)
        };
        let places: Vec<_> = angles.into_iter().map(turn).collect();
        Some(Finding {
            fix: edit(text.text, &places),
            ..finding.with_hint("type « first: it mirrors by itself")
        })
    }
}

/// The mark that has no other half: the first that opens while another is open, or closes while none is, else the last.
fn lone<'a, I: Iterator<Item = &'a Mark>>(
    text: &Reading<'_>,
    own: impl Fn() -> I,
) -> Option<&'a Mark> {
    let mut open: Option<&Mark> = None;
    for mark in own() {
        let begins = begins_word(text, &mark.span);
        let ends = ends_word(text, &mark.span);
        match open {
            Some(last) if begins && !ends => return Some(last),
            None if ends && !begins => return Some(mark),
            Some(_) => open = None,
            None => open = Some(mark),
        }
    }
    open
}

/// Whether a mark stands before a word and after none.
fn begins_word(text: &Reading<'_>, span: &Range<usize>) -> bool {
    let before = text.before(span.start);
    let after = text.at(span.end);
    before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(char::is_alphanumeric)
}

/// Whether a mark stands after a word or its mark and before none.
fn ends_word(text: &Reading<'_>, span: &Range<usize>) -> bool {
    let before = text.before(span.start);
    let after = text.at(span.end);
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// The quotation marks of a text in order, without apostrophes and signs of measure.
fn marks(text: &Reading<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    if !text.kinds.has(Kinds::QUOTE) {
        return marks;
    }
    let mut done = 0;
    for (at, c) in text.text.char_indices().filter(|(_, c)| is_quote(*c)) {
        if at < done || text.is_verbatim(at) {
            continue;
        }
        let mut span = at..at + c.len_utf8();
        let family = match c {
            '"' | '\u{201C}'..='\u{201F}' => Some(Family::Double),
            '«' | '»' => Some(Family::Angle),
            '‹' | '›' => Some(Family::SingleAngle),
            _ if is_doubled(text, &span) => {
                span.end += c.len_utf8();
                Some(Family::Double)
            }
            _ => single(text, &span),
        };
        done = span.end;
        let is_measure = matches!(family, Some(Family::Double | Family::Single))
            && text.before(at).is_some_and(char::is_numeric)
            && !is_open(&marks, family);
        if let Some(family) = family.filter(|_| !is_measure) {
            marks.push(Mark { span, family });
        }
    }
    marks
}

/// Whether a quotation of a family is open.
fn is_open(marks: &[Mark], family: Option<Family>) -> bool {
    let own = marks.iter().filter(|mark| Some(mark.family) == family);
    own.count() % 2 == 1
}

/// Whether the same single mark stands twice.
fn is_doubled(text: &Reading<'_>, span: &Range<usize>) -> bool {
    text.at(span.end) == text.at(span.start)
}

/// The family of a single mark; none for an apostrophe: between letters, after a Latin letter, before a year.
fn single(text: &Reading<'_>, span: &Range<usize>) -> Option<Family> {
    let before = text.before(span.start);
    let after = text.at(span.end);
    let is_between =
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    let follows_latin = before.is_some_and(|c| c.is_alphabetic() && !is_arabic(c));
    let is_year = after.is_some_and(char::is_numeric) && !before.is_some_and(char::is_alphanumeric);
    let is_alone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
    (!is_between && !follows_latin && !is_year && !is_alone).then_some(Family::Single)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};

    const SOURCE: &str = "He said “no” and left.";

    #[test]
    fn all_pairs_in_use_pass() {
        for quoted in [
            "”نہیں“",
            "“نہیں”",
            "‘نہیں’",
            "’نہیں‘",
            "’’نہیں‘‘",
            "‘‘نہیں’’",
            "«نہیں»",
            "\"نہیں\"",
            "'نہیں'",
            "„نہیں“",
            "‹نہیں›",
            "\"نہیں”",
            "“اس نے ‘نہیں’ کہا”",
            "''نہیں''",
            "”نہیں۔“",
        ] {
            let target = format!("اس نے {quoted} کہا اور چلا گیا۔");
            assert_eq!(findings("quotes", "ur", SOURCE, &target), [], "{quoted}");
        }
    }

    #[test]
    fn a_lone_mark_is_found_where_it_stands() {
        for (target, lone) in [
            ("اس نے ”نہیں کہا۔", "”"),
            ("اس نے نہیں» کہا۔", "»"),
            ("اس نے ’’نہیں کہا۔", "’’"),
            ("اس نے 'نہیں کہا۔", "'"),
            ("اس نے ”ہاں“ اور نہیں“ کہا۔", "“"),
        ] {
            let found = findings("quotes", "ur", SOURCE, target);
            assert_eq!(found.len(), 1, "{target}");
            assert_eq!(
                found[0].message,
                format!("the quotation mark `{lone}` has no other half")
            );
        }
        let target = "”ہاں کہا ”نہیں“ کہا۔";
        assert_eq!(
            findings("quotes", "ur", SOURCE, target)[0].target_span,
            Some(0..3)
        );
    }

    #[test]
    fn apostrophes_measures_and_open_sources_pass() {
        for target in [
            "don’t کہا",
            "قرآن’ ہے، ’نہیں",
            "ایک 5'6\" لمبا آدمی",
            "19\" کی سکرین",
            "’90 کی دہائی",
            "Levi’s کی",
        ] {
            assert_eq!(findings("quotes", "ur", SOURCE, target), [], "{target}");
        }
        assert!(findings("quotes", "ur", "“He said no.", "”اس نے نہیں کہا۔").is_empty());
    }

    #[test]
    fn angle_quotes_are_turned_back() {
        let target = "هغه »نه« او »هو« وویل.";
        let found = findings("quotes", "ps", SOURCE, target);
        assert_eq!(fixed(target, &found[0]), "هغه «نه» او «هو» وویل.");
    }
}
