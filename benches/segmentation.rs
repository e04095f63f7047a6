//! How fast text is cut: megabytes a second of processor time on one thread, memory, and the time to the first segment.
//!
//! `cargo bench --bench segmentation` cuts sentences of its own, or the development sets beside the project when they
//! are there; `-- FILE.srx LANGUAGE` adds the rules of a file.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs;
use std::time::{Duration, Instant};

use tarjuman::segmentation::Segmenter;
use tarjuman::segmentation::srx::Srx;
use tarjuman::text::Language;

const SIZE: usize = 10_000_000;

/// For each language: sentences of our own, and the development sets that replace them.
const TEXTS: [(&str, &str, &[&str]); 3] = [
    (
        "en",
        include_str!("../src/segmentation/golden/en.txt"),
        &["en-ewt-dev", "en-gum-dev"],
    ),
    (
        "ur",
        include_str!("../src/segmentation/golden/ur.txt"),
        &["ur-udtb-dev", "ur-tico-punct"],
    ),
    (
        "ps",
        include_str!("../src/segmentation/golden/ps.txt"),
        &["ps-sikaram", "ps-tico-punct"],
    ),
];

/// The processor time of this thread so far; the time of the clock where the system does not tell.
fn processor_time(begin: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

/// The most memory that the process has held, in kilobytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Ten megabytes in paragraphs, and where they come from.
fn text(own: &str, sets: &[&str]) -> (String, &'static str) {
    let gold: String = sets
        .iter()
        .filter_map(|set| {
            fs::read_to_string(format!("../shared/gold/segmentation/{set}.jsonl")).ok()
        })
        .flat_map(|file| file.lines().map(paragraph).collect::<Vec<_>>())
        .collect();
    let (once, origin) = if gold.is_empty() {
        let inputs = own
            .split("===\n")
            .filter_map(|case| case.split("\n---").next());
        (
            inputs.map(|input| format!("{input}\n")).collect(),
            "own sentences",
        )
    } else {
        (gold, "development sets")
    };
    (once.repeat(SIZE / once.len() + 1), origin)
}

fn paragraph(line: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
    format!("{}\n", record["text"].as_str().unwrap_or_default())
}

fn measure(name: &str, segmenter: &Segmenter, language: &str, text: &str) {
    let begin = Instant::now();
    let Ok(tag) = Language::parse(language) else {
        return;
    };
    let rules = segmenter.rules(&tag);
    let first = rules.segments(text).next().is_some();
    let cold = begin.elapsed();
    let mut best = Duration::MAX;
    let mut count = 0;
    for _ in 0..5 {
        let (start, begin) = (processor_time(Instant::now()), Instant::now());
        count = rules.segments(text).count();
        best = best.min(processor_time(begin).saturating_sub(start));
    }
    let speed = text.len() as f64 / 1e6 / best.as_secs_f64();
    let cold = cold.as_secs_f64() * 1e3;
    println!(
        "{name:<10} {speed:>7.1} MB/s  {count:>7} segments  first after {cold:>6.2} ms ({first})"
    );
}

fn main() {
    let before = peak_memory();
    for (language, own, sets) in TEXTS {
        let (text, origin) = text(own, sets);
        println!("{language}: {} bytes, {origin}", text.len());
        measure("paragraphs", &Segmenter::built_in(), language, &text);
        measure(
            "one line",
            &Segmenter::built_in(),
            language,
            &text.replace('\n', " "),
        );
    }
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    if let (Some(file), Some(language)) = (arguments.next(), arguments.next()) {
        let (text, _) = text(TEXTS[0].1, TEXTS[0].2);
        let begin = Instant::now();
        match fs::read(&file).map(|bytes| Srx::read(&bytes)) {
            Ok(Ok((srx, findings))) => {
                let read = begin.elapsed().as_secs_f64() * 1e3;
                println!(
                    "{file}: {} rules in {read:.1} ms, {} left out",
                    srx.rule_count(),
                    findings.len()
                );
                measure("SRX", &Segmenter::from_srx(srx), &language, &text);
            }
            Ok(Err(error)) => println!("{file}: {error}"),
            Err(error) => println!("{file}: {error}"),
        }
    }
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        println!(
            "memory: {} kB at most, of which the longest text and its copy take about {} kB",
            after - before,
            2 * SIZE / 1024
        );
    }
}
