//! Segment files and PO from elsewhere: what is read, kept, mended and written.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "po/exchange.rs"]
mod exchange;
#[path = "po/gettext.rs"]
mod gettext;
#[path = "po/identity.rs"]
mod identity;
#[path = "po/recovery.rs"]
mod recovery;
#[path = "po/segment_file.rs"]
mod segment_file;
#[path = "po/verdicts.rs"]
mod verdicts;

use tarjuman::exchange::po::{NewEntry, Position, SegmentFile, SegmentFileHeading};
use tarjuman::model::{DocumentName, State, UnitId};
use tarjuman::text::Language;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn id(name: &str) -> UnitId {
    UnitId(name.to_owned())
}

fn position(paragraph: u32, sentence: u32, line: u32) -> Position {
    Position {
        paragraph,
        sentence,
        segments: 1,
        file: "sources/garden.txt".to_owned(),
        line,
    }
}

/// A new entry in the first paragraph, translated when there is a target.
fn entry(name: &str, sentence: u32, source: &str, target: &str) -> NewEntry {
    NewEntry {
        id: id(name),
        position: position(1, sentence, 3),
        source: source.to_owned(),
        target: target.to_owned(),
        state: if target.is_empty() {
            State::Initial
        } else {
            State::Translated
        },
        needs_work: None,
        previous: None,
    }
}

fn empty_file() -> SegmentFile {
    SegmentFile::create(&SegmentFileHeading {
        project: "gardens",
        document: &DocumentName::new("garden").unwrap(),
        source: &language("en"),
        target: &language("ur"),
    })
}

/// Three sentences: translated, reviewed, empty.
fn garden() -> SegmentFile {
    let mut file = empty_file();
    let mut reviewed = entry("b7", 2, "The gate was open.", "دروازہ کھلا تھا۔");
    reviewed.state = State::Reviewed;
    file.insert(
        0,
        [
            entry("a3", 1, "The garden is old.", "باغ پرانا ہے۔"),
            reviewed,
            entry("c9", 3, "Nobody came.", ""),
        ],
    )
    .unwrap();
    file
}

/// Reads a text that nothing is wrong with.
fn sound(text: &str) -> SegmentFile {
    let (file, findings) = SegmentFile::parse(text);
    assert_eq!(findings, [], "{text}");
    file
}
