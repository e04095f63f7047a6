//! Which texts of a corpus stand in several units, and with what on the other side.

use std::collections::HashMap;

use crate::model::{UnitId, Variant};
use crate::text::{Language, match_key};

/// So many characters of a text are kept to be shown.
const EXCERPT: usize = 80;

/// So many different texts on the other side are kept.
const MOST: usize = 4;

/// The texts of a corpus by their keys, source by source and target by target.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    by_source: HashMap<u64, Vec<Seen>>,
    by_target: HashMap<u64, Vec<Seen>>,
}

/// A unit with the text of its other side.
#[derive(Debug)]
struct Seen {
    unit: UnitId,
    key: u64,
    excerpt: Box<str>,
}

/// Another unit, with the text that differs.
#[derive(Debug)]
pub(super) struct Other<'a> {
    pub(super) unit: &'a UnitId,
    pub(super) text: &'a str,
}

impl Repeats {
    /// Looks at a pair of texts; empty ones say nothing.
    pub(super) fn add(&mut self, unit: &UnitId, source: &Variant, target: &Variant) {
        let (source_key, target_key) = keys(source, target);
        if source.text.trim().is_empty() || target.text.trim().is_empty() {
            return;
        }
        keep(
            &mut self.by_source,
            source_key,
            unit,
            target_key,
            &target.text,
        );
        keep(
            &mut self.by_target,
            target_key,
            unit,
            source_key,
            &source.text,
        );
    }

    /// Another unit with the same source and another translation, and one with the same translation and another
    /// source.
    pub(super) fn others(
        &self,
        unit: &UnitId,
        source: &Variant,
        target: &Variant,
    ) -> [Option<Other<'_>>; 2] {
        let (source, target) = keys(source, target);
        let sides = [
            (&self.by_source, source, target),
            (&self.by_target, target, source),
        ];
        sides.map(|(map, under, key)| other(map.get(&under)?, unit, key))
    }
}

fn other<'a>(seen: &'a [Seen], unit: &UnitId, key: u64) -> Option<Other<'a>> {
    let found = seen
        .iter()
        .find(|seen| seen.key != key && seen.unit != *unit)?;
    Some(Other {
        unit: &found.unit,
        text: &found.excerpt,
    })
}

/// Keeps a unit under a key, unless its other side is there already or there are enough.
fn keep(map: &mut HashMap<u64, Vec<Seen>>, under: u64, unit: &UnitId, key: u64, text: &str) {
    let seen = map.entry(under).or_default();
    if seen.len() < MOST && seen.iter().all(|known| known.key != key) {
        seen.push(Seen {
            unit: unit.clone(),
            key,
            excerpt: excerpt(text).into(),
        });
    }
}

/// The keys of a source and a translation; units of other pairs of languages hardly share them.
fn keys(source: &Variant, target: &Variant) -> (u64, u64) {
    let languages = [source, target].map(|text| text.language.as_str().chars());
    let languages = languages.into_iter().flatten().fold(0, mixed);
    let [source, target] = [source, target].map(|text| spelling_key(&text.text, &text.language));
    (
        mixed(source ^ languages, 's'),
        mixed(target ^ languages, 't'),
    )
}

/// The hash of what is left of a text when spacing, punctuation and the letters in which spellings vary are left
/// aside; of a text of signs alone, that of the text.
fn spelling_key(text: &str, language: &Language) -> u64 {
    let key = match_key(text, language);
    let letters = key.chars().filter(|c| is_letter(*c)).map(fold);
    match letters.fold(0, mixed) {
        0 => key.chars().fold(0, mixed),
        hash => hash,
    }
}

/// A hash with one more character: the multiplication of FxHash, with its high bits brought down.
fn mixed(hash: u64, c: char) -> u64 {
    let hash = (hash.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0x517C_C1B7_2722_0A95);
    hash ^ (hash >> 32)
}

/// Whether a character counts; most are letters of the two scripts or spaces.
fn is_letter(c: char) -> bool {
    match c {
        ' '..='/' | ':'..='@' => false,
        'a'..='z' | '0'..='9' | '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// One letter for those by which writers of Urdu and Pashto spell the same word.
fn fold(c: char) -> char {
    match c {
        '\u{6BE}' | '\u{6C2}' | '\u{6C3}' => '\u{6C1}',
        '\u{630}' => '\u{632}',
        '\u{626}' | '\u{6D2}' | '\u{621}' => '\u{6CC}',
        '\u{624}' => '\u{648}',
        '\u{622}' | '\u{623}' => '\u{627}',
        '\u{6BA}' => '\u{646}',
        _ => c,
    }
}

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    let mut chars = text.trim().chars();
    let mut excerpt: String = chars
        .by_ref()
        .take(EXCERPT)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if chars.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_a_key() {
        let key = |text| spelling_key(text, &Language::parse("ur").unwrap());
        for (one, other) in [
            ("کے لیے", "کیلئے"),
            ("گذشتہ", "گزشتہ"),
            ("انھوں", "انہوں"),
            ("چاہئے", "چاہیے"),
            ("خود مختاری", "خودمختاری"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        assert_ne!(key("کھولیں"), key("کھلا"));
        assert_ne!(key("!"), key("؟"));
    }

    #[test]
    fn a_long_text_is_shown_by_its_beginning() {
        assert_eq!(excerpt(&"آ".repeat(100)).chars().count(), EXCERPT + 1);
        assert_eq!(excerpt(" a\nb "), "a b");
    }
}
