//! The mark that ends a sentence, in the form that the target's readers expect.

use std::ops::Range;
use std::sync::LazyLock;

use super::habits::is_stop;
use super::reading::{Kinds, is_latin};
use super::{Check, Example, Pair};
use crate::model::{Edit, Finding, Severity};
use crate::text::{chip, words};

pub(super) struct EndMark;

/// How a text ends.
struct End {
    /// Its last character before closing quotes, brackets and white space.
    last: char,
    /// Where that stands, in UTF-8 bytes.
    span: Range<usize>,
    /// Whether closing quotes or brackets follow it.
    is_before_closing: bool,
}

impl Check for EndMark {
    fn id(&self) -> &'static str {
        "end-mark"
    }

    fn title(&self) -> &'static str {
        "End of sentence"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "A sentence that ends with `.`, `?` or `!` in English ends with ۔ or ؟ in Urdu, with `.` or ۔ and \
         with ؟ in Pashto. Reported are marks of the Latin script and ends without a mark. Fragments, \
         ellipses, abbreviations and targets that end with an address pass, and so does every exclamation that \
         ends as a statement. Remarks: a mark of the Latin script after a Latin word, and, where the language \
         accepts several marks, another one than nearly all sentences of the document have."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The road is open.", "سڑک کھلی ہے.").fixed("سڑک کھلی ہے۔"),
                Example::new("ps", "Is the road open?", "سړک خلاص دی?").fixed("سړک خلاص دی؟"),
            ]
        }
    }

    fn uses_corpus(&self) -> bool {
        true
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        let (source, target) = (&pair.source.text, &pair.target.text);
        let marked = sentence_end(source).filter(|end| !end.last.is_alphanumeric());
        let Some(source_end) = marked.or_else(|| own_end(pair)) else {
            return;
        };
        let Some(accepted) = accepted(pair.target.language.primary(), source_end.last) else {
            return;
        };
        let habit = habit(pair).filter(|habit| accepted.contains(habit));
        let Some(fault) = end(target).and_then(|end| fault(pair, end, accepted, habit)) else {
            return;
        };
        let severity = match fault {
            Fault::Lacking(..) | Fault::Other(..) => Severity::Warning,
            Fault::AfterLatin(..) | Fault::Unlike(..) => Severity::Info,
        };
        let (span, message, fix) = match fault {
            Fault::Lacking(end, mark) => {
                let at = place_of_mark(target, &end, source_end.is_before_closing);
                let message = format!("the sentence ends without {}", chip(mark));
                (end.span, message, Some((at..at, mark)))
            }
            Fault::Other(end, mark) | Fault::AfterLatin(end, mark) => {
                let message = format!(
                    "the sentence ends with {} instead of {}",
                    chip(end.last),
                    chip(mark)
                );
                // Marks of the Latin script are slips; others may be meant.
                let fix = end.last.is_ascii_punctuation() && !matches!(end.last, ',' | ':' | ';');
                (end.span.clone(), message, fix.then_some((end.span, mark)))
            }
            Fault::Unlike(end, mark) => {
                let message = format!(
                    "the sentence ends with {}, nearly all others of the document with {}",
                    chip(end.last),
                    chip(mark)
                );
                (end.span.clone(), message, Some((end.span, mark)))
            }
        };
        let mut finding = pair.finding(self, severity, Some(span), message);
        finding.source_span = Some(source_end.span);
        finding.fix = fix.map(|(span, mark)| Edit {
            span,
            text: mark.to_string(),
        });
        findings.push(finding);
    }
}

/// The end of a target that has a mark of the Latin script where its source has no mark.
fn own_end(pair: &Pair<'_>) -> Option<End> {
    let own = end(&pair.target.text).filter(|own| matches!(own.last, '.' | '?'))?;
    let is_plain = end(&pair.source.text)?.last.is_alphanumeric();
    is_plain.then_some(End {
        last: own.last,
        span: 0..pair.source.text.len(),
        is_before_closing: own.is_before_closing,
    })
}

/// What is wrong with an end, and the mark that should stand there.
enum Fault {
    /// No mark stands there.
    Lacking(End, char),
    /// Another mark stands there.
    Other(End, char),
    /// A mark of the Latin script stands there after a Latin word.
    AfterLatin(End, char),
    /// A mark stands there that the language accepts, and the rest of the document does not use.
    Unlike(End, char),
}

/// The mark with which nearly all statements of the document end.
fn habit(pair: &Pair<'_>) -> Option<char> {
    let habits = &pair.context.corpus?.habits;
    habits.stop(pair.unit, &pair.target.language)
}

/// What is wrong with the end of a target; `None` when it is right or may be.
fn fault(pair: &Pair<'_>, end: End, accepted: &[char], habit: Option<char>) -> Option<Fault> {
    let target = pair.to.text;
    let before = &target[..end.span.start];
    if !end.last.is_alphanumeric() && before.ends_with(end.last) {
        return None;
    }
    if accepted.contains(&end.last) {
        let other = habit.filter(|habit| is_stop(end.last) && *habit != end.last);
        return other.map(|habit| Fault::Unlike(end, habit));
    }
    let wanted = habit.unwrap_or_else(|| usual(accepted, target));
    let last_letter = before.chars().rev().find(|c| c.is_alphabetic());
    match end.last {
        c if c.is_alphanumeric() => {
            let is_written_so = pair.to.kinds.has(Kinds::ARABIC);
            let is_address = pair.to.is_verbatim(end.span.start);
            (is_written_so && !is_address).then_some(Fault::Lacking(end, wanted))
        }
        '.' | '?' | '!' if last_letter.is_none_or(is_latin) => {
            let is_written_so = last_letter.is_some() && pair.to.kinds.has(Kinds::ARABIC);
            is_written_so.then_some(Fault::AfterLatin(end, wanted))
        }
        '!' | '؟' if wanted != '؟' => None,
        '.' | '?' | '!' | ',' | ':' | ';' | '-' | '،' | '؛' | '۔' => {
            Some(Fault::Other(end, wanted))
        }
        _ => None,
    }
}

/// How a text ends; `None` when it shows nothing.
fn end(text: &str) -> Option<End> {
    let mut is_before_closing = false;
    for (at, c) in text.char_indices().rev() {
        let is_closing = matches!(
            c,
            '"' | '\'' | ')' | ']' | '}' | '»' | '«' | '“' | '”' | '‘' | '’'
        );
        if is_closing {
            is_before_closing = true;
        } else if !c.is_whitespace()
            && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202C}' | '\u{2069}')
        {
            return Some(End {
                last: c,
                span: at..at + c.len_utf8(),
                is_before_closing,
            });
        }
    }
    None
}

/// The end of an English sentence; `None` for ellipses, abbreviations, list marks and fragments.
fn sentence_end(text: &str) -> Option<End> {
    let end = end(text)?;
    let before = &text[..end.span.start];
    let word = before.rsplit(char::is_whitespace).next()?;
    let is_dotted = word.contains('.') && !word.contains(|c: char| c.is_numeric());
    let is_abbreviation = end.last == '.' && (is_dotted || is_abbreviated(word));
    let is_list_mark = words(before).nth(1).is_none() && !word.chars().any(char::is_lowercase);
    (!before.ends_with(end.last) && !is_abbreviation && !is_list_mark).then_some(end)
}

/// Whether a word is written with a full stop of its own.
fn is_abbreviated(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "etc", "al", "inc", "ltd", "co", "corp", "jr", "sr", "vs", "no", "dr", "mr", "st", "approx",
    ];
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)) || word.chars().count() == 1
}

/// Where a lacking mark goes: before the closing quotes and brackets, or after them, as in the source.
fn place_of_mark(target: &str, end: &End, is_before_closing: bool) -> usize {
    if is_before_closing {
        end.span.end
    } else {
        target.trim_end().len()
    }
}

/// The rows of the table: language, English mark, accepted marks with the usual one first.
static ACCEPTED: LazyLock<Vec<(&str, char, Vec<char>)>> = LazyLock::new(|| {
    let rows = include_str!("tables/end_marks.tsv").lines().skip(2);
    rows.filter_map(|row| match row.split('\t').collect::<Vec<_>>()[..] {
        [language, english, marks] => {
            let marks = marks.chars().filter(|c| *c != ' ').collect();
            Some((language, english.chars().next()?, marks))
        }
        _ => None,
    })
    .collect()
});

/// The marks that a language accepts for an English end; `None` without a rule.
fn accepted(primary: &str, mark: char) -> Option<&'static [char]> {
    ACCEPTED
        .iter()
        .find(|(language, english, _)| *language == primary && *english == mark)
        .map(|(_, _, marks)| marks.as_slice())
}

/// Whether a language accepts a mark for itself at the end of a sentence, as far as it has rules.
pub(super) fn accepts(primary: &str, mark: char) -> bool {
    accepted(primary, mark).is_none_or(|marks| marks.contains(&mark))
}

/// The mark to write: the one that the target itself uses, else the usual one.
fn usual(accepted: &[char], target: &str) -> char {
    let used = accepted
        .iter()
        .find(|mark| !mark.is_ascii() && target.contains(**mark));
    used.or(accepted.first()).copied().unwrap_or('.')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use crate::model::Severity;

    /// The target with the fix of its one finding; `None` when nothing is found.
    fn mended(tag: &str, source: &str, target: &str) -> Option<String> {
        let found = findings("end-mark", tag, source, target);
        assert!(found.len() < 2);
        found.first().map(|finding| fixed(target, finding))
    }

    #[test]
    fn latin_marks_are_replaced() {
        assert_eq!(
            mended("ur", "We won.", "ہم جیت گئے.").as_deref(),
            Some("ہم جیت گئے۔")
        );
        assert_eq!(
            mended("ur", "Who won?", "کون جیتا?").as_deref(),
            Some("کون جیتا؟")
        );
        assert_eq!(
            mended("ps", "Who won?", "چا وګټله?").as_deref(),
            Some("چا وګټله؟")
        );
        assert_eq!(
            mended("ur", "We won.", "ہم جیت گئے-").as_deref(),
            Some("ہم جیت گئے۔")
        );
    }

    #[test]
    fn a_lacking_mark_is_added_where_the_source_has_it() {
        assert_eq!(
            mended("ur", "He said \"we won.\"", "اس نے کہا ”ہم جیت گئے“").as_deref(),
            Some("اس نے کہا ”ہم جیت گئے۔“")
        );
        assert_eq!(
            mended("ps", "We won (again).", "موږ (بیا) وګټله ").as_deref(),
            Some("موږ (بیا) وګټله. ")
        );
        assert_eq!(
            mended("ps", "We won. We won.", "وګټله۔ وګټله").as_deref(),
            Some("وګټله۔ وګټله۔")
        );
    }

    #[test]
    fn right_ends_pass() {
        for (tag, source, target) in [
            ("ur", "We won.", "ہم جیت گئے۔"),
            ("ur", "We won!", "ہم جیت گئے۔"),
            ("ur", "We won.", "کیا ہم نہیں جیتے؟"),
            ("ur", "See example.org.", "دیکھیں example.org"),
            ("ur", "NATO and WHO.", "NATO, WHO."),
            ("ps", "We won.", "موږ وګټله۔"),
            ("ps", "We won.", "موږ وګټله."),
            ("ur", "We won...", "ہم جیت گئے"),
            ("ur", "Ports, roads, etc.", "بندرگاہیں، سڑکیں وغیرہ"),
            ("ur", "In the U.S.", "امریکہ میں"),
            ("ur", "A heading", "سرخی"),
            ("ur", "1.", "ایک"),
            ("fr", "We won.", "Nous avons gagné"),
        ] {
            assert_eq!(mended(tag, source, target), None, "{target}");
        }
    }

    #[test]
    fn after_a_latin_word_a_latin_mark_is_a_remark_and_no_mark_a_warning() {
        let severity =
            |target| findings("end-mark", "ur", "We work at UNESCO.", target)[0].severity;
        assert_eq!(severity("ہمارا ادارہ UNESCO."), Severity::Info);
        assert_eq!(severity("ہمارا ادارہ UNESCO"), Severity::Warning);
        assert_eq!(
            mended("ps", "It was 2.5.", "دا ۲٫۵ وو").as_deref(),
            Some("دا ۲٫۵ وو.")
        );
    }

    #[test]
    fn a_latin_mark_is_found_without_a_mark_in_the_source() {
        assert_eq!(
            mended("ur", "where are you", "تم کہاں ہو?").as_deref(),
            Some("تم کہاں ہو؟")
        );
        assert_eq!(mended("ur", "A heading", "سرخی."), Some("سرخی۔".to_owned()));
    }

    #[test]
    fn a_mark_that_may_be_meant_is_left_to_a_person() {
        let found = findings("end-mark", "ur", "We won.", "ہم جیت گئے،");
        assert_eq!(
            found[0].message,
            "the sentence ends with U+060C ARABIC COMMA instead of U+06D4 ARABIC FULL STOP"
        );
        assert_eq!(found[0].fix, None);
    }
}
