//! A file that is not changed is written as it was read.

use proptest::prelude::*;
use tarjuman::exchange::po::SegmentFile;

use crate::{garden, id};

/// Pieces that PO files are made of, and pieces that break them.
const PIECES: &[&str] = &[
    "msgctxt",
    "msgid",
    "msgid_plural",
    "msgstr",
    "msgstr[0]",
    "msgstr[1]",
    " \"a\"",
    " \"\"",
    " \"",
    "\"b\\n\"",
    "\\",
    "\\q",
    "#",
    "# x",
    "#. ¶1.1 translated",
    "#: f:1",
    "#, fuzzy",
    "#| ",
    "#~ ",
    "#~| ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u{FEFF}",
    "\u{200F}",
    "\u{0}",
    "<<<<<<<",
    "متن",
    "x",
];

/// Every kind of line that a PO file may have, with LF.
const EVERYTHING: &str = include_str!("everything.po");

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn assert_identity(text: &str) {
    let (file, _) = SegmentFile::parse(text);
    assert_eq!(file.to_text(), text);
}

proptest! {
    #[test]
    fn of_any_pieces(text in pieces()) {
        assert_identity(&text);
    }

    #[test]
    fn of_any_text(text in "(?s).*") {
        assert_identity(&text);
    }
}

#[test]
fn of_a_file_with_everything() {
    assert_identity(EVERYTHING);
    assert_identity(&EVERYTHING.replace('\n', "\r\n"));
    assert_identity(&format!("\u{FEFF}{EVERYTHING}"));
    assert_identity(EVERYTHING.trim_end());
}

#[test]
fn of_a_file_cut_off_anywhere() {
    for end in (0..=EVERYTHING.len()).filter(|end| EVERYTHING.is_char_boundary(*end)) {
        assert_identity(&EVERYTHING[..end]);
    }
    for end in 0..=EVERYTHING.len() {
        if let Ok((file, _)) = SegmentFile::read(&EVERYTHING.as_bytes()[..end]) {
            assert_eq!(file.to_text().len(), end);
        }
    }
}

#[test]
fn an_edit_changes_the_lines_of_its_field_alone() {
    for end in ["\n", "\r\n"] {
        let text = EVERYTHING.replace('\n', end);
        let (mut file, _) = SegmentFile::parse(&text);
        assert!(
            file.entry_mut(&id("wrapped"))
                .unwrap()
                .set_target("نیا\nمتن")
        );
        let old = ["msgstr \"\"", "\"پہلی سطر \"", "\"اور دوسری\"", ""].join(end);
        let new = format!("msgstr \"نیا\\nمتن\"{end}");
        assert_eq!(text.matches(&old).count(), 1);
        assert_eq!(file.to_text(), text.replace(&old, &new));
    }
}

#[test]
fn a_value_that_is_there_already_changes_no_byte() {
    let (mut file, _) = SegmentFile::parse(EVERYTHING);
    let ids: Vec<_> = file
        .entries()
        .chain(file.obsolete_entries())
        .map(|entry| entry.id())
        .collect();
    assert_eq!(ids.len(), 6);
    for id in &ids {
        let view = file.entry(id).unwrap();
        let source = view.source().into_owned();
        let target = view.target().into_owned();
        let (state, position, needs_work, notes) = (
            view.state(),
            view.position(),
            view.needs_work(),
            view.notes(),
        );
        let mut entry = file.entry_mut(id).unwrap();
        let mut changed = entry.set_source(&source) | entry.set_target(&target);
        changed |= entry.set_state(state) | entry.set_notes(&notes);
        changed |= position.is_some_and(|position| entry.set_position(&position));
        changed |= match needs_work {
            Some(reason) => entry.mark_needs_work(&reason),
            None => false,
        };
        assert!(!changed, "{id}");
    }
    assert!(!file.arrange(&ids));
    assert_eq!(file.to_text(), EVERYTHING);
}

#[test]
fn the_last_line_may_lack_its_end() {
    let text = garden().to_text();
    let (mut file, _) = SegmentFile::parse(text.trim_end());
    file.entry_mut(&id("c9"))
        .unwrap()
        .set_target("کوئی نہ آیا۔");
    assert!(file.to_text().ends_with("msgstr \"کوئی نہ آیا۔\""));
    file.insert(9, [crate::entry("d1", 4, "Rain fell.", "")])
        .unwrap();
    assert!(file.to_text().contains("آیا۔\"\n\n#. ¶1.4 initial\n"));
    crate::sound(&file.to_text());
}

#[test]
fn a_last_line_without_end_gets_one_when_a_line_follows() {
    let (mut file, _) = SegmentFile::parse("msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"y\"");
    assert!(file.arrange(&[]) || file.retire(&id("a")));
    assert_eq!(
        file.to_text(),
        "#~ msgctxt \"a\"\n#~ msgid \"x\"\n#~ msgstr \"y\""
    );
}
