//! How fast TMX is read and written, imported and exported, beside what a bare XML reader needs for the same bytes.
//!
//! Prints megabytes (10^6 bytes) a second of CPU time, and how long an editor waits who saves during an import. The file is made of real pairs when they lie
//! beside the project, else of sentences of our own; a number as argument sets its size in MB (200).

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its figures"
)]

mod whole;

use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, BufReader, Write};
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;
use tarjuman::exchange::{ReadOptions, Sink, WriteError, WriteOptions, format_named};
use tarjuman::model::{Finding, Severity, Unit};
use tarjuman::text::Language;

const PAIRS: &str = "../shared/gold/memory/pairs.tsv.xz";

fn main() {
    // Test runs only check that this compiles.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let megabytes = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(200);
    let file = make_file(&pairs(), megabytes * 1_000_000);
    println!("TMX of {:.0} MB", file.len() as f64 / 1e6);
    let floor = rate(file.len(), || bare(&file));
    println!("  quick-xml, bare extraction  {floor:7.0} MB/s");
    let expected = memchr::memmem::find_iter(&file, b"</tu>").count();
    let reading = rate(file.len(), || {
        let mut counter = Counter::default();
        read(&file, &mut counter);
        assert_eq!(counter.0, expected, "the file was not read to its end");
    });
    println!(
        "  read every unit             {reading:7.0} MB/s  ({:.2} of the floor)",
        reading / floor
    );
    let mut kept = Kept::default();
    let piece = file.len().min(40_000_000);
    let cut = memchr::memmem::rfind(&file[..piece], b"<tu ").unwrap_or(piece);
    let part = [&file[..cut], b"</body></tmx>"].concat();
    read(&part, &mut kept);
    let mut written = 0;
    let seconds = cpu(|| written = write(&kept.0));
    println!(
        "  write from units in memory  {:7.0} MB/s",
        written as f64 / 1e6 / seconds
    );
    if let Err(error) = whole::print(&file, floor) {
        eprintln!("{error}");
    }
}

/// Megabytes a second, the best of three.
fn rate(bytes: usize, mut work: impl FnMut()) -> f64 {
    let best = (0..3).map(|_| cpu(&mut work)).fold(f64::MAX, f64::min);
    bytes as f64 / 1e6 / best
}

/// The CPU time of this process for some work, in seconds.
fn cpu(work: impl FnOnce()) -> f64 {
    let before = cpu_now();
    work();
    cpu_now() - before
}

#[cfg(target_os = "linux")]
fn cpu_now() -> f64 {
    // Fields 14 and 15, user and system time in ticks of 10 ms.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

#[cfg(not(target_os = "linux"))]
fn cpu_now() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START
        .get_or_init(std::time::Instant::now)
        .elapsed()
        .as_secs_f64()
}

/// What any reader must do: find every element, attribute and text.
fn bare(file: &[u8]) {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, file));
    let mut buffer = Vec::new();
    let mut size = 0;
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.attributes().flatten() {
                    size += attribute.value.len();
                }
            }
            Ok(Event::Text(text)) => size += text.len(),
            Ok(_) => {}
            Err(error) => {
                eprintln!("{error}");
                break;
            }
        }
        buffer.clear();
    }
    black_box(size);
}

fn read(file: &[u8], sink: &mut dyn Sink) {
    let Some(format) = format_named("tmx") else {
        return;
    };
    let mut input = BufReader::with_capacity(1 << 16, file);
    if let Err(error) = format.read(&mut input, &ReadOptions::default(), sink) {
        eprintln!("{error}");
    }
}

fn write(units: &[Unit]) -> usize {
    let mut out = Count(0);
    let languages = [
        "en", "fr", "de", "ur", "ps", "es", "ja", "ru", "it", "pt-BR",
    ];
    let options = WriteOptions {
        source: tag("en"),
        languages: languages.into_iter().map(tag).collect(),
        remarks: Vec::new(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    };
    match write_all(units, &options, &mut out) {
        Ok(()) => out.0,
        Err(error) => {
            eprintln!("{error}");
            0
        }
    }
}

fn write_all(units: &[Unit], options: &WriteOptions, out: &mut Count) -> Result<(), WriteError> {
    let Some(format) = format_named("tmx") else {
        return Ok(());
    };
    let mut writer = format.writer(options, out)?;
    for unit in units {
        writer.unit(unit)?;
    }
    writer.finish()?;
    Ok(())
}

fn tag(text: &str) -> Language {
    text.parse().unwrap_or_else(|_| unreachable!("{text}"))
}

#[derive(Default)]
struct Counter(usize);

impl Sink for Counter {
    fn unit(&mut self, unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.0 += 1;
        black_box(unit);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        if finding.severity > Severity::Info {
            eprintln!("{}", finding.message);
        }
    }
}

#[derive(Default)]
struct Kept(Vec<Unit>);

impl Sink for Kept {
    fn unit(&mut self, unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.0.push(unit);
        Ok(())
    }

    fn finding(&mut self, _finding: Finding) {}
}

struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Target language, source and target of real pairs, or of a few of our own.
fn pairs() -> Vec<[String; 3]> {
    let unpacked = Command::new("xz").args(["-dc", PAIRS]).output();
    let text = unpacked
        .ok()
        .filter(|output| output.status.success())
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let mut pairs: Vec<[String; 3]> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t').skip(1);
            let [language, source, target] = [cells.next()?, cells.next()?, cells.next()?];
            language.parse::<Language>().ok()?;
            if line.contains(|c: char| c < ' ' && c != '\t') {
                return None;
            }
            Some([language, source, target].map(escaped))
        })
        .collect();
    if pairs.is_empty() {
        println!("SKIPPED: no pairs at {PAIRS}; sentences of our own instead");
        let own = [
            (
                "The river rises every spring, and the village waits.",
                "ہر بہار دریا چڑھتا ہے اور گاؤں انتظار کرتا ہے۔",
            ),
            (
                "Nobody asked the old ferryman what he had seen.",
                "بوڑھے ملاح سے کسی نے نہ پوچھا کہ اس نے کیا دیکھا تھا۔",
            ),
            ("It was late.", "دیر ہو چکی تھی۔"),
        ];
        pairs = own.map(|(a, b)| ["ur", a, b].map(escaped)).to_vec();
    }
    pairs
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A TMX with dates, properties and inline codes; the same each time.
fn make_file(pairs: &[[String; 3]], bytes: usize) -> Vec<u8> {
    let mut file = String::with_capacity(bytes + 10_000);
    file.push_str(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n",
        "<header creationtool=\"bench\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"bench\" ",
        "adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>\n<body>\n"
    ));
    let mut number = 0_usize;
    while file.len() < bytes {
        let [language, source, target] = &pairs[(number * 7919) % pairs.len()];
        let (day, minute) = (number % 28 + 1, number % 60);
        let _ = write!(
            file,
            "<tu tuid=\"{number}\" creationdate=\"202401{day:02}T12{minute:02}00Z\" creationid=\"bench\">\n\
             <prop type=\"x-origin\">package</prop>\n<tuv xml:lang=\"en\">\n<seg>"
        );
        marked(&mut file, source, number);
        let _ = write!(
            file,
            "</seg>\n</tuv>\n<tuv xml:lang=\"{language}\" changedate=\"202402{day:02}T08{minute:02}00Z\" changeid=\"other\">\n<seg>"
        );
        marked(&mut file, target, number);
        file.push_str("</seg>\n</tuv>\n</tu>\n");
        number += 1;
    }
    file.push_str("</body>\n</tmx>\n");
    file.into_bytes()
}

/// Every third text has its first word in bold.
fn marked(file: &mut String, text: &str, number: usize) {
    match text.split_once(' ') {
        Some((first, rest)) if number.is_multiple_of(3) && !first.contains('&') => {
            let _ = write!(
                file,
                "<bpt i=\"1\" type=\"bold\">&lt;b&gt;</bpt>{first}<ept i=\"1\">&lt;/b&gt;</ept> {rest}"
            );
        }
        _ => file.push_str(text),
    }
}
