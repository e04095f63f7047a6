//! The search index finds exactly what looking into every key finds.

use std::cell::LazyCell;

use proptest::prelude::*;

use super::*;
use crate::matching::Reach;
use crate::matching::concordance::Edges;
use crate::matching::index::{Chunks, Column, IndexError, Sink, Store};
use crate::text::{Language, match_key};

fn run_of(keys: &[String]) -> (PhraseRun, Chunks) {
    let mut builder = PhraseBuilder::default();
    for (number, key) in (0..).zip(keys) {
        assert!(builder.add(number * 3 + 1, key));
    }
    let mut chunks = Chunks::default();
    let Ok(()) = builder.finish(&mut chunks);
    (PhraseRun::open(&chunks).unwrap(), chunks)
}

/// The numbers of the keys with a phrase, newest first.
fn by_looking_at_all(keys: &[String], phrase: Phrase<'_>, gone: &[u64]) -> Vec<u64> {
    let has = |key: &String| {
        let edges = LazyCell::new(|| Edges::of_key(key));
        let mut hits =
            (0..key.len()).filter(|at| key.as_bytes()[*at..].starts_with(phrase.key.as_bytes()));
        hits.any(|at| {
            let hit = at..at + phrase.key.len();
            phrase.bounds == Bounds::Anywhere || edges.enclose(&hit)
        })
    };
    let numbered = (0..).zip(keys).map(|(at, key)| (at * 3 + 1, key));
    let found = numbered.filter(|(number, key)| {
        !key.is_empty() && !phrase.key.is_empty() && !gone.contains(number) && has(key)
    });
    let mut numbers: Vec<u64> = found.map(|(number, _)| number).collect();
    numbers.reverse();
    numbers
}

fn check(keys: &[String], phrases: &[String], gone: &[u64]) {
    let (run, chunks) = run_of(keys);
    let ranges: Vec<_> = gone
        .iter()
        .rev()
        .map(|number| run.ages(&chunks, &(*number..number + 1)).unwrap())
        .filter(|range| !range.is_empty())
        .collect();
    for key in phrases {
        for bounds in [Bounds::Anywhere, Bounds::WholeWords] {
            let phrase = Phrase { key, bounds };
            let expected = by_looking_at_all(keys, phrase, gone);
            for most in [0, 1, 7, usize::MAX] {
                let all = run
                    .find(&chunks, phrase, &ranges, most, Reach::All)
                    .unwrap();
                let first: Vec<u64> = expected.iter().take(most).copied().collect();
                assert_eq!(all.numbers, first, "{key:?} {bounds:?} {most}");
                assert_eq!(all.all, Some(expected.len() as u64), "{key:?} {bounds:?}");
                let page = run
                    .find(&chunks, phrase, &ranges, most, Reach::Page)
                    .unwrap();
                assert_eq!(page.numbers, first, "{key:?} {bounds:?} {most}");
                assert!(page.all.is_none_or(|all| all == expected.len() as u64));
            }
        }
    }
    let mut seen = Vec::new();
    run.for_each_key(&chunks, |number, key| seen.push((number, key.to_owned())))
        .unwrap();
    seen.reverse();
    let numbered = (0..).zip(keys).filter(|(_, key)| !key.is_empty());
    let whole: Vec<(u64, String)> = numbered
        .map(|(at, key)| (at * 3 + 1, key.clone()))
        .collect();
    assert_eq!(seen, whole);
}

fn keys_of(texts: &[String], tag: &str) -> Vec<String> {
    let language = Language::parse(tag).unwrap();
    texts
        .iter()
        .map(|text| match_key(text, &language))
        .collect()
}

/// Every part of a key that begins and ends within its first characters.
fn parts_of(key: &str) -> Vec<String> {
    let ends: Vec<usize> = key
        .char_indices()
        .map(|(at, _)| at)
        .take(9)
        .chain([key.len()])
        .collect();
    let pairs = ends
        .iter()
        .flat_map(|from| ends.iter().map(move |to| (*from, *to)));
    let parts = pairs
        .filter(|(from, to)| from < to)
        .map(|(from, to)| key[from..to].trim().to_owned());
    parts.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn phrases_are_found_as_by_looking_at_all(
        texts in prop::collection::vec("[ab.’ ]{0,9}( [abA1](\\.|,|  |')?[ab]{0,3}){0,5}", 1..40),
        phrases in prop::collection::vec("[ab]{0,3}[ .,'1]{0,2}[ab]{0,4}( a){0,3}", 1..8),
        gone in prop::collection::vec(0..40_u64, 0..4),
    ) {
        let mut phrases = keys_of(&phrases, "en");
        let keys = keys_of(&texts, "en");
        phrases.extend(keys.iter().take(3).flat_map(|key| parts_of(key)));
        let mut gone: Vec<u64> = gone.into_iter().map(|at| at * 3 + 1).collect();
        gone.sort_unstable();
        gone.dedup();
        check(&keys, &phrases, &gone);
    }

    #[test]
    fn urdu_and_pashto_phrases_are_found_as_by_looking_at_all(
        texts in prop::collection::vec("[کيیےۍېب\u{64E}\u{200C}]{0,4}( [کتابېۍ۱۲،۔]{1,5}){0,4}", 1..30),
        tag in "ur|ps",
    ) {
        let keys = keys_of(&texts, &tag);
        let mut phrases: Vec<String> = keys.iter().take(4).flat_map(|key| parts_of(key)).collect();
        phrases.extend(keys_of(&["كتاب".into(), "ي".into(), "2".into(), ",".into()], &tag));
        check(&keys, &phrases, &[]);
    }

    #[test]
    fn any_text_is_found_by_its_parts(texts in prop::collection::vec(any::<String>(), 1..12)) {
        let keys = keys_of(&texts, "en");
        let phrases: Vec<String> = keys.iter().flat_map(|key| parts_of(key)).take(60).collect();
        check(&keys, &phrases, &[]);
    }
}

#[test]
fn many_texts_with_frequent_and_rare_pieces_are_found_alike() {
    // More texts than a window has, more pieces than a chunk has, bitmaps and lists.
    let keys: Vec<String> = (0..18_000_u32)
        .map(|n| match n % 3 {
            0 => format!("the old gate {n} of the garden"),
            1 => format!("of {} the w{}x rain.", n % 7, n % 5001),
            _ => "the the of".to_owned(),
        })
        .collect();
    let phrases = [
        "e",
        "the",
        "of the",
        "the of",
        "gate 3",
        "w12",
        "2x rain",
        "n.",
        "the old gate 0 of",
    ];
    let phrases: Vec<String> = phrases.into_iter().map(ToOwned::to_owned).collect();
    check(&keys, &phrases, &[1, 4, 53_992, 53_995, 53_998]);
}

#[test]
fn texts_that_hardly_have_spaces_are_found_by_those() {
    // One text with a space among many without, which no sample of them need meet.
    let mut keys: Vec<String> = (0..40_000_u32).map(|n| format!("w{n}")).collect();
    keys[33_333] = "the gate".to_owned();
    let phrases = ["e g", "the gate", "the", "g", "w6", "9", "x y"];
    let phrases: Vec<String> = phrases.into_iter().map(ToOwned::to_owned).collect();
    check(&keys, &phrases, &[1, 4, 7]);
}

#[test]
fn letters_are_counted_whether_some_texts_are_gone_or_most() {
    let keys: Vec<String> = (0..200_u32).map(|n| format!("{n} gates")).collect();
    let phrases = ["g".to_owned(), "1".to_owned(), "0 g".to_owned()];
    for gone in [0, 3, 150] {
        let gone: Vec<u64> = (0..gone).map(|n| n * 3 + 1).collect();
        check(&keys, &phrases, &gone);
    }
}

#[test]
fn numbers_of_pieces_beyond_16_bits_come_back() {
    let keys: Vec<String> = (0..35_000_u32).map(|n| format!("{n} b{n}")).collect();
    let phrases = ["35 b", "34999 b34999", "0 b0", "b3276", "b13"];
    let phrases: Vec<String> = phrases.into_iter().map(ToOwned::to_owned).collect();
    check(&keys, &phrases, &[]);
}

#[test]
fn phrases_longer_than_every_text_and_nothing_are_nowhere() {
    let keys = keys_of(&["a b".into(), "".into(), "b a".into()], "en");
    let long = "a b ".repeat(5000).trim().to_owned();
    check(
        &keys,
        &[long, String::new(), "c".into(), "a b a".into()],
        &[],
    );
    check(&[], &["a".into()], &[]);
}

#[test]
fn an_occurrence_that_overlaps_another_may_be_the_one_of_whole_words() {
    let keys = keys_of(&["aa a a.".into(), "x.x.x-x".into()], "en");
    check(&keys, &["a a".into(), "x.x".into(), "x-x".into()], &[]);
}

#[test]
fn thousands_of_equal_texts_are_all_counted() {
    let keys = vec!["shut the gate".to_owned(); 7000];
    check(
        &keys,
        &["gate".into(), "t the g".into(), "gates".into()],
        &[1, 20_998],
    );
}

#[test]
fn a_damaged_chunk_of_phrases_is_named() {
    let (_, chunks) = run_of(&["shut the gate".to_owned()]);
    for column in Column::OF_PHRASES {
        let mut damaged = chunks.clone();
        let mut chunk = chunks.chunk(column, 0).unwrap();
        chunk[0] ^= 1;
        let Ok(()) = damaged.put(column, 0, &chunk);
        let error = PhraseRun::open(&damaged)
            .and_then(|run| run.for_each_key(&damaged, |_, _| ()))
            .unwrap_err();
        assert_eq!(error, IndexError::Damaged { column, number: 0 });
    }
}
