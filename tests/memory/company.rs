//! Several who write at once: nobody's work is lost, and who must wait or yield is told.

use std::path::Path;
use std::process::{Child, Command};
use std::thread;

use tarjuman::memory::{Access, Commit, Memory, Reason};
use tarjuman::model::{Timestamp, Unit};

use crate::fixture::{Fixture, id, lang, loose};

const WORKERS: usize = 4;
const ROUNDS: usize = 15;

/// Adds a mark to the text of a unit that all share; again when somebody else was quicker.
fn add_mark(memory: &mut Memory, author: &str, mark: &str) {
    loop {
        let based_on = memory.newest_revision().unwrap();
        let unit = memory.unit(&id("shared")).unwrap().unwrap().unit;
        let text = &unit.variant(&lang("ur")).unwrap().text;
        let changed = loose(
            "shared",
            &[("en", "Shared."), ("ur", &format!("{text} {mark}"))],
        );
        match save(memory, author, &[changed], based_on) {
            Ok(()) => return,
            Err(Reason::Conflict { units, .. }) => assert_eq!(units.len(), 1),
            Err(other) => panic!("{other}"),
        }
    }
}

fn save(memory: &mut Memory, author: &str, units: &[Unit], based_on: u32) -> Result<(), Reason> {
    let commit = Commit {
        units,
        based_on: Some(based_on),
        ..Commit::new(author, Timestamp(1), "")
    };
    memory
        .commit(&commit)
        .map(|_| ())
        .map_err(|error| error.reason)
}

fn work(path: &Path, worker: usize) {
    let author = format!("worker {worker}");
    let mut memory = Memory::open(path, Access::ReadWrite).unwrap();
    for round in 0..ROUNDS {
        add_mark(&mut memory, &author, &format!("{worker}.{round}"));
        let own = loose(&format!("own-{worker}-{round}"), &[("en", "My own.")]);
        save(&mut memory, &author, &[own], 0).unwrap();
    }
}

fn shared() -> Fixture {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("shared", &[("en", "Shared."), ("ur", "مشترک")])]);
    fixture
}

fn assert_nothing_lost(fixture: &Fixture) {
    let text = fixture.text("shared", "ur").unwrap();
    for worker in 0..WORKERS {
        for round in 0..ROUNDS {
            let mark = format!("{worker}.{round}");
            assert_eq!(
                text.split(' ').filter(|word| *word == mark).count(),
                1,
                "{text}"
            );
        }
    }
    let revisions = 1 + 2 * WORKERS * ROUNDS;
    assert_eq!(
        fixture.memory.newest_revision().unwrap() as usize,
        revisions
    );
    assert_eq!(fixture.units().len(), 1 + WORKERS * ROUNDS);
    fixture.memory.verify().unwrap();
}

#[test]
fn threads_lose_nothing() {
    let fixture = shared();
    let path = fixture.path("memory.db");
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            let path = &path;
            scope.spawn(move || work(path, worker));
        }
    });
    assert_nothing_lost(&fixture);
}

/// The file that tells [`works_as_a_process`] which worker it is.
const BADGE: &str = "worker";

#[test]
fn processes_lose_nothing() {
    let fixture = shared();
    let hire = |worker: usize| -> Child {
        let folder = fixture.path(&format!("desk-{worker}"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::create_dir(folder.join(format!("{BADGE}-{worker}"))).unwrap();
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "company::works_as_a_process"])
            .current_dir(folder)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    let workers: Vec<Child> = (0..WORKERS).map(hire).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    assert_nothing_lost(&fixture);
}

#[test]
fn works_as_a_process() {
    let badge = |worker: &usize| Path::new(&format!("{BADGE}-{worker}")).exists();
    if let Some(worker) = (0..WORKERS).find(badge) {
        work(Path::new("../memory.db"), worker);
    }
}
