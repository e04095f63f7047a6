//! The index finds exactly what comparing with every text finds.

use proptest::prelude::*;

use super::*;
use crate::matching::Sequence;

/// A text as numbers, one a word.
type Words = Vec<u8>;

fn sequence(words: &[u8]) -> Sequence {
    let hash = |word: &u8| crate::matching::sequence::hash(&[*word]);
    Sequence::from(words.iter().map(hash).collect::<Vec<_>>())
}

/// Levenshtein's distance by Wagner and Fischer's table.
fn edits(a: &[u8], b: &[u8]) -> u32 {
    let mut row: Vec<u32> = (0..=b.len() as u32).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i as u32 + 1);
        for (j, y) in b.iter().enumerate() {
            let best = (corner + u32::from(x != y)).min(row[j] + 1);
            corner = row[j + 1];
            row[j + 1] = best.min(corner + 1);
        }
    }
    row[b.len()]
}

/// The entries of a memory most similar to a query, by looking at each.
fn by_looking_at_all(memory: &[Words], query: &[u8], least: u8, most: usize) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = (0_u64..)
        .zip(memory)
        .filter(|(_, text)| !text.is_empty() && !query.is_empty())
        .map(|(number, text)| Candidate {
            similarity: Similarity::of(edits(query, text), query.len() as u32, text.len() as u32),
            number,
        })
        .filter(|candidate| candidate.similarity >= Similarity::of_per_cent(least))
        .collect();
    all.sort_by(|a, b| b.cmp(a));
    all.truncate(most);
    all
}

fn run_of(memory: &[Words], numbers: impl Iterator<Item = u64>) -> (Run, Chunks) {
    let mut builder = Builder::default();
    for (number, text) in numbers.zip(memory) {
        assert!(builder.add(number, &sequence(text)));
    }
    let mut chunks = Chunks::default();
    let Ok(()) = builder.finish(&mut chunks);
    (Run::open(&chunks).unwrap(), chunks)
}

/// The entries by the index: two runs and the rest fresh.
fn by_the_index(
    memory: &[Words],
    cuts: [usize; 2],
    query: &[u8],
    least: u8,
    most: usize,
) -> Vec<Candidate> {
    let cuts = cuts.map(|cut| cut.min(memory.len()));
    let (first, second) = (cuts[0].min(cuts[1]), cuts[0].max(cuts[1]));
    let one = run_of(&memory[..first], 0..);
    let other = run_of(&memory[first..second], first as u64..);
    let mut fresh = Fresh::default();
    for (number, text) in (second as u64..).zip(&memory[second..]) {
        fresh.add(number, &sequence(text));
    }
    let query = sequence(query);
    let mut search = Search::new(&query, Similarity::of_per_cent(least), most);
    search.fresh(&fresh);
    search.run(&one.0, &one.1).unwrap();
    search.run(&other.0, &other.1).unwrap();
    search.finish()
}

/// A word of a small vocabulary in which some words are much more frequent than others.
fn word() -> impl Strategy<Value = u8> {
    prop_oneof![0..3_u8, 0..12_u8, 0..250_u8]
}

fn text(most: usize) -> impl Strategy<Value = Words> {
    prop::collection::vec(word(), 0..most)
}

/// Texts of which many are edits of each other.
fn memory() -> impl Strategy<Value = Vec<Words>> {
    let family = (text(24), prop::collection::vec(edit(), 0..12)).prop_map(|(first, edits)| {
        let mut texts = vec![first];
        for edit in edits {
            let last = texts.last().cloned().unwrap_or_default();
            texts.push(edited(last, edit));
        }
        texts
    });
    prop::collection::vec(family, 0..12).prop_map(|families| families.concat())
}

fn edit() -> impl Strategy<Value = (usize, u8, u8)> {
    (any::<usize>(), 0..4_u8, word())
}

/// Inserts, deletes, replaces or does nothing.
fn edited(mut text: Words, (at, what, word): (usize, u8, u8)) -> Words {
    let at = at % (text.len() + 1);
    match what {
        0 => text.insert(at, word),
        1 if at < text.len() => drop(text.remove(at)),
        2 if at < text.len() => text[at] = word,
        _ => {}
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_what_looking_at_all_finds(
        memory in memory(),
        of in any::<usize>(),
        edits in prop::collection::vec(edit(), 0..6),
        cuts: [usize; 2],
        least in 0..=100_u8,
        most in 0..12_usize,
    ) {
        let first = memory.get(of % memory.len().max(1)).cloned().unwrap_or_default();
        let query = edits.into_iter().fold(first, edited);
        let cuts = cuts.map(|cut| cut % (memory.len() + 1));
        prop_assert_eq!(
            by_the_index(&memory, cuts, &query, least, most),
            by_looking_at_all(&memory, &query, least, most)
        );
    }

    #[test]
    fn foreign_queries_are_answered_alike(memory in memory(), query in text(40), least in 1..=100_u8) {
        prop_assert_eq!(
            by_the_index(&memory, [usize::MAX, 0], &query, least, 5),
            by_looking_at_all(&memory, &query, least, 5)
        );
    }
}

/// Checks a memory with every threshold and several numbers of matches.
fn check(memory: &[Words], queries: &[Words]) {
    let (run, chunks) = run_of(memory, 0..);
    for query in queries {
        let all = by_looking_at_all(memory, query, 0, usize::MAX);
        for least in (0..=100).step_by(5) {
            for most in [1, 3, 50] {
                let words = sequence(query);
                let bar = Similarity::of_per_cent(least);
                let mut search = Search::new(&words, bar, most);
                search.run(&run, &chunks).unwrap();
                let reach = all.iter().filter(|candidate| candidate.similarity >= bar);
                let expected: Vec<_> = reach.take(most).copied().collect();
                assert_eq!(search.finish(), expected, "{query:?} {least} {most}");
            }
        }
    }
}

#[test]
fn thousands_of_equal_texts_come_newest_first() {
    let mut memory = vec![vec![1, 2, 3]; 3000];
    memory.extend(vec![vec![1, 2, 4]; 3000]);
    check(&memory, &[vec![1, 2, 3], vec![1, 2], vec![9]]);
}

#[test]
fn texts_of_one_word_are_found_and_told_apart() {
    let memory: Vec<Words> = (0..=255).map(|word| vec![word]).collect();
    check(&memory, &[vec![7], vec![7, 8], vec![7, 7], vec![]]);
}

#[test]
fn texts_that_repeat_one_word_differ_in_how_often() {
    let memory: Vec<Words> = (0..120).map(|len| vec![1; len]).collect();
    check(
        &memory,
        &[
            vec![1; 7],
            vec![1; 100],
            vec![2; 50],
            [vec![1; 40], vec![2; 5]].concat(),
        ],
    );
}

#[test]
fn orders_of_the_same_words_are_told_apart() {
    let memory: Vec<Words> = (0..720_usize)
        .map(|mut order| {
            let mut words = vec![1, 2, 3, 4, 5, 6];
            (1..=6)
                .rev()
                .map(|left| {
                    let word = words.remove(order % left);
                    order /= left;
                    word
                })
                .collect()
        })
        .collect();
    check(
        &memory,
        &[vec![1, 2, 3, 4, 5, 6], vec![6, 5, 4, 3, 2, 1, 1]],
    );
}

#[test]
fn texts_longer_than_a_block_and_than_a_list_can_count_are_found() {
    let long = |len: usize, step: usize| {
        (0..len)
            .map(|at| (at * step % 251) as u8)
            .collect::<Words>()
    };
    let memory: Vec<Words> = [60, 64, 65, 130, 700, 900, 1300]
        .into_iter()
        .flat_map(|len| [1, 2, 3].map(|step| long(len, step)))
        .collect();
    check(
        &memory,
        &[long(64, 1), long(140, 2), long(800, 3), long(1250, 1)],
    );
}

#[test]
fn texts_without_words_are_in_no_run() {
    let (run, chunks) = run_of(&[vec![], vec![1], vec![]], 5..);
    assert_eq!((run.entries(), run.texts()), (1, 1));
    let mut numbers = Vec::new();
    run.for_each_entry(&chunks, |number| numbers.push(number))
        .unwrap();
    assert_eq!(numbers, [6]);
    check(&[], &[vec![1], vec![]]);
}

#[test]
fn a_damaged_chunk_is_named() {
    let mut builder = Builder::default();
    builder.add(1, &sequence(&[1, 2, 3]));
    let mut chunks = Chunks::default();
    let Ok(()) = builder.finish(&mut chunks);
    for column in Column::ALL {
        let mut damaged = chunks.clone();
        let mut chunk = chunks.chunk(column, 0).unwrap();
        chunk[0] ^= 1;
        let Ok(()) = damaged.put(column, 0, &chunk);
        let query = sequence(&[1, 2, 3]);
        let error = Run::open(&damaged)
            .and_then(|run| Search::new(&query, Similarity::WHOLE, 1).run(&run, &damaged))
            .unwrap_err();
        assert_eq!(error, IndexError::Damaged { column, number: 0 });
    }
}
