//! What aligning costs and how well it does: processor time, peak memory and strict F1 at several sizes.
//!
//! `cargo bench --bench alignment -- [SENTENCES...]` makes texts from a seed: sentences of invented words with merges,
//! splits, omissions and insertions; and, when the sets beside the project are there, the same from TICO-19.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs;
use std::time::{Duration, Instant};

use tarjuman::alignment::{
    Aligner, BeadLine, DocumentPair, Evaluation, Knowledge, Options, read_beads,
};
use tarjuman::text::Language;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|n| n.parse().ok()).collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 10_000, 30_000]
    } else {
        asked
    };
    println!(
        "{:<16} {:>16} {:>9} {:>8} {:>9}",
        "texts", "sentences", "CPU", "peak", "strict F1"
    );
    for language in ["ur", "ps"] {
        match fs::read_to_string(format!("../shared/gold/tico-19/all.en-{language}.tmx")) {
            Ok(memory) => measure(
                &format!("TICO-19 en-{language}"),
                language,
                &pairs_of(&memory),
            ),
            Err(_) => println!("SKIPPED: no TICO-19 beside the project for en-{language}"),
        }
    }
    for size in sizes {
        measure("made", "tlh", &invented(size));
    }
}

/// The pairs of a translation memory, in order.
fn pairs_of(memory: &str) -> Vec<(String, String)> {
    let segments = |unit: &str| -> Vec<String> {
        let cut = unit.split("<seg>").skip(1);
        cut.filter_map(|rest| rest.split("</seg>").next())
            .map(|text| text.replace("&amp;", "&").replace("&lt;", "<"))
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    let units = memory.split("<tu ").skip(1).map(segments);
    units
        .filter_map(|unit| <[String; 2]>::try_from(unit).ok())
        .map(|[source, target]| (source, target))
        .filter(|(source, target)| !source.is_empty() && !target.is_empty())
        .collect()
}

/// Sentences of invented words: each word has two translations, one word in six is lost on the way, and order is loose.
fn invented(count: usize) -> Vec<(String, String)> {
    const WORDS: u64 = 30_000;
    let mut dice = Dice(7);
    let mut pairs = Vec::with_capacity(count);
    for _ in 0..count {
        let (mut source, mut target) = (Vec::new(), Vec::new());
        for at in 0..6 + dice.below(26) {
            // The product of shares falls off as words do in real text: few are usual, most are rare.
            let word =
                WORDS * dice.below(1000) / 1000 * dice.below(1000) / 1000 * dice.below(1000) / 1000;
            source.push(spelt(word, b"bdgklmnprstvz"));
            if dice.below(6) > 0 {
                let other = word * 2 + u64::from(dice.below(4) == 0);
                target.push((at + dice.below(5), spelt(other + WORDS, b"cfhjqwxytrnsl")));
            }
        }
        target.sort();
        let target: Vec<String> = target.into_iter().map(|(_, word)| word).collect();
        pairs.push((source.join(" ") + ".", target.join(" ") + "."));
    }
    pairs
}

/// A pronounceable spelling of a number.
fn spelt(mut number: u64, consonants: &[u8; 13]) -> String {
    let mut word = String::new();
    loop {
        let (syllable, rest) = (number % 65, number / 65);
        word.push(consonants[(syllable % 13) as usize] as char);
        word.push(b"aeiou"[(syllable / 13) as usize] as char);
        number = rest;
        if number == 0 {
            return word;
        }
    }
}

/// Merges a quarter of the pairs, leaves out a tenth and inserts a tenth; returns the gold beads, too.
fn disturbed(pairs: &[(String, String)]) -> (Vec<String>, Vec<String>, Vec<BeadLine>) {
    const SHAPES: [(usize, usize); 6] = [(2, 1), (1, 2), (2, 1), (1, 2), (3, 1), (1, 3)];
    let mut dice = Dice(19);
    let (mut source, mut target, mut gold) = (Vec::new(), Vec::new(), String::new());
    let mut rest = pairs;
    while let Some((first, _)) = rest.split_first() {
        let shape = match dice.below(100) {
            0..10 => (1, 0),
            10..20 => (0, 1),
            20..45 => SHAPES[dice.below(6) as usize],
            _ => (1, 1),
        };
        let taken = shape.0.max(shape.1).min(rest.len());
        let shape = (shape.0.min(taken), shape.1.min(taken));
        let begin = (source.len(), target.len());
        let (now, later) = rest.split_at(taken);
        let sides = now.iter().cloned().unzip::<_, _, Vec<_>, Vec<_>>();
        match shape {
            (1, 0) => source.push(first.0.clone()),
            (0, 1) => target.push(first.1.clone()),
            _ => {
                join(sides.0, shape.0, &mut source);
                join(sides.1, shape.1, &mut target);
            }
        }
        let numbers = |range: std::ops::Range<usize>| range.collect::<Vec<_>>();
        let bead = (
            numbers(begin.0..source.len()),
            numbers(begin.1..target.len()),
        );
        gold.push_str(&format!("{:?}:{:?}\n", bead.0, bead.1));
        rest = later;
    }
    let gold = read_beads(&gold).unwrap_or_default();
    (source, target, gold)
}

fn join(sentences: Vec<String>, parts: usize, into: &mut Vec<String>) {
    if parts == 1 {
        into.push(sentences.join(" "));
    } else {
        into.extend(sentences);
    }
}

fn measure(name: &str, language: &str, pairs: &[(String, String)]) {
    let (source, target, gold) = disturbed(pairs);
    let sides = (texts(&source), texts(&target));
    let (Ok(english), Ok(other)) = (Language::parse("en"), Language::parse(language)) else {
        return;
    };
    let document = DocumentPair {
        source: &sides.0,
        target: &sides.1,
        source_language: &english,
        target_language: &other,
        source_paragraphs: &[],
        target_paragraphs: &[],
        fixed: &[],
    };
    let (clock, before) = (Instant::now(), processor_time());
    let found = Aligner::new(Options::default()).align(&[document], &Knowledge::default());
    let spent =
        processor_time().map_or_else(|| clock.elapsed(), |now| now - before.unwrap_or_default());
    let Ok(found) = found else { return };
    let beads: Vec<BeadLine> = found.alignments[0]
        .beads
        .iter()
        .map(BeadLine::from)
        .collect();
    println!(
        "{name:<16} {:>16} {:>7.2} s {:>5} MB {:>9.4}",
        format!("{} x {}", source.len(), target.len()),
        spent.as_secs_f64(),
        peak_memory().map_or_else(
            || "?".to_owned(),
            |kilobytes| (kilobytes / 1024).to_string()
        ),
        Evaluation::of(&gold, &beads).strict.f1(),
    );
}

fn texts(sentences: &[String]) -> Vec<&str> {
    sentences.iter().map(String::as_str).collect()
}

/// The processor time of this thread so far, where the system tells.
fn processor_time() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}

/// The most memory that the process has held, in kilobytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Numbers from a seed (Knuth's linear congruence).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
