//! The normal form of a translator's text: NFC, and a yeh with a hamza above it made one letter.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub(super) const HAMZA_ABOVE: char = '\u{654}';
const YEH_WITH_HAMZA: char = '\u{626}';

/// The yehs that NFC leaves apart from a hamza above: Farsi yeh and alef maksura.
const YEHS: [char; 2] = ['\u{6CC}', '\u{649}'];

/// Code points below this have an entry in the table of combining classes.
const TABLE_END: usize = 0x3100;

/// Marks a code point that NFC may change, alone or beside another.
const UNSTABLE: u8 = u8::MAX;

/// The canonical combining class of each code point, or [`UNSTABLE`].
static CLASSES: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    (0..TABLE_END as u32)
        .map(|code| match char::from_u32(code) {
            Some(c) if is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes => {
                canonical_combining_class(c)
            }
            _ => UNSTABLE,
        })
        .collect()
});

/// The text in NFC, with `ی` or `ى` and a hamza above joined to `ئ`; nothing else is changed.
///
/// These are the only changes that may be made to a translator's text without asking. Costs one
/// pass without allocation when nothing changes.
#[must_use]
pub fn normalise(text: &str) -> Cow<'_, str> {
    if is_surely_normalised(text) {
        return Cow::Borrowed(text);
    }
    let normal = join_hamza(text.nfc().collect(), |base| {
        YEHS.contains(&base).then_some(YEH_WITH_HAMZA)
    });
    if normal == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(normal)
    }
}

/// Whether [`normalise`] would leave the text as it is.
#[must_use]
pub fn is_normalised(text: &str) -> bool {
    matches!(normalise(text), Cow::Borrowed(_))
}

/// Whether a quick look shows that the text is normalised; `false` says that a closer look is needed.
pub(super) fn is_surely_normalised(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let classes = &**CLASSES;
    let mut last = 0;
    for c in text.chars() {
        let class = classes.get(c as usize).copied().unwrap_or_else(|| rare(c));
        if class == UNSTABLE || (class != 0 && class < last) {
            return false;
        }
        last = class;
    }
    true
}

/// The class of a code point above the table: 0 where whole blocks are stable, else not known.
fn rare(c: char) -> u8 {
    match c {
        // Ideographs, precomposed Hangul, private use, full-width forms, pictures.
        '\u{3100}'..='\u{A48F}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{FF00}'..='\u{FFFD}'
        | '\u{1F000}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{2A6DF}' => 0,
        _ => UNSTABLE,
    }
}

/// Joins each hamza above to its base letter where `join` names the composed letter.
///
/// Marks of a lower combining class may stand between the two, as in canonical composition.
pub(super) fn join_hamza(text: String, join: impl Fn(char) -> Option<char>) -> String {
    if !text.contains(HAMZA_ABOVE) {
        return text;
    }
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        if c == HAMZA_ABOVE
            && let Some((at, base)) = base_below_230(&joined)
            && let Some(composed) = join(base)
        {
            joined.replace_range(at..at + base.len_utf8(), composed.encode_utf8(&mut [0; 4]));
        } else {
            joined.push(c);
        }
    }
    joined
}

/// The last letter that is followed by nothing but marks of a combining class from 1 to 229.
fn base_below_230(text: &str) -> Option<(usize, char)> {
    let is_passed = |c| (1..230).contains(&canonical_combining_class(c));
    text.char_indices().rev().find(|(_, c)| !is_passed(*c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yeh_and_hamza_become_one_letter() {
        assert_eq!(normalise("گ\u{6CC}\u{654}ے"), "گئے");
        assert_eq!(normalise("گ\u{649}\u{654}ے"), "گئے");
        assert_eq!(normalise("گ\u{64A}\u{654}ے"), "گئے");
        assert_eq!(normalise("گ\u{6CC}\u{650}\u{654}ے"), "گ\u{626}\u{650}ے");
    }

    #[test]
    fn nothing_else_is_touched() {
        let kept = "سړي سړی كور هٔ ﻣﻴﮟ ـ ٠٩ a\u{200C}b\u{A0}c…";
        assert!(matches!(normalise(kept), Cow::Borrowed(same) if same == kept));
        assert_eq!(normalise("\u{627}\u{653}"), "\u{622}");
        assert_eq!(
            normalise("م\u{651}\u{64E}"),
            "م\u{64E}\u{651}",
            "canonical order"
        );
    }

    #[test]
    fn the_quick_look_agrees_with_the_library_on_every_code_point() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("a{c}\u{64E}b");
            if is_surely_normalised(&text) {
                assert!(unicode_normalization::is_nfc(&text), "U+{:04X}", c as u32);
            }
        }
    }

    proptest! {
        #[test]
        fn the_result_is_nfc_and_stays(text in "[ا-یaé\u{64B}-\u{655}\u{300}-\u{304}가-힣ᄀ-ᇂ ]{0,24}") {
            let once = normalise(&text).into_owned();
            prop_assert!(unicode_normalization::is_nfc(&once));
            prop_assert!(is_normalised(&once));
        }
    }
}
