//! What a memory refuses, and that nothing is lost when it does.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use tarjuman::memory::{Access, Memory, MemoryError, Reason};

use crate::fixture::{Fixture, commit, loose};

const BOTH: [Access; 2] = [Access::ReadOnly, Access::ReadWrite];

fn refusal(path: &Path, access: Access) -> MemoryError {
    Memory::open(path, access).expect_err("it must be refused")
}

fn write(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

#[test]
fn what_is_not_there_is_missing() {
    let fixture = Fixture::new();
    for access in BOTH {
        let error = refusal(&fixture.path("nowhere.db"), access);
        assert!(matches!(error.reason, Reason::Missing), "{error}");
        assert!(error.hint().unwrap().contains("tarjuman build"));
        assert!(error.to_string().contains("nowhere.db"), "{error}");
    }
    assert!(!fixture.path("nowhere.db").exists());
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let fixture = Fixture::new();
    let path = fixture.path("essay.txt");
    for text in ["", "A text, not a database.\n", &"x".repeat(10_000)] {
        write(&path, text.as_bytes());
        for access in BOTH {
            let error = refusal(&path, access);
            assert!(matches!(error.reason, Reason::NotADatabase), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let error = refusal(fixture.folder.path(), Access::ReadOnly);
    assert!(matches!(error.reason, Reason::CannotOpen(_)), "{error}");
}

#[test]
fn the_database_of_another_program_is_refused_by_its_number() {
    let fixture = Fixture::new();
    let path = fixture.path("other.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA application_id = 7; CREATE TABLE t (x)")
        .unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    for access in BOTH {
        let error = refusal(&path, access);
        assert!(matches!(error.reason, Reason::Foreign(7)), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_memory_is_refused_untouched() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("a", &[("en", "One.")])]);
    let path = fixture.path("memory.db");
    drop(fixture.memory);
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = fs::read(&path).unwrap();
    for access in BOTH {
        let error = refusal(&path, access);
        let Reason::Newer { found: 99, known } = error.reason else {
            panic!("{error}")
        };
        assert!(known < 99);
        assert!(error.hint().is_some());
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_memory_says_so() {
    let mut fixture = Fixture::new();
    let units: Vec<_> = (0..2000)
        .map(|n| loose(&format!("u{n}"), &[("en", "The same again.")]))
        .collect();
    fixture.commit(&units);
    let path = fixture.path("memory.db");
    drop(fixture.memory);
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    for page in pages / 2..pages {
        bytes[page * 4096..page * 4096 + 512].fill(0xAA);
    }
    write(&path, &bytes);
    let memory = Memory::open(&path, Access::ReadOnly).unwrap();
    let error = memory.digest().unwrap_err();
    assert!(matches!(error.reason, Reason::Damaged(_)), "{error}");
    assert!(error.hint().unwrap().contains("backup"));
}

#[test]
fn a_new_memory_does_not_replace_a_file() {
    let fixture = Fixture::new();
    let path = fixture.path("precious.txt");
    write(&path, b"precious");
    let error = Memory::create(&path).unwrap_err();
    assert!(matches!(error.reason, Reason::Exists), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    let error = Memory::create(fixture.path("no/such/folder.db")).unwrap_err();
    assert!(matches!(error.reason, Reason::Io(_)), "{error}");
}

#[test]
fn who_opened_for_reading_cannot_write() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("a", &[("en", "One.")])]);
    let mut reader = Memory::open(fixture.path("memory.db"), Access::ReadOnly).unwrap();
    let error = commit(&mut reader, &[loose("a", &[("en", "Two.")])]).unwrap_err();
    assert!(matches!(error.reason, Reason::OpenedForReading), "{error}");
    // What changes nothing needs no right to write.
    assert!(
        commit(&mut reader, &[loose("a", &[("en", "One.")])])
            .unwrap()
            .is_empty()
    );
}

#[test]
fn who_waits_too_long_is_told_why() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("a", &[("en", "One.")])]);
    let other = Connection::open(fixture.path("memory.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    fixture.memory.set_lock_wait(Duration::from_millis(20));
    let error = commit(&mut fixture.memory, &[loose("a", &[("en", "Two.")])]).unwrap_err();
    let Reason::Busy { waited } = error.reason else {
        panic!("{error}")
    };
    assert!(waited >= Duration::from_millis(20));
    assert!(
        error.to_string().contains("another process is writing"),
        "{error}"
    );
    // Reading goes on.
    assert_eq!(fixture.text("a", "en").unwrap(), "One.");
    other.execute_batch("ROLLBACK").unwrap();
    fixture.commit(&[loose("a", &[("en", "Two.")])]);
}

#[test]
fn a_folder_without_the_right_to_write_can_be_read() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("a", &[("en", "One.")])]);
    let (path, folder) = (fixture.path("memory.db"), fixture.folder.path().to_owned());
    drop(fixture.memory);
    let allow = |read_only| {
        for place in [&path, &folder] {
            let mut permissions = fs::metadata(place).unwrap().permissions();
            set_read_only(&mut permissions, read_only);
            fs::set_permissions(place, permissions).unwrap();
        }
    };
    allow(true);
    if File::create(folder.join("probe")).is_ok() {
        eprintln!("SKIPPED: this user may write everywhere");
    } else {
        let memory = Memory::open(&path, Access::ReadOnly).unwrap();
        assert_eq!(memory.newest_revision().unwrap(), 1);
        let error = refusal(&path, Access::ReadWrite);
        assert!(matches!(error.reason, Reason::ReadOnly), "{error}");
        let error = Memory::create(folder.join("new.db")).unwrap_err();
        assert!(matches!(error.reason, Reason::ReadOnly), "{error}");
    }
    allow(false);
}

#[allow(
    clippy::permissions_set_readonly_false,
    reason = "the test's own folder"
)]
fn set_read_only(permissions: &mut fs::Permissions, read_only: bool) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        permissions.set_mode(if read_only { 0o555 } else { 0o755 });
    }
    #[cfg(not(unix))]
    permissions.set_readonly(read_only);
}

#[test]
fn a_dump_that_cannot_be_taken_names_its_line() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("a", &[("en", "One."), ("ur", "ایک۔")])]);
    let mut dump = Vec::new();
    fixture.memory.dump(&mut dump).unwrap();
    let dump = String::from_utf8(dump).unwrap();
    let twice = format!("{dump}{}\n", dump.lines().last().unwrap());
    for (broken, line) in [
        (String::new(), 1),
        (dump.replacen("\"v\":1", "\"v\":2", 1), 1),
        (dump.lines().skip(1).collect::<Vec<_>>().join("\n"), 1),
        (dump.replacen("\"number\":1", "\"number\":2", 1), 2),
        (dump.replacen("\"revision\":1", "\"revision\":9", 1), 3),
        (dump.replacen("\"made_from\":0", "\"made_from\":1", 1), 3),
        (dump[..dump.len() - 20].to_owned(), 3),
        (twice, 4),
    ] {
        let mut other = Memory::create(fixture.path("other.db")).unwrap();
        let error = other.load(&mut broken.as_bytes()).unwrap_err();
        let Reason::Dump { line: found, why } = &error.reason else {
            panic!("{error}")
        };
        assert_eq!(*found, line, "{why}");
        assert_eq!(other.newest_revision().unwrap(), 0);
        drop(other);
        fs::remove_file(fixture.path("other.db")).unwrap();
    }
}
