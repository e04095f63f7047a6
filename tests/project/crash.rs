//! Two at once, a process that dies in the middle, a full disk, a folder that cannot be written to.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tarjuman::project::Lock;

use super::fixture::{LETTER, Run, TestProject, has};

#[test]
fn a_second_writer_waits_and_is_told() {
    let project = TestProject::letter();
    let lock = Lock::take(project.root(), Duration::ZERO).unwrap();
    for verb in ["build", "update", "commit"] {
        project
            .run(&["--wait", "0", verb])
            .refused()
            .complains("Another process is writing in this project")
            .complains("--wait");
    }
    project.run(&["--wait", "0", "status"]).ends(0);
    project.run(&["--wait", "0", "build", "--dry-run"]).ends(0);
    let waiting = spawn(&project, &["build"]);
    sleep(Duration::from_millis(200));
    drop(lock);
    Run::of(&waiting.wait_with_output().unwrap()).ends(0);
}

#[test]
fn a_locked_memory_is_waited_for_and_then_named() {
    let project = TestProject::letter();
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    let other = rusqlite::Connection::open(project.path("memory.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    project
        .run(&["--wait", "0", "build"])
        .refused()
        .complains("another process is writing");
    let waiting = spawn(&project, &["build"]);
    sleep(Duration::from_millis(300));
    other.execute_batch("ROLLBACK").unwrap();
    Run::of(&waiting.wait_with_output().unwrap())
        .ends(0)
        .prints("Recorded revision 3");
}

#[test]
fn a_patience_without_end_is_taken_as_it_is() {
    let project = TestProject::letter();
    project
        .run(&["--wait", "18446744073709551615", "build"])
        .ends(0);
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    project
        .run(&["--wait", "18446744073709551615", "build"])
        .ends(0);
}

#[test]
fn builds_at_once_make_one_revision() {
    let project = TestProject::with(LETTER);
    let running: Vec<Child> = (0..4).map(|_| spawn(&project, &["build"])).collect();
    for child in running {
        Run::of(&child.wait_with_output().unwrap()).ends(0);
    }
    assert_eq!(
        project.workbench().log(&Default::default()).unwrap().len(),
        1
    );
    assert!(project.build().is_unchanged());
}

#[test]
fn a_build_beside_an_import_loses_neither() {
    let project = TestProject::with(&sentences(2000));
    let other = TestProject::letter();
    project.write("old.tmx", other.export("tmx"));
    project.build();
    project.edit("sources/letter.txt", "Line 7 ", "Line seven ");
    let running = [
        spawn(&project, &["build"]),
        spawn(&project, &["import", "old.tmx"]),
    ];
    for child in running {
        Run::of(&child.wait_with_output().unwrap()).ends(0);
    }
    assert_eq!(project.export("tsv").lines().count(), 2004);
}

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_the_next_one_finishes() {
    for step in 0..6 {
        let project = TestProject::with(&sentences(600));
        let mut child = spawn(&project, &["build"]);
        sleep(Duration::from_millis(step * 60));
        child.kill().unwrap();
        child.wait().unwrap();
        is_whole(&project);
        project.run(&["build"]).ends(0);
        is_whole(&project);
        let untouched = TestProject::with(&sentences(600));
        untouched.build();
        assert_eq!(project.export("tsv"), untouched.export("tsv"));
        assert_eq!(leftovers(&project), Vec::<String>::new());
        project
            .run(&["build"])
            .ends(0)
            .prints("Everything is up to date");
    }
}

#[test]
fn what_a_killed_process_left_beside_the_project_file_is_taken_away() {
    let project = TestProject::letter();
    project.write(".tarjuman-left", "half");
    project.write("sources/.tarjuman-left", "half");
    project.write("notes/.tarjuman-mine", "not ours to look at");
    project.run(&["build"]).ends(0);
    assert_eq!(leftovers(&project), [".tarjuman-mine"]);
}

#[test]
fn an_import_that_is_killed_shows_nothing_of_itself() {
    let big = TestProject::with(&sentences(6000));
    big.build();
    let tmx = big.export("tmx");
    for step in 1..5 {
        let project = TestProject::letter();
        project.write("big.tmx", &tmx);
        let mut child = spawn(&project, &["import", "big.tmx"]);
        sleep(Duration::from_millis(step * 150));
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = project.export("tsv").lines().count();
        assert!(lines == 4 || lines == 6004, "{lines}");
        project.run(&["import", "big.tmx"]).ends(0);
        assert_eq!(project.export("tsv").lines().count(), 6004);
    }
}

#[test]
fn files_written_before_a_crash_are_recorded_by_the_next_build() {
    let project = TestProject::letter();
    let memory = fs::read(project.path("memory.db")).unwrap();
    project.edit(
        "sources/letter.txt",
        "It fell again.",
        "It fell again quickly.",
    );
    project.translate("ur", "We went home.", "ہم گھر گئے۔");
    project.build();
    let files = project.read("translations/ur/letter.po");
    // As if the process had died between the segment files and the memory.
    project.write("memory.db", memory);
    project
        .run(&["build"])
        .ends(0)
        .prints("Recorded revision 3");
    assert_eq!(project.read("translations/ur/letter.po"), files);
    assert_eq!(
        project.remembered(&project.id("We went home."), "ur"),
        "ہم گھر گئے۔"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let project = TestProject::letter();
    let mut full = FullDisk::new(&project);
    let Some(disk) = &mut full else { return };
    let before = project.snapshot();
    disk.fill();
    project.write("sources/letter.txt", LETTER);
    project.edit("sources/letter.txt", "We went home.", "We went home again.");
    let run = project.run(&["build"]).refused();
    assert!(run.err.contains("disk"), "{run:#?}");
    for (path, (bytes, _)) in &before {
        if !path.ends_with("letter.txt") && !path.ends_with("memory.db-shm") {
            assert_eq!(&fs::read(path).unwrap(), bytes, "{}", path.display());
        }
    }
    project.run(&["export", "tmx", "-o", "all.tmx"]).refused();
    assert_eq!(leftovers(&project), Vec::<String>::new());
    disk.clear();
    project.run(&["build"]).ends(0).prints("1 changed");
}

/// Files may not grow over a size: the other way in which a disk is full for a process.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_leaves_what_was_there() {
    if !has("sh") {
        return;
    }
    let project = TestProject::with(&sentences(300));
    let before = project.snapshot();
    let program = env!("CARGO_BIN_EXE_tarjuman");
    let limited = Command::new("sh")
        .args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f 20; exec '{program}' build"),
        ])
        .current_dir(project.root())
        .env("SOURCE_DATE_EPOCH", super::fixture::TIME)
        .output()
        .unwrap();
    let run = Run::of(&limited).refused();
    assert!(run.err.contains("File too large"), "{run:#?}");
    assert_eq!(leftovers(&project), Vec::<String>::new());
    assert!(
        before
            .iter()
            .all(|(path, file)| project.snapshot()[path] == *file)
    );
    project
        .run(&["build"])
        .ends(0)
        .prints("Recorded revision 1");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read_and_not_written() {
    let project = TestProject::letter();
    project.edit("sources/letter.txt", "We went home.", "We went home again.");
    let Some(mut nobody) = Unprivileged::new(&project) else {
        return;
    };
    let before = project.snapshot();
    for call in [
        &["status"][..],
        &["log"],
        &["export", "tsv"],
        &["build", "--dry-run"],
    ] {
        nobody.run(&project, call).ends(0);
    }
    for call in [
        &["build"][..],
        &["update"],
        &["commit"],
        &["export", "tmx", "-o", "all.tmx"],
        &["import", "sources/letter.txt", "--format", "tsv"],
    ] {
        let run = nobody.run(&project, call).refused();
        assert!(
            run.err.contains("ermission") || run.err.contains("may not be written"),
            "{run:#?}"
        );
    }
    nobody.close();
    let mut after = project.snapshot();
    after.retain(|path, _| before.contains_key(path));
    assert_eq!(after, before);
}

fn spawn(project: &TestProject, call: &[&str]) -> Child {
    let mut command = project.command(call);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn sentences(count: usize) -> String {
    let lines: Vec<String> = (0..count)
        .map(|n| format!("Line {n} tells of house {} and road {}.", n * 7, n * 13))
        .collect();
    lines.join("\n")
}

/// Every segment file can be read, and the memory verifies.
fn is_whole(project: &TestProject) {
    let run = project.run(&["status"]).ends(0);
    assert!(!run.err.contains("error"), "{run:#?}");
    if project.path("memory.db").exists() {
        let memory = rusqlite::Connection::open(project.path("memory.db")).unwrap();
        let answer: String = memory
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(answer, "ok");
    }
}

/// Hidden files that a write left behind.
fn leftovers(project: &TestProject) -> Vec<String> {
    let files = project.snapshot().into_keys();
    let names = files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names
        .filter(|name| name.starts_with(".tarjuman-"))
        .collect()
}

/// A small disk of its own under a project's folder; needs the rights of root.
#[cfg(target_os = "linux")]
struct FullDisk {
    root: std::path::PathBuf,
}

#[cfg(target_os = "linux")]
impl FullDisk {
    fn new(project: &TestProject) -> Option<Self> {
        let beside = project.root().with_file_name("beside");
        super::fixture::copy(project.root(), &beside);
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(project.root())
            .output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!("SKIPPED: no small disk can be mounted here");
            return None;
        }
        super::fixture::copy(&beside, project.root());
        Some(Self {
            root: project.root().to_owned(),
        })
    }

    fn fill(&self) {
        use std::io::Write;
        let mut file = fs::File::create(self.root.join("ballast")).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        while file.write_all(&[0]).is_ok() {}
    }

    fn clear(&self) {
        fs::remove_file(self.root.join("ballast")).unwrap();
    }
}

#[cfg(target_os = "linux")]
impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.root).status();
    }
}

/// A caller who may read a project's folder and not write to it.
#[cfg(unix)]
struct Unprivileged {
    folders: Vec<std::path::PathBuf>,
    prefix: &'static [&'static str],
}

#[cfg(unix)]
impl Unprivileged {
    /// Root may write everywhere, so as root the caller becomes another user.
    fn new(project: &TestProject) -> Option<Self> {
        let id = Command::new("id").arg("-u").output().ok()?;
        let is_root = id.stdout.starts_with(b"0\n");
        let prefix: &[&str] = if is_root {
            &[
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--",
            ]
        } else {
            &[]
        };
        if is_root && !has("setpriv") {
            return None;
        }
        let mut folders = vec![
            project.root().parent().unwrap().to_owned(),
            project.root().to_owned(),
        ];
        folders.extend(
            [
                "sources",
                "translations",
                "translations/ur",
                "translations/ps",
                "out",
            ]
            .map(|name| project.path(name)),
        );
        let caller = Self { folders, prefix };
        caller.set_rights(0o555);
        let can_run = caller
            .command(project, &["--version"])
            .output()
            .is_ok_and(|output| output.status.success());
        if !can_run {
            eprintln!("SKIPPED: another user cannot run the program here");
            caller.set_rights(0o755);
            return None;
        }
        Some(caller)
    }

    fn set_rights(&self, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        for folder in &self.folders {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    fn command(&self, project: &TestProject, call: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_tarjuman");
        let words: Vec<&str> = self
            .prefix
            .iter()
            .copied()
            .chain([program])
            .chain(call.iter().copied())
            .collect();
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .current_dir(project.root())
            .env("SOURCE_DATE_EPOCH", super::fixture::TIME);
        command
    }

    fn run(&self, project: &TestProject, call: &[&str]) -> Run {
        Run::of(&self.command(project, call).output().unwrap())
    }

    fn close(&mut self) {
        self.set_rights(0o755);
        self.folders.clear();
    }
}

#[cfg(unix)]
impl Drop for Unprivileged {
    fn drop(&mut self) {
        self.set_rights(0o755);
    }
}
