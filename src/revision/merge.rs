//! Three-way merge: two edits of one text put together where they do not touch.

use std::ops::Range;

use super::compare;
use super::operation::OperationKind;
use crate::matching::Side;
use crate::text::Language;

/// What one side has put in the place of a stretch of the base.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Edit<'a> {
    from: usize,
    to: usize,
    text: &'a str,
}

/// Both edits of `base` in one text; `None` where they touch and are not the same.
///
/// Edits are those of [`compare`], so a word is never cut. They touch when no unchanged word or mark of the base
/// stands between them: words side by side lean on each other. The order of `mine` and `theirs` makes no
/// difference. Costs two comparisons and a pass.
#[must_use]
pub fn merge(base: &str, mine: &str, theirs: &str, language: &Language) -> Option<String> {
    if mine == theirs || theirs == base {
        return Some(mine.to_owned());
    }
    if mine == base {
        return Some(theirs.to_owned());
    }
    let ours = edits(base, mine, language);
    let others = edits(base, theirs, language);
    let all = united(ours, others, base)?;
    let mut merged = String::with_capacity(mine.len().max(theirs.len()));
    let mut at = 0;
    for edit in all {
        merged.push_str(&base[at..edit.from]);
        merged.push_str(edit.text);
        at = edit.to;
    }
    merged.push_str(&base[at..]);
    Some(merged)
}

/// What differs between a base and a text made from it, in order.
fn edits<'a>(base: &str, text: &'a str, language: &Language) -> Vec<Edit<'a>> {
    let comparison = compare(Side::plain(base, language), Side::plain(text, language));
    let changed = comparison
        .operations
        .into_iter()
        .filter(|operation| operation.kind != OperationKind::Equal);
    let mut edits: Vec<Edit<'a>> = Vec::new();
    let mut last = 0..0;
    for operation in changed {
        let Range { start, end } = operation.new.bytes;
        let Range {
            start: from,
            end: to,
        } = operation.old.bytes;
        match edits
            .last_mut()
            .filter(|edit| edit.to == from && last.end == start)
        {
            // Operations side by side, such as a move and what stands beside it, are one edit.
            Some(edit) => {
                edit.to = to;
                last.end = end;
                edit.text = &text[last.clone()];
            }
            None => {
                last = start..end;
                edits.push(Edit {
                    from,
                    to,
                    text: &text[last.clone()],
                });
            }
        }
    }
    edits
}

/// The edits of both in order, equal ones once; `None` when two touch.
fn united<'a>(one: Vec<Edit<'a>>, other: Vec<Edit<'a>>, base: &str) -> Option<Vec<Edit<'a>>> {
    let mut all = one;
    all.extend(other);
    all.sort_by_key(|edit| (edit.from, edit.to));
    all.dedup();
    let apart = |pair: &[Edit<'_>]| {
        let between = base.get(pair[0].to..pair[1].from);
        between.is_some_and(|kept| !kept.trim().is_empty())
    };
    all.windows(2).all(apart).then_some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merged(base: &str, mine: &str, theirs: &str, tag: &str) -> Option<String> {
        merge(base, mine, theirs, &Language::parse(tag).unwrap())
    }

    #[test]
    fn edits_apart_are_both_kept() {
        assert_eq!(
            merged(
                "دریا کل شام چڑھا تھا۔",
                "دریا آج شام چڑھا تھا۔",
                "دریا کل شام اترا تھا۔",
                "ur"
            )
            .unwrap(),
            "دریا آج شام اترا تھا۔"
        );
        assert_eq!(
            merged(
                "سیند بېگا راوخوت.",
                "سیند بېګا راوخوت.",
                "لوی سیند بېگا راوخوت.",
                "ps"
            )
            .unwrap(),
            "لوی سیند بېګا راوخوت."
        );
        assert_eq!(
            merged("a b c d e", "a b c d e f", "x b c d e", "en").unwrap(),
            "x b c d e f"
        );
        assert_eq!(
            merged("a b c d e", "b c d e", "a b c e", "en").unwrap(),
            "b c e"
        );
    }

    #[test]
    fn edits_that_touch_are_a_conflict() {
        for (base, mine, theirs) in [
            ("a b c", "a x c", "a y c"),
            ("a b c d", "a x c d", "a b y d"),
            ("a b c", "a c", "a x c"),
            ("a b", "a x b", "a y b"),
            ("", "a", "b"),
            ("a b c d", "", "a b c e"),
        ] {
            assert_eq!(
                merged(base, mine, theirs, "en"),
                None,
                "{base}: {mine}, {theirs}"
            );
        }
    }

    #[test]
    fn an_edit_that_both_have_made_is_made_once() {
        assert_eq!(
            merged("a b c d e f", "x b c d e f g", "x b c y e f", "en").unwrap(),
            "x b c y e f g"
        );
    }

    #[test]
    fn a_change_that_cannot_be_seen_is_an_edit() {
        assert_eq!(
            merged(
                "یہ كتاب بہت اچھی ہے",
                "یہ کتاب بہت اچھی ہے",
                "یہ كتاب بہت بری ہے",
                "ur"
            )
            .unwrap(),
            "یہ کتاب بہت بری ہے"
        );
    }

    /// Words of a text, and for each what either side makes of it: 0 nothing, else another word.
    fn edited() -> impl Strategy<Value = Vec<(String, u8, u8)>> {
        let word = prop_oneof!["[a-f]{1,6}", "[کگلمنوہی]{1,6}"];
        let pairs = (word, 0..6_u8, 0..6_u8);
        prop::collection::vec(pairs, 1..14)
    }

    fn side(words: &[(String, u8, u8)], pick: impl Fn(&(String, u8, u8)) -> u8) -> String {
        let words = words.iter().map(|word| match pick(word) {
            1 => format!("{}زز", word.0),
            _ => word.0.clone(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn one_edit_alone_is_taken_whole(base in "(?s).{0,40}", text in "(?s).{0,40}") {
            for tag in ["en", "ur"] {
                prop_assert_eq!(merged(&base, &text, &base, tag), Some(text.clone()));
                prop_assert_eq!(merged(&base, &base, &text, tag), Some(text.clone()));
                prop_assert_eq!(merged(&base, &text, &text, tag), Some(text.clone()));
            }
        }

        #[test]
        fn the_sides_can_be_exchanged(base in "[a-d ]{0,24}", mine in "[a-d ]{0,24}", theirs in "[a-d ]{0,24}") {
            prop_assert_eq!(merged(&base, &mine, &theirs, "en"), merged(&base, &theirs, &mine, "en"));
        }

        #[test]
        fn what_is_merged_has_both_edits_and_nothing_else(words in edited()) {
            let base = side(&words, |_| 0);
            let mine = side(&words, |word| word.1);
            let theirs = side(&words, |word| word.2);
            if let Some(text) = merged(&base, &mine, &theirs, "ur") {
                prop_assert_eq!(text, side(&words, |word| u8::from(word.1 == 1 || word.2 == 1)));
            }
        }

        #[test]
        fn edits_of_the_two_ends_are_always_merged(middle in prop::collection::vec("[a-f]{1,6}", 3..12)) {
            let middle = middle.join(" ");
            let text = |first: &str, last: &str| format!("{first} {middle} {last}");
            prop_assert_eq!(
                merged(&text("one", "two"), &text("uno", "two"), &text("one", "due"), "en"),
                Some(text("uno", "due"))
            );
        }
    }
}
