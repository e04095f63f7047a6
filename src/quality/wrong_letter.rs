//! Letters of another script or keyboard that look like the right ones.

use std::collections::BTreeMap;
use std::ops::Range;

use super::confusables::{Confusable, Confusables};
use super::letter_positions::{Misplaced, YEH_BARREE, can_be_aspirated, misplaced};
use super::{Check, Example, Pair, edit, times};
use crate::model::{Edit, Finding, Severity};
use crate::text::{TokenClass, chip, words};

pub(super) struct WrongLetter;

/// The heh of the Arabic keyboard, which in Urdu text stands for ہ or for ھ.
const ARABIC_HEH: char = '\u{647}';

/// The letters of Urdu that Pashto of Pakistan writes too.
const PESHAWARI: [char; 2] = ['\u{6D2}', '\u{6AF}'];

/// How surely and how visibly a letter is wrong in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The reader sees it.
    Visible,
    /// It has the shape of the expected letter there.
    Alike,
    /// It has the shape of a letter other than the expected one, which may be meant.
    Ambiguous,
}

impl Check for WrongLetter {
    fn id(&self) -> &'static str {
        "wrong-letter"
    }

    fn title(&self) -> &'static str {
        "Letter of another alphabet"
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn description(&self) -> &'static str {
        "Keyboards for Arabic, Urdu, Pashto and other languages have letters that look alike and are \
         not the same: ي and ی, ك and ک, ه and ہ. Readers see the difference at word ends, and searching \
         fails. Each letter is reported once a unit; the fix replaces all of them where that is right \
         in every word. In Urdu, a single ه is a warning where the eye sees it, and a remark where it has \
         the shape of ہ or, after a consonant, of ھ. Letters in places where their language never writes them are \
         warnings: ھ at the start of a word or after a letter that is never aspirated, ں inside a word, where most \
         often a space is missing; after ے, which joins nothing, a missing space is a remark. In Pashto of Pakistan (ps-PK) ے is a letter like any other. Arabic \
         words and quotations pass."
    }

    fn examples(&self) -> &'static [Example] {
        const {
            &[
                Example::new("ur", "They are here.", "وہ يہاں ہيں۔").fixed("وہ یہاں ہیں۔"),
                Example::new("ps", "He is at home.", "ہغہ په کور کې دی.")
                    .fixed("هغه په کور کې دی."),
            ]
        }
    }

    fn check(&self, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
        if !pair.is_arabic_script {
            return;
        }
        let primary = pair.target.language.primary();
        if let Some(table) = Confusables::of_language(primary) {
            self.compare_letters(pair, table, findings);
        }
        self.compare_places(pair, primary, findings);
    }
}

impl WrongLetter {
    /// Looks for letters of other alphabets.
    fn compare_letters(&self, pair: &Pair<'_>, table: &Confusables, findings: &mut Vec<Finding>) {
        let text = &pair.target.text;
        if !text.contains(|c| table.get(c).is_some()) {
            return;
        }
        let is_urdu = pair.target.language.primary() == "ur";
        let is_peshawari = pair.target.language.as_str() == "ps-PK";
        let mut places: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        let tokens = pair.to.tokens().iter();
        for word in tokens.filter(|token| token.class == TokenClass::Word) {
            let letters = pair.to.part(&word.range).char_indices();
            let mut wrong = letters.filter(|(_, c)| table.get(*c).is_some()).peekable();
            if wrong.peek().is_some() && !(is_urdu && is_arabic(text, &word.range)) {
                for (at, c) in wrong {
                    places.entry(c).or_default().push(word.range.start + at);
                }
            }
        }
        places.retain(|letter, _| !(is_peshawari && PESHAWARI.contains(letter)));
        for (letter, places) in places {
            if let Some(confusable) = table.get(letter) {
                findings.push(self.report(pair, confusable, &places));
            }
        }
    }

    /// Looks for letters in places where the language never writes them.
    fn compare_places(&self, pair: &Pair<'_>, primary: &str, findings: &mut Vec<Finding>) {
        let mut all = misplaced(&pair.to, primary);
        while let Some((first, how)) = all.first().cloned() {
            let (own, others): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|(_, other)| *other == how);
            all = others;
            let severity = match how {
                // The eye sees no difference: the letter joins nothing after it.
                Misplaced::GluedPrefix | Misplaced::Glued(YEH_BARREE) => Severity::Info,
                _ => Severity::Warning,
            };
            let message = how.message(&times(own.len()));
            let places: Vec<_> = own.iter().map(|(span, how)| how.fix(span)).collect();
            let mut finding = pair.finding(self, severity, Some(first), message);
            finding.fix = edit(&pair.target.text, &places);
            findings.push(finding);
        }
    }

    /// The finding about all places of one letter.
    fn report(&self, pair: &Pair<'_>, confusable: &Confusable, places: &[usize]) -> Finding {
        let text = &pair.target.text;
        let graded: Vec<(usize, Place)> = places.iter().map(|at| (*at, grade(text, *at))).collect();
        let visible = graded.iter().find(|(_, place)| *place == Place::Visible);
        // Whoever types ه throughout has another keyboard; that is one remark, not a warning a unit.
        let is_habit = confusable.letter == ARABIC_HEH && places.len() > 1;
        let (shown, severity) = match visible {
            Some((at, _)) if !is_habit => (*at, confusable.severity),
            _ => (places[0], Severity::Info),
        };
        let span = shown..shown + confusable.letter.len_utf8();
        let message = message(confusable, places.len());
        let finding = pair.finding(self, severity, Some(span), message);
        let is_ambiguous = graded.iter().any(|(_, place)| *place == Place::Ambiguous);
        Finding {
            hint: is_ambiguous
                .then(|| "write ہ, or ھ where the consonant before it is aspirated".to_owned()),
            fix: fix(text, confusable, &graded),
            ..finding
        }
    }
}

/// How the letter at an offset looks there.
fn grade(text: &str, at: usize) -> Place {
    if !text[at..].starts_with(ARABIC_HEH) {
        return Place::Visible;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + ARABIC_HEH.len_utf8()..].chars().next();
    if after.is_none_or(|c| !c.is_alphabetic()) {
        Place::Alike
    } else if before.is_some_and(can_be_aspirated) {
        Place::Ambiguous
    } else {
        Place::Visible
    }
}

/// Whether a word is Arabic rather than Urdu: vocalised, with the Arabic article, or in a quotation
/// that has no letter of Urdu's own.
fn is_arabic(text: &str, word: &Range<usize>) -> bool {
    let letters = &text[word.clone()];
    if has_urdu_letter(letters) {
        return false;
    }
    let marks = letters
        .chars()
        .filter(|c| matches!(c, '\u{64B}'..='\u{652}'))
        .count();
    let has_article = letters.starts_with("ال") && letters.chars().count() > 3;
    let is_quoted = || quotation(text, word).is_some_and(|quoted| !has_urdu_letter(quoted));
    marks >= 2 || has_article || is_quoted()
}

/// Whether a text has a letter that Arabic lacks and Urdu has.
fn has_urdu_letter(text: &str) -> bool {
    text.contains(|c| "ٹڈڑںےہھگچپیکژ".contains(c))
}

/// The quotation of two words or more around a word, without its marks; none that is longer than some lines.
fn quotation<'a>(text: &'a str, word: &Range<usize>) -> Option<&'a str> {
    const MARKS: &[char] = &['"', '“', '”', '«', '»', '﴿', '﴾', '‘', '’'];
    const REACH: usize = 400;
    let from = text.ceil_char_boundary(word.start.saturating_sub(REACH));
    let to = text.floor_char_boundary((word.end + REACH).min(text.len()));
    let mark = from + text[from..word.start].rfind(MARKS)?;
    let start = text.ceil_char_boundary(mark + 1);
    let end = word.end + text[word.end..to].find(MARKS)?;
    let quoted = &text[start..end];
    words(quoted).nth(1).is_some().then_some(quoted)
}

fn message(confusable: &Confusable, count: usize) -> String {
    let times = times(count);
    let letter = chip(confusable.letter);
    if confusable.expected.is_empty() {
        return format!("{letter} stands{times} in a text whose alphabet lacks it");
    }
    let expected: Vec<String> = confusable.expected.chars().map(chip).collect();
    format!(
        "{letter} stands{times} where {} is usual",
        expected.join(" + ")
    )
}

/// The edit that replaces the letter wherever that is safe.
fn fix(text: &str, confusable: &Confusable, graded: &[(usize, Place)]) -> Option<Edit> {
    let len = confusable.letter.len_utf8();
    let safe = graded
        .iter()
        .filter(|(_, place)| *place != Place::Ambiguous);
    let safe: Vec<_> = safe
        .map(|(at, _)| (*at..at + len, &confusable.expected))
        .collect();
    edit(text, &safe).filter(|_| confusable.is_safe)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings, fixed};
    use crate::model::Severity;

    const SOURCE: &str = "They are here.";

    #[test]
    fn letters_of_the_arabic_keyboard_are_found_once_and_all_mended() {
        let target = "وہ يہاں ہيں۔";
        let found = findings("wrong-letter", "ur", SOURCE, target);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(
            found[0].message,
            "U+064A ARABIC LETTER YEH stands 2 times where U+06CC ARABIC LETTER FARSI YEH is usual"
        );
        assert_eq!(fixed(target, &found[0]), "وہ یہاں ہیں۔");
    }

    #[test]
    fn pashto_letters_in_urdu_and_urdu_letters_in_pashto() {
        let target = "دا کار ښہ دی، ہغہ ته یې ووایه.";
        let found = findings("wrong-letter", "ps", SOURCE, target);
        assert_eq!(fixed(target, &found[0]), "دا کار ښه دی، هغه ته یې ووایه.");
        let found = findings("wrong-letter", "ur", SOURCE, "لومبارډی اور ښار");
        assert_eq!(found.len(), 2);
        assert!(found[1].fix.is_none(), "no letter of Urdu is surely meant");
    }

    #[test]
    fn letters_in_wrong_places_are_mended_kind_by_kind() {
        let target = "وہ ھے اور آرہےہیں، جارہےہیں مذھب مےں";
        let found = findings("wrong-letter", "ur", SOURCE, target);
        assert_eq!(found.len(), 4);
        assert_eq!(
            found[1].message,
            "a space is missing 2 times after U+06D2 ARABIC LETTER YEH BARREE, which ends words"
        );
        assert_eq!(
            fixed(target, &found[1]),
            "وہ ھے اور آرہے ہیں، جارہے ہیں مذھب مےں"
        );
        assert_eq!(
            fixed(target, &found[3]),
            "وہ ھے اور آرہےہیں، جارہےہیں مذھب میں"
        );
        let found = findings("wrong-letter", "ur", SOURCE, "راۓ");
        assert_eq!(fixed("راۓ", &found[0]), "رائے");
    }

    #[test]
    fn pashto_keeps_both_yehs_and_peshawar_spelling_is_a_remark() {
        assert!(findings("wrong-letter", "ps", SOURCE, "سړي او سړی").is_empty());
        let found = findings("wrong-letter", "ps", SOURCE, "سړے");
        assert_eq!((found[0].severity, &found[0].fix), (Severity::Info, &None));
        assert!(findings("wrong-letter", "ps-PK", SOURCE, "سړے او سړي").is_empty());
    }

    #[test]
    fn heh_in_urdu_is_a_warning_only_where_it_shows() {
        let severity = |target| findings("wrong-letter", "ur", SOURCE, target)[0].severity;
        assert_eq!(severity("هم یہاں"), Severity::Warning);
        assert_eq!(severity("باهر"), Severity::Warning);
        assert_eq!(severity("زیاده"), Severity::Info);
        assert_eq!(
            severity("هم باهر"),
            Severity::Info,
            "a habit of the keyboard"
        );
        let target = "بهی زیاده ہے";
        let found = findings("wrong-letter", "ur", SOURCE, target);
        assert_eq!(found[0].severity, Severity::Info);
        assert_eq!(
            fixed(target, &found[0]),
            "بهی زیادہ ہے",
            "the first may be ھ"
        );
    }

    #[test]
    fn arabic_words_and_quotations_pass() {
        for target in [
            "اللّٰه اکبر",
            "انھوں نے کہا «بسم الله الرحمن» اور",
            "“لا حول ولا قوة إلا بالله”",
            "كِتَابٌ",
        ] {
            assert!(
                findings("wrong-letter", "ur", SOURCE, target).is_empty(),
                "{target}"
            );
        }
    }
}
