//! How fast phrases are found, beside a plain scan of all keys, and that none is missed.

use memchr::memmem::Finder;
use tarjuman::matching::index::{Chunks, Column, Found, Phrase, PhraseBuilder, PhraseRun};
use tarjuman::matching::{Bounds, Reach};

use super::{Random, now, print_times};

const QUERIES: usize = 500;
const CHECKED: usize = 60;
const PAGE: usize = 50;

/// Measures searching the keys of a memory, the newest last.
pub(crate) fn measure(language: &str, keys: &[String]) {
    let chunks = built(language, keys);
    let run = PhraseRun::open(&chunks).unwrap();
    let plain = Plain::new(keys);
    let mut random = Random(keys.len() as u64);
    for kind in [
        "a word",
        "a part of 3 to 12 letters",
        "two words",
        "something frequent",
    ] {
        let queries: Vec<String> = (0..QUERIES)
            .map(|_| query(&mut random, keys, kind))
            .collect();
        println!("  search for {kind}");
        let mut found = Vec::new();
        for (what, reach) in [("first 50", Reach::Page), ("all of them", Reach::All)] {
            let ask = |query: &String| {
                let phrase = Phrase {
                    key: query,
                    bounds: Bounds::Anywhere,
                };
                run.find(&chunks, phrase, &[], PAGE, reach).unwrap()
            };
            // What these read is kept for those that are measured.
            queries.iter().for_each(|query| drop(ask(query)));
            let mut times = Vec::new();
            found.clear();
            for query in &queries {
                let begin = now();
                found.push(ask(query));
                times.push(now() - begin);
            }
            print_times(what, &mut times);
        }
        let mut times = Vec::new();
        let mut right = 0;
        for (query, found) in queries.iter().zip(&found).take(CHECKED) {
            let begin = now();
            let scanned = plain.find(query);
            times.push(now() - begin);
            right += usize::from(scanned == *found);
        }
        print_times("plain scan", &mut times);
        println!("          first 50 and number as by the plain scan: {right} of {CHECKED}");
    }
}

fn built(language: &str, keys: &[String]) -> Chunks {
    let begin = now();
    let mut builder = PhraseBuilder::default();
    for (number, key) in (0..).zip(keys) {
        builder.add(number, key);
    }
    let mut chunks = Chunks::default();
    let Ok(()) = builder.finish(&mut chunks);
    let letters: usize = keys.iter().map(String::len).sum();
    println!(
        "{language}: search index of {} texts, {:.1} MB of keys; build {:.2} s",
        keys.len(),
        letters as f64 / 1e6,
        (now() - begin).as_secs_f64()
    );
    let sizes = Column::OF_PHRASES.map(|column| (column, chunks.bytes(column)));
    for (column, bytes) in sizes {
        print!("  {column:?} {:.1} MB", bytes as f64 / 1e6);
    }
    let total: usize = sizes.iter().map(|(_, bytes)| bytes).sum();
    println!("  together {:.1} MB", total as f64 / 1e6);
    chunks
}

/// Something that occurs in a random text.
fn query(random: &mut Random, keys: &[String], kind: &str) -> String {
    loop {
        let key = &keys[random.below(keys.len())];
        if key.is_empty() {
            continue;
        }
        let words: Vec<&str> = key.split(' ').collect();
        let query = match kind {
            "a word" => words[random.below(words.len())]
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_owned(),
            "two words" if words.len() > 1 => {
                let at = random.below(words.len() - 1);
                words[at..at + 2].join(" ")
            }
            "something frequent" => {
                // The first letters of a word, and at times the end of the one before.
                let at = random.below(key.chars().count());
                let letters = key.chars().skip(at).take(1 + random.below(3));
                letters.collect::<String>().trim().to_owned()
            }
            _ => {
                let at = random.below(key.chars().count());
                let letters = key.chars().skip(at).take(3 + random.below(10));
                letters.collect::<String>().trim().to_owned()
            }
        };
        if !query.is_empty() {
            return query;
        }
    }
}

/// All keys in main memory, one behind the other.
struct Plain {
    keys: Vec<u8>,
    ends: Vec<usize>,
}

impl Plain {
    fn new(keys: &[String]) -> Self {
        let mut plain = Self {
            keys: Vec::new(),
            ends: Vec::new(),
        };
        for key in keys {
            plain.keys.extend_from_slice(key.as_bytes());
            plain.keys.push(b'\n');
            plain.ends.push(plain.keys.len());
        }
        plain
    }

    /// Counts the keys with a phrase, and gives the newest.
    fn find(&self, phrase: &str) -> Found {
        let finder = Finder::new(phrase);
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(at) = finder.find(&self.keys[from..]) {
            let hit = from + at;
            hits.push(hit);
            from = hit + memchr::memchr(b'\n', &self.keys[hit..]).unwrap_or(0) + 1;
        }
        let text = |hit: &usize| self.ends.partition_point(|end| end <= hit) as u64;
        Found {
            numbers: hits.iter().rev().take(PAGE).map(text).collect(),
            all: Some(hits.len() as u64),
        }
    }
}
