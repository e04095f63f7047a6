//! A translation from its first draft to its third, with everything that people ask a memory on the way.

use tarjuman::memory::{
    Access, Commit, Details, Filter, Kind, LogFilter, Memory, MemoryError, Part, Reason, Restore,
    Scope, What,
};
use tarjuman::model::{CodeKind, InlineCode, Remark, RemarkKind, State, Timestamp, Unit, Variant};

use crate::fixture::{Fixture, id, lang, loose, name, placed, reviewed, units};

fn essay() -> Vec<Unit> {
    vec![
        placed(
            "a1",
            "essay",
            0,
            &[("en", "The well is dry."), ("ur", "کنواں خشک ہے۔")],
        ),
        placed(
            "b2",
            "essay",
            1,
            &[
                ("en", "We walk on."),
                ("ur", "ہم چلتے ہیں۔"),
                ("ps", "موږ ځو."),
            ],
        ),
        placed("c3", "essay", 2, &[("en", "Night falls."), ("ur", "")]),
    ]
}

/// Every text as `tag text`.
fn texts(units: &[Unit]) -> Vec<Vec<String>> {
    let of = |unit: &Unit| {
        let texts = unit.variants.iter();
        texts
            .map(|variant| format!("{} {}", variant.language, variant.text))
            .collect()
    };
    units.iter().map(of).collect()
}

#[test]
fn the_first_commit_is_revision_one_and_the_same_again_is_none() {
    let mut fixture = Fixture::new();
    let report = fixture.commit(&essay());
    let revision = report.revision.unwrap();
    assert_eq!((revision.number, revision.author.as_str()), (1, "Ahmad"));
    assert_eq!((report.units_added, report.variants_added), (3, 6));
    let counts: Vec<_> = report
        .counts
        .iter()
        .map(|count| (count.language.as_str(), count.added))
        .collect();
    assert_eq!(counts, [("en", 3), ("ps", 1), ("ur", 2)]);
    assert_eq!(
        texts(&fixture.units()),
        [
            vec!["en The well is dry.", "ur کنواں خشک ہے۔"],
            vec!["en We walk on.", "ur ہم چلتے ہیں۔", "ps موږ ځو."],
            vec!["en Night falls."],
        ]
    );
    assert!(fixture.commit(&essay()).is_empty());
    assert_eq!(fixture.memory.newest_revision().unwrap(), 1);
}

#[test]
fn a_commit_of_what_is_there_leaves_the_file_as_it_is() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let path = fixture.path("memory.db");
    drop(fixture.memory);
    let before = (
        std::fs::read(&path).unwrap(),
        path.metadata().unwrap().modified().unwrap(),
    );
    let mut memory = Memory::open(&path, Access::ReadWrite).unwrap();
    assert!(
        crate::fixture::commit(&mut memory, &essay())
            .unwrap()
            .is_empty()
    );
    assert!(
        !fixture
            .folder
            .path()
            .join("memory.db-wal")
            .metadata()
            .is_ok_and(|wal| wal.len() > 0)
    );
    drop(memory);
    assert_eq!(
        before,
        (
            std::fs::read(&path).unwrap(),
            path.metadata().unwrap().modified().unwrap()
        )
    );
}

#[test]
fn what_is_saved_says_by_whom_and_when() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    fixture.commit(&[placed(
        "a1",
        "essay",
        0,
        &[("en", "The well is dry."), ("ur", "کنواں سوکھا ہے۔")],
    )]);
    let unit = fixture.memory.unit(&id("a1")).unwrap().unwrap().unit;
    let saved = |tag| unit.variant(&lang(tag)).unwrap().saved.clone().unwrap();
    assert_eq!((saved("en").revision, saved("ur").revision), (1, 2));
    assert_eq!(
        (saved("ur").time, saved("ur").author.as_str()),
        (Timestamp(2), "Ahmad")
    );
}

#[test]
fn the_segment_files_of_two_languages_make_one_unit() {
    let mut fixture = Fixture::new();
    let report = fixture.commit(&[
        placed("a1", "essay", 0, &[("en", "Rain."), ("ur", "بارش۔")]),
        placed("a1", "essay", 0, &[("en", "Rain."), ("ps", "باران.")]),
    ]);
    assert_eq!((report.units_added, report.variants_added), (1, 3));
    // A language that a later commit does not mention stays.
    fixture.commit(&[placed(
        "a1",
        "essay",
        0,
        &[("en", "Rain."), ("ur", "مینہ۔")],
    )]);
    assert_eq!(fixture.text("a1", "ps").unwrap(), "باران.");
}

#[test]
fn a_moved_unit_is_stored_without_a_revision() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let mut moved = essay();
    moved.swap(0, 2);
    for (order, unit) in (0..).zip(&mut moved) {
        unit.placement.as_mut().unwrap().order = order;
    }
    let report = fixture.commit(&moved);
    assert_eq!((report.revision.clone(), report.units_moved), (None, 2));
    assert!(!report.is_empty());
    let ids: Vec<_> = fixture.units().into_iter().map(|unit| unit.id.0).collect();
    assert_eq!(ids, ["c3", "b2", "a1"]);
}

#[test]
fn a_unit_that_left_its_document_keeps_its_texts() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let obsolete = [id("b2"), id("never-seen")];
    let commit = Commit {
        obsolete: &obsolete,
        ..Commit::new("Ahmad", Timestamp(2), "shorter")
    };
    let report = fixture.memory.commit(&commit).unwrap();
    assert_eq!(
        (report.revision.unwrap().number, report.units_obsolete),
        (2, 1)
    );
    assert!(fixture.memory.commit(&commit).unwrap().is_empty());
    let held = fixture.memory.document_units(&name("essay")).unwrap();
    let obsolete: Vec<_> = held.iter().map(|held| held.obsolete).collect();
    assert_eq!(obsolete, [false, true, false]);
    assert_eq!(fixture.memory.show(2).unwrap()[0].what, What::Obsolete);
    assert_eq!(
        fixture.memory.log(&LogFilter::default()).unwrap()[0].units_obsolete,
        1
    );
    let mut exported = Vec::new();
    let filter = Filter::default();
    fixture
        .memory
        .units(&filter, |unit| {
            exported.push(unit.id.0.clone());
            Ok::<_, MemoryError>(())
        })
        .unwrap();
    assert_eq!(exported, ["a1", "c3"]);
    // It comes back with the next version of the document.
    assert_eq!(fixture.commit(&essay()).units_revived, 1);
    assert_eq!(fixture.memory.show(3).unwrap()[0].what, What::Revived);
}

fn worked_on_twice(fixture: &mut Fixture) {
    fixture.commit(&essay());
    fixture.commit(&[reviewed(essay().remove(0))]);
    fixture.commit(&[placed(
        "c3",
        "essay",
        2,
        &[("en", "Night falls."), ("ur", "رات ہوتی ہے۔")],
    )]);
}

#[test]
fn the_log_lists_what_the_filter_lets_through() {
    let mut fixture = Fixture::new();
    worked_on_twice(&mut fixture);
    let log = fixture.memory.log(&LogFilter::default()).unwrap();
    let numbers: Vec<_> = log.iter().map(|entry| entry.revision.number).collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert_eq!((log[0].kind, log[0].tallies[0].variants), (Kind::Commit, 1));
    assert_eq!(log[2].tallies.len(), 3);

    let listed = |filter: LogFilter| -> Vec<u32> {
        let log = fixture.memory.log(&filter).unwrap();
        log.iter().map(|entry| entry.revision.number).collect()
    };
    let all = LogFilter::default;
    assert_eq!(
        listed(LogFilter {
            unit: Some(id("a1")),
            ..all()
        }),
        [2, 1]
    );
    assert_eq!(
        listed(LogFilter {
            state: Some(State::Reviewed),
            ..all()
        }),
        [2]
    );
    assert_eq!(
        listed(LogFilter {
            language: Some(lang("ps")),
            ..all()
        }),
        [1]
    );
    assert_eq!(
        listed(LogFilter {
            limit: Some(1),
            ..all()
        }),
        [3]
    );
    assert_eq!(
        listed(LogFilter {
            author: Some("Nobody".into()),
            ..all()
        }),
        Vec::<u32>::new()
    );
    assert_eq!(
        listed(LogFilter {
            document: Some(name("other")),
            ..all()
        }),
        Vec::<u32>::new()
    );
}

#[test]
fn a_revision_shows_both_texts() {
    let mut fixture = Fixture::new();
    worked_on_twice(&mut fixture);
    let changes = fixture.memory.show(2).unwrap();
    let [change] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    let What::Text {
        language, old, new, ..
    } = &change.what
    else {
        panic!("{change:?}")
    };
    assert_eq!((change.unit.as_str(), language.as_str()), ("a1", "ur"));
    let states = [old, new].map(|variant| variant.as_ref().unwrap().state);
    assert_eq!(states, [State::Translated, State::Reviewed]);
}

#[test]
fn the_history_of_a_unit_says_what_each_text_was_made_from() {
    let mut fixture = Fixture::new();
    worked_on_twice(&mut fixture);
    let history = fixture.memory.history(&id("a1")).unwrap();
    let steps: Vec<_> = history
        .iter()
        .map(|version| {
            (
                version.revision,
                version.language.as_str(),
                version.made_from.as_deref(),
            )
        })
        .collect();
    let source = Some("The well is dry.");
    assert_eq!(
        steps,
        [(1, "en", None), (1, "ur", source), (2, "ur", source)]
    );
    assert!(matches!(
        fixture.memory.show(4).unwrap_err().reason,
        Reason::UnknownRevision {
            asked: 4,
            newest: 3
        }
    ));
    assert!(fixture.memory.show(0).is_err());
}

#[test]
fn a_target_is_stale_when_its_source_has_another_text_now() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    fixture.commit(&[placed("b2", "essay", 1, &[("en", "We run on.")])]);
    let stale = || fixture.memory.stale(&Part::Everything).unwrap();
    assert_eq!(stale(), [(id("b2"), lang("ur")), (id("b2"), lang("ps"))]);
    // To say that it waits for work does not make it answer the new source.
    let mut waiting = placed(
        "b2",
        "essay",
        1,
        &[("en", "We run on."), ("ur", "ہم چلتے ہیں۔")],
    );
    waiting.variants[1].needs_work = Some("source changed".into());
    fixture.commit(&[waiting]);
    let stale = || {
        fixture
            .memory
            .stale(&Part::Document(name("essay")))
            .unwrap()
    };
    assert_eq!(stale().len(), 2);
    fixture.commit(&[placed(
        "b2",
        "essay",
        1,
        &[("en", "We run on."), ("ur", "ہم دوڑتے ہیں۔")],
    )]);
    assert_eq!(
        fixture.memory.stale(&Part::Everything).unwrap(),
        [(id("b2"), lang("ps"))]
    );
}

#[test]
fn restore_is_a_new_revision_and_can_itself_be_taken_back() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let first = fixture.units();
    fixture.commit(&[
        placed(
            "a1",
            "essay",
            0,
            &[("en", "The well is dry."), ("ur", "دوسرا متن۔")],
        ),
        placed("d4", "essay", 3, &[("en", "Dawn."), ("ur", "صبح۔")]),
    ]);
    let second = texts(&fixture.units());
    let report = fixture.restore(Scope::Everything, 1);
    assert_eq!((report.variants_changed, report.variants_removed), (1, 2));
    assert_eq!(texts(&fixture.units()), texts(&first));
    assert_eq!(
        fixture.memory.log(&LogFilter::default()).unwrap()[0].kind,
        Kind::Restore
    );
    assert!(fixture.restore(Scope::Everything, 1).is_empty());
    fixture.restore(Scope::Everything, 2);
    assert_eq!(texts(&fixture.units()), second);
    assert_eq!(fixture.memory.history(&id("a1")).unwrap().len(), 5);
}

#[test]
fn one_unit_or_one_language_is_restored_alone() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    fixture.commit(&[
        placed(
            "a1",
            "essay",
            0,
            &[("en", "The well is dry."), ("ur", "ایک۔")],
        ),
        placed(
            "b2",
            "essay",
            1,
            &[("en", "We walk on."), ("ur", "دو۔"), ("ps", "دوه.")],
        ),
    ]);
    fixture.restore(Scope::Unit(id("a1")), 1);
    assert_eq!(fixture.text("a1", "ur").unwrap(), "کنواں خشک ہے۔");
    assert_eq!(fixture.text("b2", "ur").unwrap(), "دو۔");
    let mut restore = Restore {
        scope: Scope::Document(name("essay")),
        languages: vec![lang("ps")],
        languages_alone: Vec::new(),
        to: 1,
        author: "Ahmad",
        time: Timestamp(9),
        message: "",
    };
    fixture.memory.restore(&restore).unwrap();
    assert_eq!(fixture.text("b2", "ps").unwrap(), "موږ ځو.");
    assert_eq!(fixture.text("b2", "ur").unwrap(), "دو۔");
    restore.scope = Scope::Unit(id("zz"));
    let error = fixture.memory.restore(&restore).unwrap_err();
    assert!(matches!(error.reason, Reason::UnknownUnit(_)), "{error}");
    restore.scope = Scope::Document(name("zz"));
    let error = fixture.memory.restore(&restore).unwrap_err();
    assert!(
        matches!(error.reason, Reason::UnknownDocument(_)),
        "{error}"
    );
}

#[test]
fn everything_that_a_file_said_comes_back() {
    let mut fixture = Fixture::new();
    let mut unit = loose(
        "t1",
        &[
            ("en", "Press Enter\u{0}\n."),
            ("ur", "دبائیں۔"),
            ("ur", "داب دیں۔"),
        ],
    );
    unit.attributes = vec![("creationid".into(), "someone".into())];
    unit.remarks = vec![Remark {
        kind: RemarkKind::Property("project".into()),
        text: "x".into(),
        attributes: vec![("xml:lang".into(), "en".into())],
    }];
    unit.variants[0].codes = vec![InlineCode {
        offset: 6,
        kind: CodeKind::Opening,
        pair: Some("1".into()),
        element: "bpt".into(),
        attributes: vec![("type".into(), "bold".into())],
        original: "<b>".into(),
    }];
    unit.variants[1].attributes = vec![("changedate".into(), "20260101T000000Z".into())];
    unit.variants[2].needs_work = Some("which of the two".into());
    fixture.commit(std::slice::from_ref(&unit));
    let mut held = fixture.memory.unit(&unit.id).unwrap().unwrap().unit;
    for variant in &mut held.variants {
        assert_eq!(variant.saved.take().unwrap().revision, 1);
    }
    assert_eq!(held, unit);

    // A segment file knows nothing of all this, and does not destroy it.
    let plain = loose("t1", &[("en", "Press Enter\u{0}\n."), ("ur", "دبائیے۔")]);
    fixture.commit(std::slice::from_ref(&plain));
    let held = fixture.memory.unit(&unit.id).unwrap().unwrap().unit;
    assert_eq!(
        (&held.attributes, &held.remarks),
        (&unit.attributes, &unit.remarks)
    );
    assert_eq!(held.variants[1].attributes, unit.variants[1].attributes);
    assert_eq!(held.variants.len(), 3);
    // Unless the caller says that there is nothing.
    let commit = Commit {
        units: &[plain],
        details: Details::Replace,
        ..Commit::new("Ahmad", Timestamp(3), "")
    };
    assert_eq!(fixture.memory.commit(&commit).unwrap().units_described, 1);
    let held = fixture.memory.unit(&unit.id).unwrap().unwrap().unit;
    assert!(held.attributes.is_empty() && held.remarks.is_empty());
    let described =
        |change: &tarjuman::memory::Change| matches!(change.what, What::Described { .. });
    assert!(fixture.memory.show(3).unwrap().iter().any(described));
    fixture.restore(Scope::Unit(id("t1")), 1);
    let held = fixture.memory.unit(&unit.id).unwrap().unwrap().unit;
    assert_eq!(
        (&held.attributes, &held.remarks),
        (&unit.attributes, &unit.remarks)
    );
}

#[test]
fn remarks_go_alone_when_the_caller_has_them_all() {
    let mut fixture = Fixture::new();
    let remark = |text: &str| Remark {
        kind: RemarkKind::Note,
        text: text.into(),
        attributes: Vec::new(),
    };
    let mut unit = loose("t1", &[("en", "The river rose."), ("ur", "دریا چڑھا۔")]);
    unit.remarks = vec![remark("of the unit")];
    unit.variants[1].attributes = vec![("changedate".into(), "20260101T000000Z".into())];
    unit.variants[1].remarks = vec![remark("one"), remark("two")];
    fixture.commit(std::slice::from_ref(&unit));
    let mut noted = loose("t1", &[("en", "The river rose."), ("ur", "دریا چڑھا۔")]);
    for remarks in [vec![remark("two")], Vec::new()] {
        noted.variants[1].remarks.clone_from(&remarks);
        let commit = Commit {
            units: std::slice::from_ref(&noted),
            details: Details::Remarks,
            ..Commit::new("Ahmad", Timestamp(2), "")
        };
        fixture.memory.commit(&commit).unwrap();
        let held = fixture.memory.unit(&unit.id).unwrap().unwrap().unit;
        assert_eq!(held.variants[1].remarks, remarks);
        assert_eq!(held.variants[1].attributes, unit.variants[1].attributes);
        assert_eq!(held.remarks, unit.remarks);
    }
}

#[test]
fn a_removed_variant_is_gone_but_not_forgotten() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let removed = [
        (id("b2"), lang("ps")),
        (id("c3"), lang("en")),
        (id("c3"), lang("ps")),
    ];
    let commit = Commit {
        removed: &removed,
        ..Commit::new("Ahmad", Timestamp(2), "")
    };
    assert_eq!(fixture.memory.commit(&commit).unwrap().variants_removed, 2);
    assert_eq!(fixture.text("b2", "ps"), None);
    assert!(fixture.memory.unit(&id("c3")).unwrap().is_none());
    assert!(fixture.memory.contains(&id("c3")).unwrap());
    assert_eq!(fixture.memory.history(&id("c3")).unwrap()[1].variant, None);
    let Some(Variant { text, .. }) = fixture
        .memory
        .history(&id("b2"))
        .unwrap()
        .swap_remove(2)
        .variant
    else {
        panic!("the history lost a text")
    };
    assert_eq!(text, "موږ ځو.");
}

#[test]
fn who_changes_what_others_changed_meanwhile_is_told() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    fixture.commit(&[placed(
        "a1",
        "essay",
        0,
        &[("en", "The well is dry."), ("ur", "ایک۔")],
    )]);
    let mine = [
        placed(
            "a1",
            "essay",
            0,
            &[("en", "The well is dry."), ("ur", "میرا۔")],
        ),
        placed("c3", "essay", 2, &[("en", "Night falls."), ("ur", "رات۔")]),
    ];
    let mut commit = Commit {
        units: &mine,
        based_on: Some(1),
        ..Commit::new("Zarghuna", Timestamp(3), "")
    };
    let error = fixture.memory.commit(&commit).unwrap_err();
    let Reason::Conflict { based_on: 1, units } = &error.reason else {
        panic!("{error}")
    };
    assert_eq!(
        (units.len(), units[0].unit.as_str(), units[0].revision),
        (1, "a1", 2)
    );
    assert!(error.hint().is_some());
    assert!(fixture.memory.plan(&commit).is_err());
    assert_eq!(fixture.memory.newest_revision().unwrap(), 2);
    assert_eq!(fixture.text("c3", "ur"), None);
    // Another language of the same unit is nobody's business but mine.
    let other = [placed(
        "a1",
        "essay",
        0,
        &[("en", "The well is dry."), ("ps", "څاه وچه ده.")],
    )];
    commit.units = &other;
    assert_eq!(fixture.memory.plan(&commit).unwrap().variants_added, 1);
    assert_eq!(
        fixture
            .memory
            .commit(&commit)
            .unwrap()
            .revision
            .unwrap()
            .number,
        3
    );
}

#[test]
fn a_plan_is_what_the_commit_then_does() {
    let mut fixture = Fixture::new();
    let units = essay();
    let commit = Commit {
        units: &units,
        ..Commit::new("Ahmad", Timestamp(1), "first")
    };
    let plan = fixture.memory.plan(&commit).unwrap();
    assert_eq!(fixture.memory.newest_revision().unwrap(), 0);
    assert_eq!(fixture.memory.commit(&commit).unwrap(), plan);
}

#[test]
fn the_past_can_be_read_as_it_was() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let first = texts(&fixture.units());
    fixture.commit(&[placed(
        "a1",
        "essay",
        0,
        &[("en", "The well is full."), ("ur", "کنواں بھرا ہے۔")],
    )]);
    fixture.commit(&[loose("x9", &[("en", "Alone.")])]);
    assert_eq!(texts(&units(&fixture.memory, Some(1))), first);
    assert_eq!(
        texts(&units(&fixture.memory, Some(0))),
        Vec::<Vec<String>>::new()
    );
    let mut between = Vec::new();
    fixture
        .memory
        .changes(1, 3, |change| {
            between.push((change.unit.0, change.document.map(|name| name.to_string())));
            Ok::<_, MemoryError>(())
        })
        .unwrap();
    let essay = Some("essay".to_owned());
    assert_eq!(
        between,
        [
            ("a1".to_owned(), essay.clone()),
            ("a1".to_owned(), essay),
            ("x9".to_owned(), None)
        ]
    );
}

#[test]
fn a_dump_makes_the_same_memory_again() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    fixture.commit(&[
        reviewed(essay().remove(1)),
        loose("x9", &[("en", "Alone."), ("en", "By itself.")]),
    ]);
    fixture.restore(Scope::Document(name("essay")), 1);
    let mut dump = Vec::new();
    fixture.memory.dump(&mut dump).unwrap();
    let mut other = Memory::create(fixture.path("other.db")).unwrap();
    other.load(&mut dump.as_slice()).unwrap();
    assert_eq!(other.digest().unwrap(), fixture.memory.digest().unwrap());
    assert_eq!(units(&other, None), fixture.units());
    assert_eq!(
        other.log(&LogFilter::default()).unwrap(),
        fixture.memory.log(&LogFilter::default()).unwrap()
    );
    let error = other.load(&mut dump.as_slice()).unwrap_err();
    assert!(matches!(error.reason, Reason::NotEmpty), "{error}");
}

#[test]
fn who_reads_units_can_ask_for_others_meanwhile() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let mut found = 0;
    let each = |unit: &Unit| {
        found += usize::from(fixture.memory.unit(&unit.id)?.is_some());
        Ok::<_, MemoryError>(())
    };
    fixture.memory.units(&Filter::default(), each).unwrap();
    assert_eq!(found, 3);
    assert_eq!(fixture.memory.ids().unwrap(), ["a1", "b2", "c3"].map(id));
    assert_eq!(fixture.memory.documents().unwrap(), [name("essay")]);
    let tags: Vec<_> = ["en", "ps", "ur"].map(lang).into();
    assert_eq!(fixture.memory.languages().unwrap(), tags);
}

#[test]
fn who_stops_the_reading_gets_his_own_error() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let mut seen = 0;
    let stopped = fixture.memory.units(&Filter::default(), |_| {
        seen += 1;
        Err(Box::<dyn std::error::Error>::from("enough"))
    });
    assert_eq!(
        (stopped.unwrap_err().to_string().as_str(), seen),
        ("enough", 1)
    );
}

#[test]
fn a_backup_is_a_memory_of_its_own() {
    let mut fixture = Fixture::new();
    fixture.commit(&essay());
    let copy = fixture.path("copy.db");
    fixture.memory.backup(&copy).unwrap();
    fixture.commit(&[loose("x9", &[("en", "Later.")])]);
    let backup = Memory::open(&copy, Access::ReadOnly).unwrap();
    assert_eq!(backup.newest_revision().unwrap(), 1);
    assert_eq!(units(&backup, None), units(&fixture.memory, Some(1)));
    let error = fixture.memory.backup(&copy).unwrap_err();
    assert!(matches!(error.reason, Reason::Exists), "{error}");
    let left: Vec<_> = std::fs::read_dir(fixture.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().ends_with(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
