//! Prints how fast the matches of a text and the texts with a phrase are found in memories of several sizes, and that
//! none is missed.
//!
//! `cargo bench --profile quick --bench matching [-- TEXTS…]`, with the sizes of the memories.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

mod search;

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::matching::index::{Builder, Candidate, Chunks, Column, Run, Search};
use tarjuman::matching::{Bounds, Concordance, Pattern, Reach, Sequence, Similarity};
use tarjuman::memory::{Access, Commit, Memory, Question, Source};
use tarjuman::model::{Timestamp, Unit, UnitId, Variant};
use tarjuman::text::{Language, match_key};

const PAIRS: &str = "../shared/gold/memory/pairs.tsv.xz";
const HEALTH: [(&str, &str); 2] = [
    ("ur", "../shared/gold/tico-19/all.en-ur.tmx"),
    ("ps", "../shared/gold/tico-19/all.en-ps.tmx"),
];
const QUERIES: usize = 1000;
const CHECKED: usize = 60;
const LEAST: u8 = 60;
const MOST: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[..] {
        [_, ask, file, list] if ask == "ask" => return answer(file, list),
        [_, find, file, list] if find == "find" => return find_words(file, list),
        _ => {}
    }
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|size| size.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![10_000, 100_000, 1_000_000]
    } else {
        sizes
    };
    match unpacked(PAIRS) {
        Some(pairs) => {
            let sources = pairs.lines().filter_map(|line| line.split('\t').nth(2));
            let sources: Vec<String> = sources.map(ToOwned::to_owned).collect();
            for size in &sizes {
                measure("en", &sources, *size);
            }
            for size in &sizes {
                measure_stored(&sources, *size);
            }
        }
        None => println!("SKIPPED: {PAIRS} is missing or xz is"),
    }
    for (language, file) in HEALTH {
        match fs::read_to_string(file) {
            Ok(tmx) => {
                let texts = segments(&tmx, language);
                let size = texts.len();
                measure(language, &texts, size);
            }
            Err(error) => println!("SKIPPED: {file}: {error}"),
        }
    }
}

fn unpacked(file: &str) -> Option<String> {
    if !Path::new(file).exists() {
        return None;
    }
    let output = Command::new("xz").args(["-dc", file]).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

/// The texts of one language in a TMX file that has one element a line or less.
fn segments(tmx: &str, language: &str) -> Vec<String> {
    let begin = format!("<tuv xml:lang=\"{language}\">");
    let of_language = tmx.split(&begin).skip(1);
    let texts = of_language.filter_map(|rest| {
        let text = rest.split("<seg>").nth(1)?.split("</seg>").next()?;
        Some(text.replace("&amp;", "&").replace("&lt;", "<"))
    });
    texts.collect()
}

/// The texts of a memory, those that are kept aside, and those that are not.
fn memory_of<'a>(
    random: &mut Random,
    texts: &'a [String],
    size: usize,
) -> (Vec<String>, Vec<&'a String>, Vec<&'a String>) {
    // One text in a hundred is kept aside: the unseen ones.
    let (aside, kept): (Vec<_>, Vec<_>) = texts.iter().partition(|text| text.len() % 100 == 7);
    let memory = (0..size)
        .map(|at| match kept.get(at) {
            Some(text) => (*text).clone(),
            None => recombined(random, &kept),
        })
        .collect();
    (memory, aside, kept)
}

/// Measures a memory in its file: size, the first answer of a new process, further answers, and saving.
fn measure_stored(texts: &[String], size: usize) {
    let mut random = Random(size as u64);
    let (source_texts, _, kept) = memory_of(&mut random, texts, size);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("memory.db");
    let (en, ur) = (Language::default(), Language::parse("ur").unwrap());
    let unit = |id: &str, text: &str| {
        let mut unit = Unit::new(UnitId(id.to_owned()), Variant::new(en.clone(), text));
        unit.variants.push(Variant::new(ur.clone(), "متن"));
        unit
    };
    let mut memory = Memory::create(&file).unwrap();
    let source = Source {
        file: "bench.tsv",
        format: "tsv",
        author: "bench",
        time: Timestamp(1),
    };
    let mut intake = memory.begin_intake(source).unwrap();
    for (number, text) in source_texts.iter().enumerate() {
        intake.add(unit(&format!("u{number}"), text)).unwrap();
    }
    intake.finish(&Vec::new(), &[]).unwrap();
    let begin = now();
    memory.update_index(&[]).unwrap();
    let indexed = now() - begin;
    let bytes = |table: &str| -> f64 {
        let count = format!("SELECT sum(length(bytes)) FROM {table}");
        let connection = rusqlite::Connection::open(&file).unwrap();
        let bytes: i64 = connection.query_row(&count, [], |row| row.get(0)).unwrap();
        bytes as f64 / 1e6
    };
    println!(
        "stored, {size} units: indexes built and written in {:.2} s; {:.1} MB for matching, {:.1} MB for searching",
        indexed.as_secs_f64(),
        bytes("index_chunk"),
        bytes("search_chunk")
    );
    let queries: Vec<String> = (0..QUERIES)
        .map(|_| {
            let text = &source_texts[random.below(source_texts.len())];
            edited(&mut random, text, 0.08, &kept)
        })
        .collect();
    drop(memory);
    // A process of its own, so that its main memory is that of the answers alone.
    let list = folder.path().join("queries.txt");
    let mut written = fs::File::create(&list).unwrap();
    queries
        .iter()
        .for_each(|query| writeln!(written, "{query}").unwrap());
    let program = std::env::current_exe().unwrap();
    for what in ["ask", "find"] {
        let process = Command::new(&program)
            .arg(what)
            .args([&file, &list])
            .status();
        assert!(process.unwrap().success());
    }
    measure_saving(&file, &queries, unit);
}

/// Asks a memory every text of a list, in a new process.
fn answer(file: &str, list: &str) {
    let queries = fs::read_to_string(list).unwrap();
    let en = Language::default();
    let ask = |memory: &Memory, text: &str| {
        let begin = now();
        memory
            .matches(&Question::new(text, &en), &|_, _| Vec::new())
            .unwrap();
        now() - begin
    };
    let opened = |text| {
        let begin = now();
        let memory = Memory::open(file, Access::ReadOnly).unwrap();
        ask(&memory, text);
        now() - begin
    };
    let mut first: Vec<Duration> = queries.lines().take(20).map(opened).collect();
    print_times("open and first answer", &mut first);
    let memory = Memory::open(file, Access::ReadOnly).unwrap();
    for what in ["answers while the index is read", "answers after that"] {
        let mut times: Vec<Duration> = queries.lines().map(|text| ask(&memory, text)).collect();
        print_times(what, &mut times);
    }
    println!("  resident: {:.0} MB", resident());
}

/// Searches a memory for a word of every text of a list, in a new process.
fn find_words(file: &str, list: &str) {
    let texts = fs::read_to_string(list).unwrap();
    let words: Vec<&str> = texts
        .lines()
        .filter_map(|text| text.split(' ').nth(text.len() % 5))
        .collect();
    let find = |memory: &Memory, word: &str, most: usize, reach| {
        let begin = now();
        let mut what = Concordance::phrase(word, Bounds::Anywhere);
        memory.search(&mut what, &[], 0..most, reach).unwrap();
        now() - begin
    };
    let opened = |word: &&str| {
        let begin = now();
        let memory = Memory::open(file, Access::ReadOnly).unwrap();
        find(&memory, word, 50, Reach::Page);
        now() - begin
    };
    let mut first: Vec<Duration> = words.iter().take(20).map(opened).collect();
    print_times("open and first search, 50 whole units", &mut first);
    let memory = Memory::open(file, Access::ReadOnly).unwrap();
    for (what, most, reach) in [
        ("counting while the search index is read", 0, Reach::All),
        ("counting after that", 0, Reach::All),
        ("first 50, whole units", 50, Reach::Page),
    ] {
        let times = words.iter().map(|word| find(&memory, word, most, reach));
        print_times(what, &mut times.collect::<Vec<_>>());
    }
    println!("  resident: {:.0} MB", resident());
}

/// Measures saving units, each of which must be found at once.
fn measure_saving(file: &Path, texts: &[String], unit: impl Fn(&str, &str) -> Unit) {
    let mut memory = Memory::open(file, Access::ReadWrite).unwrap();
    let en = Language::default();
    let save = |(at, text): (usize, &String)| {
        let units = [unit(&format!("new{at}"), text)];
        let begin = now();
        let commit = Commit::new("bench", Timestamp(2), "");
        memory
            .commit(&Commit {
                units: &units,
                ..commit
            })
            .unwrap();
        memory.update_index(&[]).unwrap();
        let saved = now() - begin;
        let found = memory.matches(&Question::new(text, &en), &|_, _| Vec::new());
        assert!(!found.unwrap().is_empty());
        saved
    };
    let mut times: Vec<Duration> = texts.iter().enumerate().take(200).map(save).collect();
    print_times("saving a unit, sync and all", &mut times);
}

fn print_times(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!(
        "  {what}: p50 {:.3}  p95 {:.3}  p99 {:.3}  max {:.3} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

/// Measures one memory: every kind of query, against looking at all texts.
fn measure(language: &str, texts: &[String], size: usize) {
    let mut random = Random(size as u64);
    let (memory, aside, kept) = memory_of(&mut random, texts, size);
    let language = Language::parse(language).unwrap();
    let keys: Vec<String> = memory
        .iter()
        .map(|text| match_key(text, &language))
        .collect();

    let chunks = built(&language, &keys);
    let plain = Plain::new(&keys);
    let run = Run::open(&chunks).unwrap();
    for (kind, edits) in [
        ("exact", 0.0),
        ("light", 0.08),
        ("heavy", 0.3),
        ("unseen", 0.0),
    ] {
        let queries: Vec<Sequence> = (0..QUERIES)
            .map(|_| {
                let text = match kind {
                    "unseen" => aside[random.below(aside.len())],
                    _ => &memory[random.below(memory.len())],
                };
                Sequence::of_key(&match_key(
                    &edited(&mut random, text, edits, &kept),
                    &language,
                ))
            })
            .collect();
        let ask = |query| {
            let mut search = Search::new(query, Similarity::of_per_cent(LEAST), MOST);
            search.run(&run, &chunks).unwrap();
            search.finish()
        };
        // What these read is kept for those that are measured.
        queries.iter().for_each(|query| drop(ask(query)));
        let mut times = Vec::new();
        let mut found = Vec::new();
        for query in &queries {
            let begin = now();
            found.push(ask(query));
            times.push(now() - begin);
        }
        print_times(kind, &mut times);
        compare(&plain, &queries, &found);
    }
    search::measure(language.as_str(), &keys);
}

/// Builds a run and prints what it costs.
fn built(language: &Language, keys: &[String]) -> Chunks {
    let begin = now();
    let mut builder = Builder::default();
    let mut sequence = Sequence::default();
    let mut words = 0;
    for (number, key) in (0..).zip(keys) {
        sequence.read(key);
        words += sequence.len();
        builder.add(number, &sequence);
    }
    let added = now();
    let mut chunks = Chunks::default();
    let Ok(()) = builder.finish(&mut chunks);
    println!(
        "{language}: {} texts of {:.1} words and marks; build {:.2} s (reading {:.2})",
        keys.len(),
        words as f64 / keys.len() as f64,
        (now() - begin).as_secs_f64(),
        (added - begin).as_secs_f64()
    );
    let sizes = Column::ALL.map(|column| (column, chunks.bytes(column)));
    for (column, bytes) in sizes {
        print!("  {column:?} {:.1} MB", bytes as f64 / 1e6);
    }
    let total: usize = sizes.iter().map(|(_, bytes)| bytes).sum();
    println!("  together {:.1} MB", total as f64 / 1e6);
    chunks
}

/// Prints for how many queries the index found what looking at all texts finds.
fn compare(plain: &Plain, queries: &[Sequence], found: &[Vec<Candidate>]) {
    let begin = now();
    let checked = queries.iter().zip(found).take(CHECKED);
    let right = checked
        .filter(|(query, found)| plain.best(query) == **found)
        .count();
    let matched = found.iter().filter(|found| !found.is_empty()).count();
    println!(
        "          matches for {matched} of {}; all as by looking at all texts: {right} of {CHECKED} ({:.1} ms each)",
        queries.len(),
        (now() - begin).as_secs_f64() * 1e3 / CHECKED as f64,
    );
}

/// CPU time of this thread.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Resident main memory of the process in MB, where the system tells.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(f64::NAN) / 1024.0
}

/// The front of one text and the back of another.
fn recombined(random: &mut Random, texts: &[&String]) -> String {
    let mut half = |is_front: bool| {
        let words: Vec<&str> = texts[random.below(texts.len())].split(' ').collect();
        let cut = random.below(words.len() + 1);
        if is_front {
            words[..cut].join(" ")
        } else {
            words[cut..].join(" ")
        }
    };
    let front = half(true);
    format!("{front} {}", half(false)).trim().to_owned()
}

/// A text of which a part of the words, one at least unless the part is 0, is deleted, inserted or replaced.
fn edited(random: &mut Random, text: &str, part: f64, texts: &[&String]) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let edits = match part {
        0.0 => 0,
        _ => ((words.len() as f64 * part).round() as usize).max(1),
    };
    for _ in 0..edits {
        let at = random.below(words.len());
        let other: Vec<&str> = texts[random.below(texts.len())].split(' ').collect();
        let word = other[random.below(other.len())];
        match random.below(4) {
            0 => words.insert(at, word),
            1 if words.len() > 1 => drop(words.remove(at)),
            _ => words[at] = word,
        }
    }
    words.join(" ")
}

/// A generator of numbers that are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// All texts as ids, compared one after the other.
struct Plain {
    ids: HashMap<u64, u32>,
    texts: Vec<Vec<u32>>,
}

impl Plain {
    fn new(keys: &[String]) -> Self {
        let mut ids = HashMap::new();
        let texts = keys.iter().map(|key| {
            let sequence = Sequence::of_key(key);
            let known = sequence.hashes().iter().map(|hash| {
                let next = ids.len() as u32;
                *ids.entry(*hash).or_insert(next)
            });
            known.collect()
        });
        let texts = texts.collect();
        Self { ids, texts }
    }

    fn best(&self, query: &Sequence) -> Vec<Candidate> {
        let ids = query
            .hashes()
            .iter()
            .map(|hash| self.ids.get(hash).copied().unwrap_or(u32::MAX));
        let ids: Vec<u32> = ids.collect();
        let mut pattern = Pattern::new(&ids);
        let mut all: Vec<Candidate> = Vec::new();
        for (number, text) in (0..).zip(&self.texts) {
            let Some(edits) = pattern.distance(text, u32::MAX) else {
                continue;
            };
            let similarity = Similarity::of(edits, ids.len() as u32, text.len() as u32);
            if similarity >= Similarity::of_per_cent(LEAST) && !text.is_empty() {
                all.push(Candidate { similarity, number });
            }
        }
        all.sort_by(|a, b| b.cmp(a));
        all.truncate(MOST);
        all
    }
}
