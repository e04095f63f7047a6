//! Characters that cannot be seen and do nothing good, and letters drawn out by hand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::reading::{Kinds, Reading, TATWEEL, is_arabic};
use super::{Check, Example, Pair, edit, times};
use crate::model::{Finding, Severity};
use crate::text::chip;

pub(super) struct InvisibleCharacter;

impl Check for InvisibleCharacter {
    fn id(&self) -> &'static str {
        "invisible-character"
    }

    fn title(&self) -> &'static str {
        "Invisible characters"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Zero-width spaces, byte order marks, soft hyphens, word joiners and their like come in with copied text, cannot \
         be seen, and keep words from being found. A tatweel, which draws a word out, is a remark. Joiners and marks of \
         direction have their uses and pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "The door is open.", "دروازہ\u{200B} کھلا ہے۔")
                    .fixed("دروازہ کھلا ہے۔"),
                Example::new("ps", "The door is open.", "\u{FEFF}دروازه خلاصه ده.")
                    .fixed("دروازه خلاصه ده."),
                Example::new("ur", "peace", "ســـلام").fixed("سلام"),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if !pair.to.kinds.has(Kinds::INVISIBLE) {
            return;
        }
        let mut places: BTreeMap<char, Vec<Range<usize>>> = BTreeMap::new();
        for (at, c) in pair.to.text.char_indices() {
            let place = at..at + c.len_utf8();
            if is_useless(c) || (c == TATWEEL && draws_out(&pair.to, &place)) {
                places.entry(c).or_default().push(place);
            }
        }
        for (c, places) in places {
            let severity = if c == TATWEEL {
                Severity::Info
            } else {
                Severity::Warning
            };
            let message = format!("{} stands{} in the text", chip(c), times(places.len()));
            let finding = pair.finding(self, severity, places.first().cloned(), message);
            let places: Vec<_> = places.into_iter().map(|place| (place, "")).collect();
            findings.push(Finding {
                fix: edit(pair.to.text, &places),
                ..finding.with_hint("take it out")
            });
        }
    }
}

/// Whether a character has no use in a translation that readers or programs would miss.
fn is_useless(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
    )
}

/// Whether a tatweel draws out a word: a letter stands before it and its like, and a letter after it or before that
/// letter. After a single letter it may be an abbreviation: ۱۴۴۲هـ.
fn draws_out(text: &Reading<'_>, place: &Range<usize>) -> bool {
    let mut before = text.text[..place.start]
        .trim_end_matches(TATWEEL)
        .chars()
        .rev();
    let after = text.text[place.end..].trim_start_matches(TATWEEL);
    let is_letter = |c: Option<char>| c.is_some_and(is_arabic);
    is_letter(before.next()) && (is_letter(before.next()) || after.starts_with(is_arabic))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use crate::model::Severity;

    #[test]
    fn each_kind_is_found_once_and_taken_out() {
        let target = "در\u{200B}وازہ\u{200B} کھ\u{AD}لا";
        let found = findings("invisible-character", "ur", "open door", target);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[1].message,
            "U+200B ZERO WIDTH SPACE stands 2 times in the text"
        );
        assert_eq!(fixed(target, &found[1]), "دروازہ کھ\u{AD}لا");
    }

    #[test]
    fn a_tatweel_is_a_remark_inside_a_word_only() {
        let found = findings("invisible-character", "ps", "peace", "ســلام");
        assert_eq!(found[0].severity, Severity::Info);
        assert_eq!(
            findings("invisible-character", "ur", "with", "ساتهـ").len(),
            1
        );
        assert!(findings("invisible-character", "ur", "1442 AH", "۱۴۴۲هـ ۱۴۴۲ـھ ــ").is_empty());
    }

    #[test]
    fn joiners_and_marks_of_direction_pass() {
        let target = "له\u{200C}خوا NATO\u{200F} ۱۰٪\u{61C}";
        assert!(findings("invisible-character", "ps", "by NATO", target).is_empty());
    }
}
