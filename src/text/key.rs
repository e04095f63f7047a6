//! Match keys: what two texts have in common when spelling variants, typography and spacing are left aside.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Language;
use super::folding::{DROPPED, Folding, SEVERAL};
use super::normal::{is_surely_normalised, join_hamza};

/// What a key does with white space.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    Squeezed,
    Removed,
}

/// The folded key of a text: equal for texts that differ only in ways that do not count for matching.
///
/// Case, typographic quotes, dashes and ellipses, digit sets, vowel marks, invisible characters and
/// runs of white space count as one; so do the letters that writers of the language mix up. The key
/// is for comparing and searching, never for showing. Costs one pass, about 5 ns a character.
#[must_use]
pub fn match_key(text: &str, language: &Language) -> String {
    let mut key = String::new();
    write_match_key(&mut key, text, language);
    key
}

/// The folded key without any white space, for spelling variants such as `طور خم` and `طورخم`.
#[must_use]
pub fn tight_key(text: &str, language: &Language) -> String {
    let mut key = String::new();
    write_tight_key(&mut key, text, language);
    key
}

/// Writes the [`match_key`] of a text into a buffer, in place of what it held.
pub fn write_match_key(key: &mut String, text: &str, language: &Language) {
    write_key(key, text, language, Spaces::Squeezed);
}

/// Writes the [`tight_key`] of a text into a buffer, in place of what it held.
pub fn write_tight_key(key: &mut String, text: &str, language: &Language) {
    write_key(key, text, language, Spaces::Removed);
}

fn write_key(key: &mut String, text: &str, language: &Language, spaces: Spaces) {
    let folding = Folding::of_language(language);
    key.clear();
    key.reserve(text.len());
    let text = prepared(text);
    let mut is_parted = false;
    let mut rest = &*text;
    while !rest.is_empty() {
        let run = plain_run(rest.as_bytes(), folding, spaces);
        if run > 0 {
            if is_parted {
                key.push(' ');
                is_parted = false;
            }
            let begin = key.len();
            key.push_str(&rest[..run]);
            key[begin..].make_ascii_lowercase();
            rest = &rest[run..];
        }
        let mut chars = rest.chars();
        while let Some(c) = chars.next() {
            let one = folding.fold(c);
            if one == ' ' {
                is_parted = spaces == Spaces::Squeezed && !key.is_empty();
            } else if one != DROPPED {
                if is_parted {
                    key.push(' ');
                    is_parted = false;
                }
                match one {
                    SEVERAL => key.push_str(&folding.several(c)),
                    // Two single quotes are typed for one double quote.
                    '\'' if key.ends_with('\'') => {
                        key.pop();
                        key.push('"');
                    }
                    _ => key.push(one),
                }
            }
            let next = chars.as_str().as_bytes().first();
            if next.is_some_and(|byte| folding.is_plain(*byte)) {
                break;
            }
        }
        rest = chars.as_str();
    }
}

/// How many bytes at the begin are words of ASCII that only change case, with single spaces between them where spaces stay.
fn plain_run(bytes: &[u8], folding: &Folding, spaces: Spaces) -> usize {
    let is_plain = |at: usize| bytes.get(at).is_some_and(|byte| folding.is_plain(*byte));
    let mut end = 0;
    loop {
        while is_plain(end) {
            end += 1;
        }
        let is_single_space = end > 0 && bytes.get(end) == Some(&b' ') && is_plain(end + 1);
        if !is_single_space || spaces == Spaces::Removed {
            return end;
        }
        end += 2;
    }
}

/// The text in NFC, presentation forms as plain letters, hamzas above joined to their letters.
fn prepared(text: &str) -> Cow<'_, str> {
    // No presentation form passes for surely normalised: their blocks are above the table there.
    if is_surely_normalised(text) {
        return Cow::Borrowed(text);
    }
    let mut normal: String = text.nfc().collect();
    let has_forms = normal.contains(is_presentation_form);
    if has_forms {
        normal = without_presentation_forms(&normal);
    }
    let joined = join_hamza(normal, |base| match base {
        '\u{6CC}' | '\u{649}' => Some('\u{626}'),
        '\u{647}' => Some('\u{6C0}'),
        _ => None,
    });
    Cow::Owned(if has_forms {
        joined.nfc().collect()
    } else {
        joined
    })
}

/// Whether this is a shape of an Arabic letter or ligature that fonts should choose, not texts.
fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// The text with plain letters for presentation forms; the space under a lone mark is left out.
fn without_presentation_forms(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_presentation_form(c) {
            let is_lone_mark = matches!(c, '\u{FE70}'..='\u{FE7F}' | '\u{FC5E}'..='\u{FC63}');
            let letters = std::iter::once(c).nfkc();
            plain.extend(letters.filter(|letter| !(is_lone_mark && *letter == ' ')));
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{normalise, table};

    fn key(text: &str, tag: &str) -> String {
        match_key(text, &Language::parse(tag).unwrap())
    }

    #[test]
    fn every_vector_holds() {
        let mut count = 0;
        for row in table::rows(include_str!("vectors/key.tsv")) {
            let language = Language::parse(row[1]).unwrap();
            let [a, b] = [row[2], row[4]].map(|codes| table::from_code_points(codes).unwrap());
            let write = if row[0] == "tight" {
                tight_key
            } else {
                match_key
            };
            let is_equal = write(&a, &language) == write(&b, &language);
            assert_eq!(is_equal, row[6] == "eq", "{row:?}");
            count += 1;
        }
        assert_eq!(count, 34);
    }

    #[test]
    fn english_typography_case_and_spacing_count_as_one() {
        let plain = key("\"It's\" - a test... 5%", "en");
        assert_eq!(plain, "\"it's\" - a test... 5%");
        assert_eq!(key(" “IT’S” –\u{A0}a  test… ５％\n", "en"), plain);
        assert_eq!(key("’’Straße‘‘", "de"), "\"strasse\"");
        assert_ne!(key("café", "fr"), key("cafe", "fr"));
        assert_eq!(key("cafe\u{301}", "fr"), key("CAFÉ", "fr"));
        assert_eq!(key("ΟΔΟΣ", "el"), key("οδος", "el"));
        assert_eq!(key("IŞIK", "tr"), key("ışık", "tr"));
    }

    #[test]
    fn other_arabic_letters_keep_their_differences() {
        assert_ne!(key("على", "ar"), key("علي", "ar"));
        assert_eq!(key("كتاب", "fa"), key("کتاب", "fa"));
        assert_eq!(key("١٢٪", "ar"), "12%");
        assert_ne!(key("ڪ", "sd"), key("ک", "sd"));
    }

    #[test]
    fn presentation_forms_join_with_marks_after_them() {
        assert_eq!(key("\u{FE8D}\u{653}پ", "ur"), key("آپ", "ur"));
        assert_eq!(key("ﻻ", "ps"), "لا");
        assert_eq!(key("م\u{FE7C}د", "ur"), "مد");
        assert_eq!(key("ه\u{654}", "ps"), key("\u{6C2}", "ps"));
    }

    #[test]
    fn a_buffer_is_written_anew() {
        let (en, mut buffer) = (Language::parse("en").unwrap(), "old".to_owned());
        write_tight_key(&mut buffer, " A\tb ", &en);
        assert_eq!(buffer, "ab");
        write_match_key(&mut buffer, "\u{200F}  \u{200E}", &en);
        assert_eq!(buffer, "");
    }

    /// A key, made of the text letter by letter.
    fn key_letter_by_letter(text: &str, language: &Language, spaces: Spaces) -> String {
        let folding = Folding::of_language(language);
        let mut key = String::new();
        for c in prepared(text).chars() {
            match folding.fold(c) {
                DROPPED => {}
                SEVERAL => key.push_str(&folding.several(c)),
                one => key.push(one),
            }
        }
        let between = if spaces == Spaces::Squeezed { " " } else { "" };
        let parts: Vec<&str> = key.split(' ').filter(|part| !part.is_empty()).collect();
        let joined = parts.join(between);
        // From left to right, as they are typed.
        let mut quoted = String::new();
        for c in joined.chars() {
            if c == '\'' && quoted.ends_with('\'') {
                quoted.pop();
                quoted.push('"');
            } else {
                quoted.push(c);
            }
        }
        quoted
    }

    proptest! {
        #[test]
        fn runs_of_ascii_are_folded_as_each_letter_is(
            text in "[a-cA-Z0-9 ,.'\"\t\n\u{0}\u{7F}\u{A0}\u{200B}’éßسی]{0,24}",
            tag in "ur|ps|en|de",
        ) {
            let language = Language::parse(&tag).unwrap();
            let squeezed = key_letter_by_letter(&text, &language, Spaces::Squeezed);
            prop_assert_eq!(match_key(&text, &language), squeezed);
            let tight = key_letter_by_letter(&text, &language, Spaces::Removed);
            prop_assert_eq!(tight_key(&text, &language), tight);
        }

        #[test]
        fn a_key_is_its_own_key_and_survives_normalising(text in any::<String>(), tag in "ur|ps|en") {
            let once = key(&text, &tag);
            prop_assert_eq!(&key(&once, &tag), &once);
            prop_assert_eq!(key(&normalise(&text), &tag), once);
        }

        #[test]
        fn keys_of_arabic_text_are_stable(text in "[\u{600}-\u{6FF}\u{200B}-\u{200F}\u{FE70}-\u{FEFC}a-zA-Z '’.]{0,16}", tag in "ur|ps|fa") {
            let once = key(&text, &tag);
            prop_assert_eq!(&key(&once, &tag), &once);
            prop_assert_eq!(key(&normalise(&text), &tag), once);
        }
    }
}
