//! The whole commands `import` and `export`, each as a process of its own, and an editor who saves meanwhile.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tarjuman::memory::{Commit, Memory};
use tarjuman::model::{Timestamp, Unit, UnitId, Variant};
use tarjuman::text::Language;

/// What a process has cost.
struct Cost {
    /// CPU time, in seconds; the time that passed where the system does not tell.
    seconds: f64,
    /// Main memory at its height, in megabytes; unknown where the system does not tell.
    megabytes: Option<f64>,
}

/// Imports a file into a fresh project, exports everything, and imports again while an editor saves.
///
/// `floor` is what bare extraction of the same file gives, in megabytes a second.
pub(crate) fn print(file: &[u8], floor: f64) -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let tmx = folder.path().join("big.tmx");
    File::create(&tmx)?.write_all(file)?;
    let project = folder.path().join("alone");
    watched(begun(folder.path(), &["init", "alone"])?)?;
    let cost = watched(import(&project, &tmx)?)?;
    line("import", file.len() as u64, &cost, floor);
    let cost = watched(begun(&project, &["export", "tmx", "-o", "all.tmx"])?)?;
    line(
        "export",
        project.join("all.tmx").metadata()?.len(),
        &cost,
        floor,
    );
    watched(begun(folder.path(), &["init", "shared"])?)?;
    saving_meanwhile(&folder.path().join("shared"), &tmx)
}

fn line(what: &str, bytes: u64, cost: &Cost, floor: f64) {
    let rate = bytes as f64 / 1e6 / cost.seconds;
    let resident = cost
        .megabytes
        .map_or_else(String::new, |most| format!(", {most:.0} MB resident"));
    println!(
        "  {what:<28}{rate:7.0} MB/s  ({:.2} of the floor{resident})",
        rate / floor
    );
}

fn import(project: &Path, tmx: &Path) -> std::io::Result<Child> {
    begun(project, &["import", &tmx.to_string_lossy()])
}

fn begun(folder: &Path, arguments: &[&str]) -> std::io::Result<Child> {
    Command::new(env!("CARGO_BIN_EXE_tarjuman"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// Waits for a process and says what it has cost.
fn watched(mut child: Child) -> std::io::Result<Cost> {
    let begin = Instant::now();
    let mut cost = Cost {
        seconds: 0.0,
        megabytes: None,
    };
    // A process that has ended and was not waited for still says what it has cost.
    while let Some((has_ended, seconds)) = spent(child.id()) {
        cost.seconds = seconds;
        cost.megabytes = height(child.id()).or(cost.megabytes);
        if has_ended {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let status = child.wait()?;
    assert!(status.success(), "the command failed: {status}");
    if cost.seconds == 0.0 {
        cost.seconds = begin.elapsed().as_secs_f64();
    }
    Ok(cost)
}

/// Whether a process has ended, and its CPU time in seconds.
fn spent(process: u32) -> Option<(bool, f64)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    let state = fields.next()?;
    // Fields 14 and 15 of all, user and system time in ticks of 10 ms.
    let ticks = fields
        .skip(10)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    Some((state == "Z", ticks.sum::<f64>() / 100.0))
}

/// The most main memory that a process ever had, in megabytes.
fn height(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

/// An editor saves one unit after the other as long as an import runs.
fn saving_meanwhile(project: &Path, tmx: &Path) -> std::io::Result<()> {
    let failed = |error| std::io::Error::other(format!("the memory: {error}"));
    let mut memory = Memory::create(project.join("memory.db")).map_err(failed)?;
    let child = import(project, tmx)?;
    let process = child.id();
    let importing = thread::spawn(move || watched(child));
    let mut waits = Vec::new();
    while spent(process).is_some_and(|(has_ended, _)| !has_ended) {
        let text = format!("The text that is saved as number {}.", waits.len());
        let id = UnitId(format!("edited-{}", waits.len()));
        let unit = Unit::new(id, Variant::new(Language::default(), text));
        let commit = Commit {
            units: &[unit],
            ..Commit::new("editor", Timestamp(0), "")
        };
        let begin = Instant::now();
        memory.commit(&commit).map_err(failed)?;
        waits.push(begin.elapsed().as_secs_f64() * 1e3);
        thread::sleep(Duration::from_millis(20));
    }
    importing
        .join()
        .map_err(|_| std::io::Error::other("the watch failed"))??;
    if waits.is_empty() {
        return Ok(());
    }
    waits.sort_by(f64::total_cmp);
    let at = |part: f64| waits[((waits.len() - 1) as f64 * part) as usize];
    println!(
        "  saving during an import     {} saves, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        waits.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    Ok(())
}
