//! Prints how fast texts are normalised, folded into keys and searched for numbers, in MB/s.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use tarjuman::text::{Language, normalise, numbers, words, write_match_key};

const ENGLISH: &str = "The council met on 15 August 2021 and spent 2,670 hours, or 79 percent of the year, on the canal.\n";
const URDU: &str = "کونسل کا اجلاس ۱۵ اگست ۲۰۲۱ء کو ہوا اور اس نے نہر پر 2,670 گھنٹے، یعنی سال کے 79 فیصد، صرف کیے۔\n";
const PASHTO: &str = "شورا د ۲۰۲۱ کال د اګست پر ۱۵مه غونډه وکړه او پر کانال یې ۲،۶۷۰ ساعته، یعنې د کال ۷۹ سلنه، ولګول.\n";

/// About this many bytes are handled in each run: a few milliseconds.
const SIZE: usize = 200_000;

fn main() {
    for (name, tag, line) in [
        ("English", "en", ENGLISH),
        ("Urdu", "ur", URDU),
        ("Pashto", "ps", PASHTO),
    ] {
        let Ok(language) = Language::parse(tag) else {
            continue;
        };
        let mut key = String::new();
        report(name, "match_key", line, |text| {
            write_match_key(&mut key, text, &language);
            key.len()
        });
        report(name, "normalise", line, |text| normalise(text).len());
        report(name, "numbers", line, |text| {
            numbers::find(text, &language).len()
        });
        report(name, "words", line, |text| words(text).count());
    }
}

/// Runs `work` on the line again and again and prints the best of a hundred short runs, which a busy machine disturbs least.
fn report(name: &str, what: &str, line: &str, mut work: impl FnMut(&str) -> usize) {
    let rounds = SIZE / line.len();
    let best = (0..100)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..rounds {
                black_box(work(black_box(line)));
            }
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    let rate = (rounds * line.len()) as f64 / best / 1e6;
    println!("{what:>10}  {name:<8} {rate:7.0} MB/s");
}
