//! Prints what the memory costs: a commit, a bulk import, an export, and saving while an import runs.
//!
//! `cargo bench --bench memory -- [UNITS]`; the texts are made here, from a seed.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tarjuman::memory::{Access, Commit, Filter, Memory, MemoryError, Source};
use tarjuman::model::{DocumentName, Placement, State, Timestamp, Unit, UnitId, Variant};
use tarjuman::text::Language;

const ENGLISH: &str = "the river town holds a market every second week and people from far villages bring wool salt \
    copper lamps paper seed tools books bread cloth honey mules cedar glass rope water letters news";
const URDU: &str = "دریا کے کنارے شہر میں ہر دوسرے ہفتے بازار لگتا ہے اور دور کے گاؤں سے لوگ اون نمک تانبا چراغ \
    کاغذ بیج اوزار کتابیں روٹی کپڑا شہد خچر لکڑی شیشہ رسی پانی خط خبریں لاتے ہیں";

fn main() {
    let units = std::env::args().find_map(|argument| argument.parse().ok());
    let units: u64 = units.unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    commit(&folder.path().join("commit.db"));
    bulk(&folder.path().join("bulk.db"), units);
    saving_meanwhile(&folder.path().join("shared.db"), units);
    println!("{:<44} {:>9.0} MB", "resident at most", resident());
}

/// The CPU time of this thread, user and system; wall time where the system does not tell.
fn cpu(start: Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

fn resident() -> f64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kibibytes.unwrap_or(f64::NAN) / 1024.0
}

/// Runs `work` and prints its CPU time and its rate.
fn timed<T>(what: &str, units: u64, bytes: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let before = cpu(start);
    let done = work();
    let seconds = cpu(start) - before;
    let rate = bytes as f64 / 1e6 / seconds;
    println!(
        "{what:<44} {seconds:>9.3} s CPU {:>8.3} s wall {:>7.2} µs/unit {rate:>6.0} MB/s of text",
        start.elapsed().as_secs_f64(),
        seconds * 1e6 / units as f64,
    );
    done
}

/// Ten thousand changed units of ten documents.
fn commit(path: &Path) {
    let mut memory = Memory::create(path).unwrap();
    let mut units: Vec<Unit> = Texts::new(7).take(10_000).collect();
    for (at, unit) in (0..).zip(&mut units) {
        unit.placement = Some(Placement {
            document: DocumentName::new(&format!("part-{}", at / 1000)).unwrap(),
            order: at % 1000,
            paragraph: 1,
            sentence: 1,
            segments: 1,
            line: at,
        });
    }
    let save = |memory: &mut Memory, units: &[Unit], what: &str| {
        let commit = Commit {
            units,
            ..Commit::new("bench", Timestamp(0), what)
        };
        timed(what, 10_000, bytes(units), || {
            memory.commit(&commit).unwrap()
        })
    };
    save(&mut memory, &units, "commit of 10,000 new units");
    for unit in &mut units {
        unit.variants[1].text.push('!');
        unit.variants[1].state = State::Reviewed;
    }
    let report = save(&mut memory, &units, "commit of 10,000 changed units");
    assert_eq!(report.variants_changed, 10_000);
    save(&mut memory, &units, "commit of 10,000 unchanged units");
}

fn bulk(path: &Path, units: u64) {
    let mut memory = Memory::create(path).unwrap();
    let size: u64 = Texts::new(1)
        .take(units as usize)
        .map(|unit| bytes(&[unit]))
        .sum();
    timed("making the texts alone", units, size, || {
        Texts::new(1)
            .take(units as usize)
            .map(|unit| unit.variants.len())
            .sum::<usize>()
    });
    timed("rehearsal", units, size, || {
        let mut rehearsal = memory.rehearse_intake().unwrap();
        Texts::new(1)
            .take(units as usize)
            .for_each(|unit| _ = rehearsal.add(unit).unwrap());
    });
    timed("intake", units, size, || import(&mut memory, 1, units));
    println!(
        "{:<44} {:>9.1} MB",
        "file",
        path.metadata().unwrap().len() as f64 / 1e6
    );
    timed("intake of the same again", units, size, || {
        import(&mut memory, 1, units)
    });
    timed("intake of as many others", units, size, || {
        import(&mut memory, 2, units)
    });
    let size = 2 * size;
    timed("streaming all", 2 * units, size, || {
        let mut variants = 0;
        let each = |unit: &Unit| {
            variants += unit.variants.len();
            Ok::<_, MemoryError>(())
        };
        memory.units(&Filter::default(), each).unwrap();
    });
    timed("digest of the dump", 2 * units, size, || {
        memory.digest().unwrap()
    });
    timed("undoing the second intake", units, size, || {
        memory.undo_intake(2, "bench", Timestamp(0), "").unwrap()
    });
}

fn import(memory: &mut Memory, seed: u64, units: u64) {
    let source = Source {
        file: "bench",
        format: "tmx",
        author: "bench",
        time: Timestamp(0),
    };
    let mut intake = memory.begin_intake(source).unwrap();
    Texts::new(seed)
        .take(units as usize)
        .for_each(|unit| _ = intake.add(unit).unwrap());
    intake.finish(&Vec::new(), &[]).unwrap();
}

/// An editor saves one unit after the other while an import runs.
fn saving_meanwhile(path: &Path, units: u64) {
    let mut memory = Memory::create(path).unwrap();
    let is_over = AtomicBool::new(false);
    let mut waits: Vec<Duration> = thread::scope(|scope| {
        let editor = scope.spawn(|| {
            let mut editor = Memory::open(path, Access::ReadWrite).unwrap();
            let mut waits = Vec::new();
            for mut unit in Texts::new(3) {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                unit.id = UnitId(format!("edited-{}", waits.len()));
                let start = Instant::now();
                let commit = Commit {
                    units: &[unit],
                    ..Commit::new("editor", Timestamp(0), "")
                };
                editor.commit(&commit).unwrap();
                waits.push(start.elapsed());
                thread::sleep(Duration::from_millis(5));
            }
            waits
        });
        import(&mut memory, 1, units);
        is_over.store(true, Ordering::Relaxed);
        editor.join().unwrap()
    });
    waits.sort_unstable();
    let at = |part: f64| waits[((waits.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!(
        "saving during an import: {} saves, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        waits.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn bytes(units: &[Unit]) -> u64 {
    let variants = units.iter().flat_map(|unit| &unit.variants);
    variants.map(|variant| variant.text.len() as u64).sum()
}

/// Units in English and Urdu without ids, made of words in an order that a seed decides.
struct Texts {
    state: u64,
    english: (Language, Vec<&'static str>),
    urdu: (Language, Vec<&'static str>),
}

impl Texts {
    fn new(seed: u64) -> Self {
        let words = |tag, text: &'static str| {
            (
                Language::parse(tag).unwrap(),
                text.split_whitespace().collect(),
            )
        };
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            english: words("en", ENGLISH),
            urdu: words("ur", URDU),
        }
    }

    /// The next number of a generator after Marsaglia (xorshift64*).
    fn number(&mut self) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize
    }

    fn sentence(&mut self, words: &[&str]) -> String {
        let mut sentence = String::new();
        for _ in 0..6 + self.number() % 21 {
            sentence.push_str(words[self.number() % words.len()]);
            sentence.push(' ');
        }
        sentence
    }
}

impl Iterator for Texts {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let (english, urdu) = (self.english.clone(), self.urdu.clone());
        let source = Variant::new(english.0, self.sentence(&english.1));
        let mut target = Variant::new(urdu.0, self.sentence(&urdu.1));
        target.attributes = vec![
            ("creationdate".to_owned(), "20240101T120000Z".to_owned()),
            ("creationid".to_owned(), "somebody".to_owned()),
        ];
        let id = format!("{:x}", self.number() << 31 | self.number());
        let mut unit = Unit::new(UnitId(id), source);
        unit.variants.push(target);
        Some(unit)
    }
}
