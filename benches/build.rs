//! Prints what the whole program costs: `build` on the sample, `segment` on 10 MB, an update of a long document.
//!
//! `cargo bench --bench build`. Each figure is the processor time of a whole process, user and system,
//! the smallest of some runs, with its peak memory beside it.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail loudly")]
#![allow(clippy::disallowed_methods, reason = "its files are thrown away")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// How often each command runs.
const RUNS: usize = 5;

const ENGLISH: &str = "Dr. Khan came to the market at 6 p.m. and sold 1,200 lamps. \"Who buys so many?\" asked the baker. \
    Nobody knew, e.g. the smith said nothing at all. The river rose again in the U.S. and in the valley.";
const URDU: &str = "ڈاکٹر خان شام چھ بجے بازار آئے اور ۱٬۲۰۰ چراغ بیچے۔ نانبائی نے پوچھا کہ اتنے چراغ کون خریدتا ہے؟ \
    کسی کو معلوم نہ تھا۔ اے۔ کیو۔ خان نے کہا کہ دریا پھر چڑھ گیا ہے۔";
const PASHTO: &str = "ډاکټر خان ماښام شپږ بجې بازار ته راغی او ۱،۲۰۰ څراغونه یې وپلورل. نانوای وپوښتل چې دومره \
    څراغونه څوک پېري؟ هیچا ته معلومه نه وه. سیند بیا راوخوت او خلک ولاړل.";

fn main() {
    let folder = tempfile::tempdir().unwrap();
    sample(&folder.path().join("sample"));
    for (name, tag, text) in [
        ("English", "en", ENGLISH),
        ("Urdu", "ur", URDU),
        ("Pashto", "ps", PASHTO),
    ] {
        segment(folder.path(), name, tag, text);
    }
    long_document(&folder.path().join("long"));
}

/// The sample of this repository in a fresh folder: the first build, then one that finds nothing to do.
fn sample(project: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in [
        "tarjuman.toml",
        "sources/essay.txt",
        "translations/ur/essay.po",
        "translations/ps/essay.po",
    ] {
        let copy = project.join(part);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(root.join(part), copy).unwrap();
    }
    let fresh = || {
        let _ = fs::remove_file(project.join("memory.db"));
        let _ = fs::remove_dir_all(project.join("out"));
    };
    print(
        "build, the sample from nothing",
        best(|| {
            fresh();
            cost(project, &["build"], None)
        }),
        None,
    );
    print(
        "build, the sample unchanged",
        best(|| cost(project, &["build"], None)),
        None,
    );
}

fn segment(folder: &Path, name: &str, tag: &str, text: &str) {
    let mut long = String::new();
    while long.len() < 10_000_000 {
        long.push_str(text);
        long.push('\n');
    }
    let file = folder.join("long.txt");
    fs::write(&file, &long).unwrap();
    let arguments = ["segment", "long.txt", "--lang", tag];
    let cost = best(|| cost(folder, &arguments, None));
    print(&format!("segment, 10 MB of {name}"), cost, Some(long.len()));
    let record = serde_json::json!({"id": 1, "lang": tag, "text": text}).to_string() + "\n";
    let lines = record.repeat(10_000_000 / text.len());
    fs::write(folder.join("long.jsonl"), &lines).unwrap();
    let cost = best(|| self::cost(folder, &["segment", "--jsonl"], Some("long.jsonl")));
    print(
        &format!("segment --jsonl, 10 MB of {name}"),
        cost,
        Some(text.len() * (10_000_000 / text.len())),
    );
}

/// Ten thousand different sentences: the first build, then one with a sentence more in the middle.
fn long_document(project: &Path) {
    fs::create_dir_all(project.join("sources")).unwrap();
    fs::write(
        project.join("tarjuman.toml"),
        "[project]\nname = \"long\"\n",
    )
    .unwrap();
    let lines: Vec<_> = (0..10_000)
        .map(|n| {
            format!(
                "On day {n} the caravan had {} camels and rested.",
                n * 7 % 911
            )
        })
        .collect();
    let source = project.join("sources/long.txt");
    fs::write(&source, lines.join("\n")).unwrap();
    print(
        "build, 10,000 new units",
        cost(project, &["build"], None),
        None,
    );
    let (before, after) = lines.split_at(5_000);
    fs::write(
        &source,
        format!(
            "{}\nThen it rained.\n{}",
            before.join("\n"),
            after.join("\n")
        ),
    )
    .unwrap();
    print(
        "update, one sentence more among 10,000",
        cost(project, &["update"], None),
        None,
    );
}

/// Processor time in seconds and peak memory in megabytes.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    megabytes: f64,
}

fn best(mut run: impl FnMut() -> Cost) -> Cost {
    let runs = (0..RUNS).map(|_| run());
    runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).unwrap()
}

/// Runs the program under GNU time, which tells what the process cost.
fn cost(folder: &Path, arguments: &[&str], input: Option<&str>) -> Cost {
    let report = folder.join("cost");
    let mut command = Command::new("time");
    command
        .args(["-f", "%U %S %M", "-o"])
        .arg(&report)
        .arg(env!("CARGO_BIN_EXE_tarjuman"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(input) = input {
        command.stdin(File::open(folder.join(input)).unwrap());
    }
    if command.status().is_err() {
        println!("SKIPPED: GNU time is not installed");
        std::process::exit(0);
    }
    let report = fs::read_to_string(report).unwrap();
    let figures: Vec<f64> = report
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [user, system, kilobytes] = figures[..] else {
        panic!("cannot read {report:?}");
    };
    Cost {
        seconds: user + system,
        megabytes: kilobytes / 1024.0,
    }
}

#[allow(clippy::cast_precision_loss, reason = "figures for people")]
fn print(what: &str, cost: Cost, bytes: Option<usize>) {
    let speed = bytes.map_or_else(String::new, |bytes| {
        format!("{:>8.0} MB/s", bytes as f64 / 1e6 / cost.seconds)
    });
    println!(
        "{what:<44} {:>8.3} s {:>7.1} MB{speed}",
        cost.seconds, cost.megabytes
    );
}
