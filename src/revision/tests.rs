//! Comparisons as a reviewer reads them, and what must hold for any two texts.

use proptest::prelude::*;
use unicode_segmentation::GraphemeCursor;

use super::{Class, Comparison, OperationKind, compare};
use crate::matching::Side;
use crate::model::{CodeKind, InlineCode};
use crate::text::{Language, chip};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn compared(old: &str, new: &str, tag: &str) -> Comparison {
    let language = language(tag);
    compare(Side::plain(old, &language), Side::plain(new, &language))
}

/// The changes in one line each: class, old part, new part.
fn changes(old: &str, new: &str, tag: &str) -> Vec<String> {
    let comparison = compared(old, new, tag);
    let lines = comparison.changes().map(|change| {
        let class = change.class.unwrap().as_str();
        format!(
            "{class}: {}|{}",
            &old[change.old.bytes.clone()],
            &new[change.new.bytes.clone()]
        )
    });
    lines.collect()
}

/// The chips of all changes.
fn chips(old: &str, new: &str, tag: &str) -> Vec<String> {
    let names = |text: &str| text.chars().map(chip).collect::<Vec<_>>().join(" ");
    let comparison = compared(old, new, tag);
    let unseen = comparison.changes().flat_map(|change| &change.unseen);
    unseen
        .map(|unseen| format!("{} > {}", names(&unseen.old), names(&unseen.new)))
        .collect()
}

/// What is emphasised in the new text.
fn emphasised<'a>(old: &str, new: &'a str, tag: &str) -> Vec<&'a str> {
    let comparison = compared(old, new, tag);
    let ranges = comparison
        .changes()
        .flat_map(|change| change.new.emphasis.clone());
    ranges.map(|range| &new[range]).collect()
}

#[test]
fn equal_texts_have_one_operation() {
    let comparison = compared("وہ گھر گیا۔", "وہ گھر گیا۔", "ur");
    assert_eq!(comparison.operations.len(), 1);
    assert!(!comparison.is_changed());
    assert!(compared("", "", "ur").operations.is_empty());
}

#[test]
fn words_are_put_in_left_out_and_replaced() {
    assert_eq!(changes("a b c", "a x b c", "en"), ["wording: |x "]);
    assert_eq!(changes("a b c", "a c", "en"), ["wording: b |"]);
    assert_eq!(changes("", "a b", "en"), ["wording: |a b"]);
    assert_eq!(
        changes("وہ کل گھر گیا۔", "وہ آج دفتر گیا۔", "ur"),
        ["wording: کل گھر|آج دفتر"]
    );
}

#[test]
fn edits_parted_by_a_mark_are_one() {
    assert_eq!(
        changes("we came, saw and left", "we ran, hid and left", "en"),
        ["wording: came, saw|ran, hid"]
    );
}

#[test]
fn long_texts_are_compared_as_short_ones_are() {
    let words = |other: usize| {
        (0..2000).map(move |at| at * at % 307 + usize::from(at % 97 == other) * 1000)
    };
    let text = |words: &mut dyn Iterator<Item = usize>| {
        words
            .map(|word| format!("w{word}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (old, new) = (text(&mut words(5)), text(&mut words(50)));
    let comparison = compared(&old, &new, "en");
    assert_eq!(comparison.changes().count(), 2000_usize.div_ceil(97) * 2);
    let (once, less) = ("so ".repeat(10_000), "so ".repeat(9000));
    assert_eq!(compared(&once, &less, "en").figures.changed_words, 1000);
}

#[test]
fn hardly_alike_texts_are_shown_whole() {
    assert_eq!(
        changes("one two three four.", "uno due three quattro.", "en").len(),
        1
    );
    assert_eq!(
        changes(
            "the old bridge over the river",
            "it rained all day the",
            "en"
        )
        .len(),
        1
    );
}

#[test]
fn a_word_between_rewritten_stretches_is_not_shown_as_kept() {
    let (old, new) = (
        "k l m n o p q a b c in d e f",
        "k l m n o p q u v w in x y z",
    );
    assert_eq!(
        changes(old, new, "en"),
        ["wording: a b c in d e f|u v w in x y z"]
    );
    assert_eq!(
        changes("k l m a in b n o", "k l m x in y n o", "en").len(),
        2
    );
}

#[test]
fn every_class_is_told() {
    for (old, new, expected) in [
        ("یہ كتاب ہے", "یہ کتاب ہے", "spelling: كتاب|کتاب"),
        ("یہ کتاب ہے", "یہ کتابت ہے", "spelling: کتاب|کتابت"),
        ("وہ مکرم ہے", "وہ مُکرّم ہے", "mark: مکرم|مُکرّم"),
        ("وہ آیا تھا", "وہ آیا\u{A0}تھا", "invisible:  |\u{A0}"),
        (
            "وہ آیا تھا",
            "وہ ا\u{653}یا تھا",
            "invisible: آیا|ا\u{653}یا",
        ),
        ("وہ آیا تھا", "وہ آیا تھا\u{200F}", "invisible: |\u{200F}"),
        ("وہ گیا، وہ", "وہ گیا۔ وہ", "punctuation: ،|۔"),
        ("سال ۲۰۲۱ء میں", "سال ۲۰۲۲ء میں", "number: ۲۰۲۱|۲۰۲۲"),
        ("طور خم پر", "طورخم پر", "spelling: طور خم|طورخم"),
        ("وہ گھر گیا", "وہ بازار گیا", "wording: گھر|بازار"),
    ] {
        assert_eq!(changes(old, new, "ur"), [expected]);
    }
}

#[test]
fn what_cannot_be_seen_has_a_chip() {
    for (old, new, expected) in [
        (
            "پښتو ژبي کې",
            "پښتو ژبی کې",
            "U+064A ARABIC LETTER YEH > U+06CC ARABIC LETTER FARSI YEH",
        ),
        (
            "\u{6CC}\u{64A}اد",
            "\u{64A}\u{64A}اد",
            "U+06CC ARABIC LETTER FARSI YEH > U+064A ARABIC LETTER YEH",
        ),
        (
            "كتاب",
            "کتاب",
            "U+0643 ARABIC LETTER KAF > U+06A9 ARABIC LETTER KEHEH",
        ),
        (
            "آیا",
            "ا\u{653}یا",
            "U+0622 ARABIC LETTER ALEF WITH MADDA ABOVE > U+0627 ARABIC LETTER ALEF U+0653 ARABIC MADDAH ABOVE",
        ),
        (
            "آیا تھا",
            "آیا\u{A0}تھا",
            "U+0020 SPACE > U+00A0 NO-BREAK SPACE",
        ),
        ("آیا تھا", "آیا  تھا", " > U+0020 SPACE"),
        ("لهخوا", "له\u{200C}خوا", " > U+200C ZERO WIDTH NON-JOINER"),
        ("کے\u{200F} لیے", "کے لیے", "U+200F RIGHT-TO-LEFT MARK > "),
        ("مکرم", "مَکرم", " > U+064E ARABIC FATHA"),
        ("سلام", "سلاَم", " > U+064E ARABIC FATHA"),
        ("طور خم", "طورخم", "U+0020 SPACE > "),
        (
            "وائرس",
            "وایرس",
            "U+0626 ARABIC LETTER YEH WITH HAMZA ABOVE > U+06CC ARABIC LETTER FARSI YEH",
        ),
        (
            "a cat",
            "a c\u{430}t",
            "U+0061 LATIN SMALL LETTER A > U+0430",
        ),
    ] {
        assert_eq!(chips(old, new, "ps"), [expected], "{old} {new}");
    }
    assert!(chips("وہ گھر گیا", "وہ بازار گیا", "ur").is_empty());
    assert!(chips("The end", "the end", "en").is_empty());
}

#[test]
fn emphasis_is_on_whole_pieces() {
    assert_eq!(emphasised("یہ کتاب ہے", "یہ کتابت ہے", "ur"), ["ت"]);
    assert_eq!(emphasised("مکرم", "مُکرم", "ur"), ["مُ"]);
    assert_eq!(emphasised("سلیم آیا", "سلام آیا", "ur"), ["لا"]);
    assert_eq!(
        emphasised("وہ گھر گیا", "وہ بازار گیا", "ur"),
        Vec::<&str>::new()
    );
}

#[test]
fn a_joiner_stays_with_the_word_behind_it_and_the_space_before_it() {
    let (old, new) = ("والو کی \u{200D}ضرورت تھی", "والو کی تھی");
    assert_eq!(changes(old, new, "ur"), ["wording:  \u{200D}ضرورت|"]);
    assert_eq!(
        changes("کی \u{200D}ضرورت", "کی ضرورت", "ur"),
        ["invisible:  \u{200D}ضرورت| ضرورت"]
    );
}

#[test]
fn a_mark_stays_with_the_space_or_the_digit_on_which_it_stands() {
    assert_eq!(
        changes("وہ \u{64E} تھا", "وہ تھا", "ur"),
        ["mark:  \u{64E}|"]
    );
    assert_eq!(
        changes("سال ۱\u{64E} تھا", "سال ۱ تھا", "ur"),
        ["mark: ۱\u{64E}|۱"]
    );
}

#[test]
fn moved_runs_are_found_and_numbered() {
    let (old, new) = (
        "the cat sat on the mat with its brother today",
        "with its brother the cat sat on the mat today",
    );
    assert_eq!(
        changes(old, new, "en"),
        ["move: |with its brother ", "move: with its brother |"]
    );
    let comparison = compared(old, new, "en");
    assert!(comparison.changes().all(|change| change.moved == Some(1)));
    assert_eq!(
        (
            comparison.figures.moved_words,
            comparison.figures.changed_words
        ),
        (3, 0)
    );
    assert_eq!(
        changes("b a c d e f", "a c d b e f", "en"),
        ["move: b |", "move: |b "]
    );
    assert_eq!(
        changes("a b c d e f g", "a x c d e b g", "en").len(),
        2,
        "a single short word"
    );
}

#[test]
fn inline_codes_are_compared_as_they_are() {
    let english = Language::default();
    let code = |offset, original: &str| InlineCode {
        offset,
        kind: CodeKind::Standalone,
        pair: None,
        element: "ph".to_owned(),
        attributes: Vec::new(),
        original: original.to_owned(),
    };
    let (one, other) = ([code(2, "<br/>")], [code(2, "<hr/>"), code(4, "<i/>")]);
    let side = |codes| Side {
        text: "a b c",
        language: &english,
        codes,
    };
    let same = compare(side(&one), side(&one));
    assert!(!same.is_changed());
    let changed = compare(side(&one), side(&other));
    let codes: Vec<_> = changed
        .changes()
        .map(|change| {
            (
                change.class,
                change.old.codes.clone(),
                change.new.codes.clone(),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            (Some(Class::Code), 0..1, 0..1),
            (Some(Class::Code), 1..1, 1..2)
        ]
    );
}

#[test]
fn figures_say_how_much_was_changed() {
    let same = compared("a b c.", "A b c.", "en").figures;
    assert_eq!(
        (same.similarity(), same.ter(), same.chrf()),
        (100.0, 0.0, 100.0)
    );
    let one = compared("one two three four", "one two three five", "en").figures;
    assert_eq!(
        (one.similarity(), one.ter(), one.changed_words),
        (75.0, 25.0, 1)
    );
    assert!(one.chrf() > 50.0 && one.chrf() < 90.0, "{}", one.chrf());
    let none = compared("aaa", "zzz", "en").figures;
    assert_eq!(
        (none.similarity(), none.ter(), none.chrf()),
        (0.0, 100.0, 0.0)
    );
    let moved = compared("x y z k l m n", "k l m n x y z", "en").figures;
    assert_eq!((moved.ter().round(), moved.moved_words), (14.0, 3));
}

fn holds(old: &str, new: &str, comparison: &Comparison) -> Result<(), TestCaseError> {
    let (mut from, mut to) = (0, 0);
    for operation in &comparison.operations {
        prop_assert_eq!(operation.old.bytes.start, from);
        prop_assert_eq!(operation.new.bytes.start, to);
        (from, to) = (operation.old.bytes.end, operation.new.bytes.end);
        let (ours, theirs) = (
            &old[operation.old.bytes.clone()],
            &new[operation.new.bytes.clone()],
        );
        prop_assert_eq!(operation.kind == OperationKind::Equal, ours == theirs);
        prop_assert_eq!(
            operation.class.is_none(),
            operation.kind == OperationKind::Equal
        );
        for (text, part) in [(old, &operation.old), (new, &operation.new)] {
            let mut cursor = GraphemeCursor::new(part.bytes.end, text.len(), true);
            prop_assert_eq!(cursor.is_boundary(text, 0), Ok(true));
            for range in &part.emphasis {
                prop_assert!(range.start >= part.bytes.start && range.end <= part.bytes.end);
                prop_assert!(text.get(range.clone()).is_some());
            }
        }
    }
    prop_assert_eq!((from, to), (old.len(), new.len()));
    Ok(())
}

proptest! {
    #[test]
    fn both_sides_rebuild(old in any::<String>(), new in any::<String>(), tag in "ur|ps|en") {
        holds(&old, &new, &compared(&old, &new, &tag))?;
    }

    #[test]
    fn both_sides_of_words_rebuild(
        old in "((کل|آج|يہ|یہ|سلام|لا|a|bb|۱۲|وہ|گھر|تحریک\u{64E})([ \u{A0}]|، |۔|\u{200F}|\u{2067}| {2}| \u{200D}| \u{64E}|\u{200C})){0,9}",
        new in "((کل|آج|يہ|یہ|سلام|لا|a|bb|۱۲|وہ|گھر|تحریک\u{64E})([ \u{A0}]|، |۔|\u{200F}|\u{2067}| {2}| \u{200D}| \u{64E}|\u{200C})){0,9}",
    ) {
        holds(&old, &new, &compared(&old, &new, "ur"))?;
    }

    #[test]
    fn moves_have_two_ends(old in "((کل|آج|یہ|سلام|گھر|وہ) ){0,14}", new in "((کل|آج|یہ|سلام|گھر|وہ) ){0,14}") {
        let comparison = compared(&old, &new, "ur");
        let ends: Vec<_> = comparison.changes().filter_map(|change| change.moved).collect();
        for number in &ends {
            prop_assert_eq!(ends.iter().filter(|other| *other == number).count(), 2);
        }
    }
}
