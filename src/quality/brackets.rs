//! Brackets that are not closed, close nothing, or stand in the order of their shapes on the page.

use super::reading::{Kinds, Reading, is_bracket};
use super::{Check, Example, Pair, edit};
use crate::model::{Finding, Severity};

pub(super) struct Brackets;

/// A bracket without its other half: where it stands, and which it is.
type Lone = (usize, char);

/// So many findings in a unit are enough to act on.
const MOST: usize = 20;

impl Check for Brackets {
    fn id(&self) -> &'static str {
        "brackets"
    }

    fn title(&self) -> &'static str {
        "Brackets do not pair"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn description(&self) -> &'static str {
        "A bracket of the target is not closed or closes nothing, or two stand the wrong way round. Brackets turn \
         over by themselves in text from right to left: the opening one is typed first, whatever it looks like \
         while typing. Markers of lists such as `a)` pass, faces such as `:)`, and texts whose source does not \
         pair its brackets either."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new(
                    "ur",
                    "The council (of elders) met.",
                    "کونسل )بزرگوں کی( کا اجلاس ہوا۔",
                )
                .fixed("کونسل (بزرگوں کی) کا اجلاس ہوا۔"),
                Example::new(
                    "ps",
                    "The council (of elders) met.",
                    "شورا (د مشرانو غونډه وکړه.",
                ),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if !pair.to.kinds.has(Kinds::BRACKET) {
            return;
        }
        let lone = lone_brackets(&pair.to);
        if lone.is_empty() {
            return;
        }
        if let [(first, close), (second, open)] = lone[..]
            && partner(close) == Some(open)
            && is_turned(&pair.to, first, second)
        {
            findings.push(self.turned(pair, (first, close), (second, open)));
            return;
        }
        if !lone_brackets(&pair.from).is_empty() {
            return;
        }
        for (at, bracket) in lone.into_iter().take(MOST) {
            let message = if partner(bracket).is_some() {
                format!("`{bracket}` closes nothing")
            } else {
                format!("`{bracket}` is not closed")
            };
            let span = Some(at..at + 1);
            let finding = pair.finding(self, Severity::Warning, span, message);
            findings.push(finding.with_hint("type its other half, or take it out"));
        }
    }
}

impl Brackets {
    /// The finding about two brackets that stand the wrong way round.
    fn turned(&self, pair: &Pair<'_>, close: Lone, open: Lone) -> Finding {
        let message = format!("`{}` stands before `{}`", close.1, open.1);
        let span = close.0..open.0 + 1;
        let finding = pair.finding(self, Severity::Error, Some(span), message);
        let places = [
            (close.0..close.0 + 1, open.1.to_string()),
            (open.0..open.0 + 1, close.1.to_string()),
        ];
        Finding {
            fix: edit(&pair.target.text, &places),
            ..finding.with_hint("type the opening bracket first: brackets mirror by themselves")
        }
    }
}

/// The opening bracket of a closing one.
fn partner(close: char) -> Option<char> {
    match close {
        ')' => Some('('),
        ']' => Some('['),
        '}' => Some('{'),
        _ => None,
    }
}

/// Whether two lone brackets hold what stands between them: white space is outside of them.
fn is_turned(text: &Reading<'_>, close: usize, open: usize) -> bool {
    let is_outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    is_outside(text.before(close))
        && is_inside(text.at(close + 1))
        && is_inside(text.before(open))
        && is_outside(text.at(open + 1))
}

/// The brackets of a text that have no other half.
fn lone_brackets(text: &Reading<'_>) -> Vec<Lone> {
    let mut open: Vec<Lone> = Vec::new();
    let mut lone = Vec::new();
    if !text.kinds.has(Kinds::BRACKET) {
        return lone;
    }
    for (at, bracket) in text.text.char_indices().filter(|(_, c)| is_bracket(*c)) {
        if text.is_verbatim(at) {
            continue;
        }
        match partner(bracket) {
            None => open.push((at, bracket)),
            Some(partner) if open.last().is_some_and(|(_, last)| *last == partner) => {
                open.pop();
            }
            Some(_) if !is_list_marker(text, at) && !is_face(text, at) => lone.push((at, bracket)),
            Some(_) => {}
        }
    }
    lone.extend(open.into_iter().filter(|(at, _)| !is_face(text, *at)));
    lone.sort_unstable();
    lone
}

/// Whether `)` ends the marker of an item of a list: a number or a letter after white space, or, at the start of a
/// line, also الف or a Roman numeral.
fn is_list_marker(text: &Reading<'_>, at: usize) -> bool {
    let line = text.text[..at].rsplit('\n').next().unwrap_or_default();
    let marker = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let marker = marker.trim_start_matches(['-', '*', '•', '،', '۔']);
    let is_number = marker.len() < 8 && marker.chars().all(char::is_numeric);
    let is_letter = marker.chars().all(char::is_alphabetic) && marker.chars().nth(1).is_none();
    let is_first = line.trim_start().len() == marker.len();
    let is_known = marker == "الف" || marker.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    text.at(at) == Some(')')
        && !marker.is_empty()
        && (is_number || is_letter || (is_first && is_known))
}

/// Whether a bracket is the mouth of a face: `:)`, `;-(`.
fn is_face(text: &Reading<'_>, at: usize) -> bool {
    text.text[..at]
        .trim_end_matches('-')
        .ends_with([':', ';', '='])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use crate::model::Severity;

    const SOURCE: &str = "The council (of elders) met.";

    #[test]
    fn turned_brackets_are_turned_back() {
        let target = "شورا ]د مشرانو[، غونډه وکړه.";
        let found = findings("brackets", "ps", SOURCE, target);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].message, "`]` stands before `[`");
        assert_eq!(fixed(target, &found[0]), "شورا [د مشرانو]، غونډه وکړه.");
    }

    #[test]
    fn a_lone_bracket_is_a_warning_with_its_place() {
        for (target, message) in [
            ("کونسل (بزرگوں کی کا اجلاس", "`(` is not closed"),
            ("کونسل بزرگوں کی) کا اجلاس", "`)` closes nothing"),
            ("کونسل [بزرگوں (کی] کا) اجلاس", "`[` is not closed"),
        ] {
            let found = findings("brackets", "ur", SOURCE, target);
            assert_eq!(found[0].message, message);
            assert_eq!(found[0].fix, None);
        }
    }

    #[test]
    fn lists_faces_code_and_torn_sources_pass() {
        for target in [
            "الف) پہلا",
            "۱) پہلا ۲) دوسرا",
            "شکریہ :)",
            "یہ {a(b} ہے",
            "(الف) اور [ب]",
        ] {
            assert!(
                findings("brackets", "ur", SOURCE, target).is_empty(),
                "{target}"
            );
        }
        assert!(
            findings(
                "brackets",
                "ur",
                "as he said (long ago",
                "جیسا کہا (بہت پہلے"
            )
            .is_empty()
        );
    }
}
