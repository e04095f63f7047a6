//! Prints how fast a document of 100,000 words is analysed against memories of several sizes.
//!
//! `cargo bench --profile quick --bench analyze [-- UNITS…]`, with the sizes of the memories.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]
#![allow(clippy::disallowed_methods, reason = "a benchmark plays the user")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::memory::{Access, Memory, Question, Source};
use tarjuman::model::{Timestamp, Unit, UnitId, Variant};
use tarjuman::text::Language;
use tarjuman::workbench::{AnalyzeRequest, Session, Workbench};

const PAIRS: &str = "../shared/gold/memory/pairs.tsv.xz";
const WORDS: usize = 100_000;
/// How many segments the fast way is compared with the plain one for.
const CHECKED: usize = 100;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|size| size.parse().ok())
        .collect();
    let sizes = match sizes.as_slice() {
        [] => &[10_000, 100_000, 1_000_000],
        sizes => sizes,
    };
    let Some(pairs) = unpacked(PAIRS) else {
        println!("SKIPPED: {PAIRS} is missing or xz is");
        return;
    };
    let sources = pairs.lines().filter_map(|line| line.split('\t').nth(2));
    // One text in a hundred is kept aside: the document is made of them, too.
    let (aside, kept): (Vec<&str>, Vec<&str>) = sources.partition(|text| text.len() % 100 == 7);
    for size in sizes {
        measure(*size, &aside, &kept);
    }
}

fn unpacked(file: &str) -> Option<String> {
    if !Path::new(file).exists() {
        return None;
    }
    let output = Command::new("xz").args(["-dc", file]).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

fn measure(size: usize, aside: &[&str], kept: &[&str]) {
    let mut random = Random(size as u64);
    let folder = tempfile::tempdir().unwrap();
    let memory = fill(&folder.path().join("memory.db"), size, kept, &mut random);
    let settings = "[project]\nname = \"bench\"\n";
    fs::write(folder.path().join("tarjuman.toml"), settings).unwrap();
    let session = Session {
        author: None,
        user: "bench".to_owned(),
        time: Timestamp(1),
        patience: Duration::from_secs(1),
    };
    for (name, similar) in [("new", 0), ("mixed", 50), ("similar", 100)] {
        let document = document(aside, &memory, similar, &mut random);
        let file = folder.path().join("document.txt");
        fs::write(&file, document.join("\n")).unwrap();
        let workbench = Workbench::open(folder.path(), session.clone()).unwrap();
        let both = ["ur", "ps"].map(|tag| Language::parse(tag).unwrap());
        for targets in [&both[..1], &both] {
            let request = AnalyzeRequest {
                names: vec![file.display().to_string()],
                targets: targets.to_vec(),
            };
            let begin = now();
            let report = workbench.analyze(&request).unwrap();
            let taken = now() - begin;
            let total = report.totals[0].total;
            println!(
                "{size} units, {name} document of {} words in {} segments: {:.2} s for {} of the languages",
                total.words,
                total.segments,
                taken.as_secs_f64(),
                report.totals.len()
            );
            for one in &report.totals {
                let rows = one
                    .rows()
                    .map(|(band, tally, _)| format!("{band} {}", tally.segments));
                println!("  {}: {}", one.lang, rows.collect::<Vec<_>>().join(", "));
            }
        }
        compare(&folder.path().join("memory.db"), &document, &both);
    }
}

/// A memory of so many units, every third of them in Urdu alone; gives its sources.
fn fill(file: &Path, size: usize, kept: &[&str], random: &mut Random) -> Vec<String> {
    let tag = |tag| Language::parse(tag).unwrap();
    let (en, ur, ps) = (tag("en"), tag("ur"), tag("ps"));
    let sources: Vec<String> = (0..size)
        .map(|at| match kept.get(at) {
            Some(text) => (*text).to_owned(),
            None => recombined(random, kept),
        })
        .collect();
    let mut memory = Memory::create(file).unwrap();
    let source = Source {
        file: "bench.tsv",
        format: "tsv",
        author: "bench",
        time: Timestamp(1),
    };
    let mut intake = memory.begin_intake(source).unwrap();
    for (text, number) in sources.iter().zip(0..) {
        let id = UnitId(format!("u{number}"));
        let mut unit = Unit::new(id, Variant::new(en.clone(), text));
        unit.variants.push(Variant::new(ur.clone(), "متن"));
        if number % 3 != 0 {
            unit.variants.push(Variant::new(ps.clone(), "متن"));
        }
        intake.add(unit).unwrap();
    }
    intake.finish(&Vec::new(), &[]).unwrap();
    memory.update_index(&[]).unwrap();
    sources
}

/// Lines of [`WORDS`] words together: so many in a hundred are lightly edited texts of the memory, the others are
/// made of texts that it does not have.
fn document(aside: &[&str], memory: &[String], similar: usize, random: &mut Random) -> Vec<String> {
    let mut lines = Vec::new();
    let mut words = 0;
    while words < WORDS {
        let line = if random.below(100) < similar {
            let mut words: Vec<&str> = memory[random.below(memory.len())].split(' ').collect();
            for _ in 0..words.len().div_ceil(12) {
                let at = random.below(words.len());
                words[at] = aside[random.below(aside.len())]
                    .split(' ')
                    .next()
                    .unwrap_or("x");
            }
            words.join(" ")
        } else {
            recombined(random, aside)
        };
        words += line.split(' ').count();
        lines.push(line);
    }
    lines
}

/// Compares what one pass finds for some lines in each language with what is found for each line and language alone.
fn compare(file: &Path, lines: &[String], languages: &[Language]) {
    let memory = Memory::open(file, Access::ReadOnly).unwrap();
    let en = Language::default();
    let step = (lines.len() / CHECKED).max(1);
    let questions: Vec<_> = lines
        .iter()
        .step_by(step)
        .map(|line| Question {
            least: 50,
            most: 1,
            ..Question::new(line, &en)
        })
        .collect();
    let together = memory.best_matches(&questions, languages, &|_, _, _| Vec::new());
    let together = together.unwrap();
    let begin = now();
    let mut right = 0;
    for (question, found) in questions.iter().zip(together) {
        for (to, found) in languages.iter().zip(found) {
            let to = std::slice::from_ref(to);
            let question = Question { to, ..*question };
            let alone = memory.matches(&question, &|_, _| Vec::new());
            right += usize::from(alone.unwrap().pop() == found);
        }
    }
    let asked = questions.len() * languages.len();
    println!(
        "  equal to asking one by one: {right} of {asked} ({:.1} ms each)",
        (now() - begin).as_secs_f64() * 1e3 / asked as f64
    );
}

/// The front of one text and the back of another.
fn recombined(random: &mut Random, texts: &[&str]) -> String {
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

/// CPU time of this thread.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
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
