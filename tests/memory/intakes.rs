//! Imports: all or nothing, never twice, and taken back as a whole.

use std::path::Path;
use std::process::Command;

use tarjuman::memory::{
    Access, IntakeReport, Kind, LogFilter, Memory, Reason, Scope, Source, Taken, fresh_id,
};
use tarjuman::model::{Remark, RemarkKind, Timestamp, Unit};

use crate::fixture::{Fixture, commit, id, lang, loose, units};

const FILE: Source<'static> = Source {
    file: "old.tmx",
    format: "tmx",
    author: "Zarghuna",
    time: Timestamp(50),
};

fn import(memory: &mut Memory, units: &[Unit]) -> IntakeReport {
    let mut intake = memory.begin_intake(FILE).unwrap();
    for unit in units {
        intake.add(unit.clone()).unwrap();
    }
    let header = vec![("srclang".to_owned(), "en".to_owned())];
    intake.finish(&header, &[]).unwrap()
}

fn file() -> Vec<Unit> {
    vec![
        loose("1", &[("en", "Open the door."), ("ur", "دروازہ کھولیں۔")]),
        loose("2", &[("en", "Close it."), ("ps", "بند يې کړه.")]),
        loose("", &[("en", "Nameless."), ("ur", "بے نام۔")]),
    ]
}

#[test]
fn an_import_is_visible_at_its_end_as_one_revision() {
    let mut fixture = Fixture::new();
    let other = Memory::open(fixture.path("memory.db"), Access::ReadOnly).unwrap();
    let many: Vec<_> = (0..2500)
        .map(|n| {
            loose(
                &format!("n{n}"),
                &[("en", &format!("Line {n}.")), ("ur", "سطر")],
            )
        })
        .collect();
    let mut intake = fixture.memory.begin_intake(FILE).unwrap();
    for unit in &many {
        assert_eq!(intake.add(unit.clone()).unwrap(), Taken::Added);
    }
    // Two steps are written by now, and nobody sees them.
    assert!(units(&other, None).is_empty());
    assert!(!other.contains(&id("n7")).unwrap());
    let report = intake.finish(&Vec::new(), &[]).unwrap();
    assert_eq!((report.added, report.already_there), (2500, 0));
    assert_eq!(report.revision.unwrap().number, 1);
    assert_eq!(units(&other, None).len(), 2500);
    assert_eq!(units(&other, None), many);
    let entry = other.log(&LogFilter::default()).unwrap().remove(0);
    assert_eq!((entry.kind, entry.intake), (Kind::Intake, Some(1)));
    let tallies: Vec<_> = entry.tallies.iter().map(|tally| tally.variants).collect();
    assert_eq!(tallies, [2500, 2500]);
    assert_eq!(other.show(1).unwrap().len(), 5000);
    fixture.memory.verify().unwrap();
}

#[test]
fn the_same_file_again_adds_nothing_and_writes_nothing() {
    let mut fixture = Fixture::new();
    let first = import(&mut fixture.memory, &file());
    assert_eq!((first.added, first.intake), (3, Some(1)));
    let digest = fixture.memory.digest().unwrap();
    let again = import(&mut fixture.memory, &file());
    assert_eq!((again.added, again.already_there), (0, 3));
    assert_eq!((again.revision, again.intake), (None, None));
    assert_eq!(fixture.memory.digest().unwrap(), digest);
    // Nor after a person has improved a text.
    fixture.commit(&[loose(
        "1",
        &[("en", "Open the door."), ("ur", "در کھولیں۔")],
    )]);
    assert_eq!(import(&mut fixture.memory, &file()).already_there, 3);
    assert_eq!(fixture.text("1", "ur").unwrap(), "در کھولیں۔");
    let records = fixture.memory.intakes().unwrap();
    assert_eq!((records.len(), records[0].file.as_str()), (1, "old.tmx"));
    assert_eq!(
        records[0].attributes,
        [("srclang".to_owned(), "en".to_owned())]
    );
}

#[test]
fn an_id_that_other_texts_have_is_kept_as_a_property() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("1", &[("en", "Something else."), ("ur", "کچھ اور۔")])]);
    let mut intake = fixture.memory.begin_intake(FILE).unwrap();
    let Taken::Renamed(fresh) = intake.add(file().remove(0)).unwrap() else {
        panic!("it must get a fresh id")
    };
    assert_eq!(intake.add(file().remove(0)).unwrap(), Taken::AlreadyThere);
    let report = intake.finish(&Vec::new(), &[]).unwrap();
    assert_eq!((report.added, report.renamed), (1, 1));
    assert_eq!(fixture.text("1", "en").unwrap(), "Something else.");
    let unit = fixture.memory.unit(&fresh).unwrap().unwrap().unit;
    assert_eq!(unit.variants, file()[0].variants);
    let original = Remark {
        kind: RemarkKind::Property("original-id".into()),
        text: "1".into(),
        attributes: Vec::new(),
    };
    assert_eq!(unit.remarks, [original]);
    assert_eq!(import(&mut fixture.memory, &file()[..1]).already_there, 1);
}

#[test]
fn one_id_for_two_texts_in_a_file_loses_neither() {
    let mut fixture = Fixture::new();
    let twice = [
        loose("7", &[("en", "Yes."), ("ur", "ہاں۔")]),
        loose("7", &[("en", "No."), ("ur", "نہیں۔")]),
        loose("7", &[("en", "Yes."), ("ur", "ہاں۔")]),
        loose("", &[("en", "Maybe.")]),
        loose("", &[("en", "Maybe.")]),
    ];
    let report = import(&mut fixture.memory, &twice);
    assert_eq!(
        (report.added, report.renamed, report.already_there),
        (3, 1, 2)
    );
    assert_eq!(fixture.text("7", "en").unwrap(), "Yes.");
    assert_eq!(import(&mut fixture.memory, &twice).already_there, 5);
}

#[test]
fn a_fresh_id_follows_from_the_content() {
    let mut fixture = Fixture::new();
    let unit = file().remove(2);
    let expected = fresh_id(&unit);
    assert_eq!(expected.0.len(), 12);
    assert_ne!(expected, fresh_id(&file()[1]));
    import(&mut fixture.memory, &[unit]);
    assert_eq!(fixture.units()[0].id, expected);
    assert!(fixture.units()[0].remarks.is_empty());
}

#[test]
fn a_rehearsal_says_what_the_import_then_does() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("2", &[("en", "Other.")])]);
    let mut rehearsal = fixture.memory.rehearse_intake().unwrap();
    for unit in file().into_iter().chain(file()) {
        rehearsal.add(unit).unwrap();
    }
    let foretold = rehearsal.finish();
    let mut done = import(&mut fixture.memory, &[file(), file()].concat());
    (done.intake, done.revision) = (None, None);
    assert_eq!(foretold, done);
    assert_eq!((done.added, done.renamed, done.already_there), (3, 1, 3));
}

#[test]
fn an_import_that_is_dropped_leaves_nothing() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("x", &[("en", "Here before.")])]);
    let digest = fixture.memory.digest().unwrap();
    let mut intake = fixture.memory.begin_intake(FILE).unwrap();
    for n in 0..5000 {
        intake
            .add(loose(&format!("n{n}"), &[("en", "Gone.")]))
            .unwrap();
    }
    drop(intake);
    assert_eq!(fixture.memory.digest().unwrap(), digest);
    assert_nothing_left(&fixture.path("memory.db"));
    assert_eq!(import(&mut fixture.memory, &file()).intake, Some(1));
    fixture.memory.verify().unwrap();
}

fn assert_nothing_left(path: &Path) {
    let database = rusqlite::Connection::open(path).unwrap();
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        database.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let counts = ["unit", "unit_id", "variant", "intake"].map(count);
    assert_eq!(counts, [1, 1, 1, 0]);
}

/// The file whose presence tells [`dies_in_the_middle`] that it is the process that is to die.
const DOOMED: &str = "doomed";

#[test]
fn an_import_that_died_is_swept_up_at_the_next_open() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("x", &[("en", "Here before.")])]);
    let digest = fixture.memory.digest().unwrap();
    std::fs::File::create(fixture.path(DOOMED)).unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "intakes::dies_in_the_middle"])
        .current_dir(fixture.folder.path())
        .output()
        .unwrap()
        .status;
    assert!(!status.success());
    // Nobody sees what it left, and whoever opens the memory for writing removes it.
    assert_eq!(fixture.memory.digest().unwrap(), digest);
    let path = fixture.path("memory.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    let left: i64 = database
        .query_row("SELECT count(*) FROM unit", [], |row| row.get(0))
        .unwrap();
    assert!(left > 1000);
    let memory = Memory::open(&path, Access::ReadWrite).unwrap();
    assert_nothing_left(&path);
    assert_eq!(memory.digest().unwrap(), digest);
    memory.verify().unwrap();
}

#[test]
fn dies_in_the_middle() {
    if !Path::new(DOOMED).exists() {
        return;
    }
    let mut memory = Memory::open("memory.db", Access::ReadWrite).unwrap();
    let mut intake = memory.begin_intake(FILE).unwrap();
    for n in 0..2500 {
        intake
            .add(loose(&format!("n{n}"), &[("en", "Cut off.")]))
            .unwrap();
    }
    std::process::abort();
}

#[test]
fn a_running_import_is_neither_swept_up_nor_doubled() {
    let mut fixture = Fixture::new();
    let path = fixture.path("memory.db");
    let mut intake = fixture.memory.begin_intake(FILE).unwrap();
    for n in 0..1500 {
        intake
            .add(loose(&format!("n{n}"), &[("en", "Running.")]))
            .unwrap();
    }
    let mut other = Memory::open(&path, Access::ReadWrite).unwrap();
    let mut second = other.begin_intake(FILE).unwrap();
    second.add(loose("z", &[("en", "Second.")])).unwrap();
    let error = second.finish(&Vec::new(), &[]).unwrap_err();
    assert!(matches!(error.reason, Reason::IntakeRunning), "{error}");
    // An editor saves meanwhile, one unit under an id that the import brings as well.
    commit(&mut other, &[loose("n3", &[("en", "The editor's.")])]).unwrap();
    commit(&mut other, &[loose("mine", &[("en", "The editor's own.")])]).unwrap();
    assert_eq!(units(&other, None).len(), 2);
    let report = intake.finish(&Vec::new(), &[]).unwrap();
    assert_eq!((report.added, report.revision.unwrap().number), (1500, 3));
    assert_eq!(fixture.text("n3", "en").unwrap(), "The editor's.");
    let all = fixture.units();
    assert_eq!(all.len(), 1502);
    let renamed = all.iter().find(|unit| !unit.remarks.is_empty()).unwrap();
    assert_eq!(
        (
            renamed.remarks[0].text.as_str(),
            renamed.variants[0].text.as_str()
        ),
        ("n3", "Running.")
    );
    fixture.memory.verify().unwrap();
}

#[test]
fn an_import_is_undone_as_a_whole_but_not_what_people_made_of_it() {
    let mut fixture = Fixture::new();
    fixture.commit(&[loose("x", &[("en", "Here before.")])]);
    import(&mut fixture.memory, &file());
    fixture.commit(&[loose("2", &[("en", "Close it."), ("ps", "وتړه.")])]);
    let undone = fixture
        .memory
        .undo_intake(1, "Ahmad", Timestamp(60), "the wrong file")
        .unwrap();
    assert_eq!(
        (undone.revision.number, undone.removed, undone.kept),
        (4, 2, 1)
    );
    let ids = |fixture: &Fixture| -> Vec<_> {
        fixture.units().into_iter().map(|unit| unit.id.0).collect()
    };
    assert_eq!(ids(&fixture), ["x", "2"]);
    let kept = fixture.memory.unit(&id("2")).unwrap().unwrap().unit;
    assert_eq!(kept.variant(&lang("ps")).unwrap().text, "وتړه.");
    assert!(kept.variant(&lang("en")).unwrap().saved.is_none());
    fixture.memory.verify().unwrap();
    assert_eq!(fixture.memory.intakes().unwrap()[0].undone, Some(4));
    assert_eq!(fixture.memory.show(4).unwrap().len(), 4);
    assert_eq!(units(&fixture.memory, Some(3)).len(), 4);
    for (intake, expected) in [
        (1, "intake 1 is undone already"),
        (9, "there is no intake 9"),
    ] {
        let undo = fixture
            .memory
            .undo_intake(intake, "Ahmad", Timestamp(61), "");
        assert_eq!(undo.unwrap_err().reason.to_string(), expected);
    }
    // The file can come again, and then the past can be taken back: each id names one unit at a time.
    let again = import(&mut fixture.memory, &file());
    assert_eq!((again.added, again.already_there), (2, 1));
    assert_eq!(fixture.text("1", "en").unwrap(), "Open the door.");
    let latest = fixture.units();
    fixture.restore(Scope::Everything, 2);
    assert_eq!(fixture.text("2", "ps").unwrap(), "بند يې کړه.");
    assert_eq!(fixture.text("1", "en").unwrap(), "Open the door.");
    assert_eq!(ids(&fixture).len(), 4);
    fixture.memory.verify().unwrap();
    fixture.restore(Scope::Everything, 5);
    assert_eq!(ids(&fixture).len(), latest.len());
    fixture.memory.verify().unwrap();
    let mut dump = Vec::new();
    fixture.memory.dump(&mut dump).unwrap();
    let mut other = Memory::create(fixture.path("other.db")).unwrap();
    other.load(&mut dump.as_slice()).unwrap();
    assert_eq!(other.digest().unwrap(), fixture.memory.digest().unwrap());
    other.verify().unwrap();
}

#[test]
fn who_opened_for_reading_cannot_import_but_rehearse() {
    let fixture = Fixture::new();
    let mut reader = Memory::open(fixture.path("memory.db"), Access::ReadOnly).unwrap();
    let mut rehearsal = reader.rehearse_intake().unwrap();
    assert_eq!(rehearsal.add(file().remove(0)).unwrap(), Taken::Added);
    let error = reader.begin_intake(FILE).err().unwrap();
    assert!(matches!(error.reason, Reason::OpenedForReading), "{error}");
}
