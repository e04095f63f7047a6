//! Tables in and out, on files of our own.

use super::{Csv, Tsv};
use crate::exchange::collected::{language, read, try_read, write};
use crate::exchange::{Format, ReadOptions};
use crate::model::{Remark, RemarkKind, State, Unit, UnitId, Variant};

const LANGUAGES: &[&str] = &["ps", "en", "ur"];

fn units() -> Vec<Unit> {
    let mut first = Unit::new(
        UnitId("k1".to_owned()),
        Variant::new(language("en"), "tab\there, \"quote\"\r\nline \\n"),
    );
    let mut target = Variant::new(language("ps"), "\"پښتو\"");
    target.state = State::Reviewed;
    first.variants.push(target);
    let mut target = Variant::new(language("ur"), " اردو ");
    target.needs_work = Some(String::new());
    first.variants.push(target);
    first.remarks.push(Remark {
        kind: RemarkKind::Note,
        text: "two\nlines; \\".to_owned(),
        attributes: Vec::new(),
    });
    let mut second = Unit::new(UnitId("k2".to_owned()), Variant::new(language("en"), "b"));
    second.variants.push(Variant::new(language("ur"), "ب"));
    vec![first, second]
}

#[test]
fn a_table_gives_back_what_it_was_given() {
    for format in [&Tsv as &dyn Format, &Csv] {
        let (out, changes) = write(format, &units(), "en", LANGUAGES);
        assert!(changes.is_empty(), "{changes:?}");
        assert!(format.recognises(out.as_bytes()), "{out}");
        assert_eq!(read(format, out.as_bytes()).units, units(), "{out}");
    }
}

#[test]
fn the_bytes_are_as_documented() {
    let (tsv, _) = write(&Tsv, &units(), "en", LANGUAGES);
    assert_eq!(
        tsv,
        "id\ten\tps\tur\tstate\tnote\n\
         k1\ttab\\there, \"quote\"\\r\\nline \\\\n\t\\\"پښتو\"\t اردو \tps:reviewed ur:translated+needs-work\ttwo\\nlines; \\\\\n\
         k2\tb\t\tب\ttranslated\t\n"
    );
    let (csv, _) = write(&Csv, &units()[1..], "en", LANGUAGES);
    assert_eq!(csv, "id,en,ps,ur,state,note\r\nk2,b,,ب,translated,\r\n");
}

#[test]
fn a_ragged_row_costs_that_row() {
    let file = "en,ur,context\n\na,ب,c\nonly\n\"x\"y,z,w\n,,lost\nb,\"ج\nد\",\n";
    let read = read(&Csv, file.as_bytes());
    assert_eq!((read.summary.units, read.summary.skipped), (2, 3));
    assert_eq!(read.lines, [3, 7]);
    assert_eq!(read.units[1].variants[1].text, "ج\nد");
    assert_eq!(
        read.units[0].remarks[0].kind,
        RemarkKind::Property("context".to_owned())
    );
    assert_eq!(
        read.messages(),
        [
            "the row was passed over: it has 1 cell, the first line has 3",
            "the row was passed over: something stands after a closing quotation mark",
            "the row was passed over: it has no text in any language",
        ]
    );
}

#[test]
fn empty_cells_that_an_editor_took_off_are_no_loss() {
    let file = "id\ten\tur\tstate\tnote\n1\ta\tب\treviewed\n2\tc\tد\n3\te\n4\tf\tو";
    let read = read(&Tsv, file.as_bytes());
    assert_eq!(read.units[0].variants[1].state, State::Reviewed);
    assert_eq!(read.units[1].variants[1].text, "د");
    // A text that is missing, and a line that may have been cut off, are not made up.
    assert_eq!((read.summary.units, read.summary.skipped), (2, 2));
}

#[test]
fn encodings_and_line_ends_do_not_matter() {
    let (out, _) = write(&Tsv, &units(), "en", LANGUAGES);
    let marked = format!("\u{FEFF}{out}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bare: Vec<u8> = out.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows = out.replace('\n', "\r\n").into_bytes();
    for bytes in [
        marked.into_bytes(),
        wide,
        bare,
        windows,
        out.trim_end().as_bytes().to_vec(),
    ] {
        assert!(Tsv.recognises(&bytes));
        assert_eq!(read(&Tsv, &bytes).units[0], units()[0]);
    }
}

#[test]
fn what_a_spreadsheet_saves_is_read() {
    let file = "id\ten\tur\r\n1\t\"He said \"\"no\"\", \\n\"\tنہیں\r\n2\t\"two\nlines\"\tدو\r\n";
    let read = read(&Tsv, file.as_bytes());
    assert_eq!(read.units[0].variants[0].text, "He said \"no\", \\n");
    assert_eq!(read.units[1].variants[0].text, "two\nlines");
}

#[test]
fn a_file_that_cannot_be_a_table_is_refused_with_a_hint() {
    for (file, wanted) in [
        (
            "hello\tworld\n",
            "no column of the first line names a language",
        ),
        (
            "source\ttarget\n",
            "the column `source` does not say its language",
        ),
        (
            "en,ur\na,\"b\nc\n",
            "a quotation mark in this row is never closed",
        ),
    ] {
        let (_, error) = try_read(&Csv, file.as_bytes(), &ReadOptions::default());
        let error = error.unwrap();
        assert_eq!(error.to_string(), wanted);
    }
}

#[test]
fn an_unknown_state_is_told_and_the_row_kept() {
    let read = read(
        &Tsv,
        "en\tur\tstate\na\tب\tdone\nc\tد\tneeds-work\n".as_bytes(),
    );
    assert_eq!(read.units[0].variants[1].state, State::Translated);
    assert_eq!(read.messages(), ["`done` is no state"]);
    assert_eq!(read.units[1].variants[1].needs_work.as_deref(), Some(""));
}

#[test]
fn what_a_table_cannot_hold_is_told() {
    let mut unit = units().remove(1);
    unit.variants[1].needs_work = Some("why".to_owned());
    unit.variants.push(Variant::new(language("ur"), "ج"));
    let (_, changes) = write(&Tsv, &[unit], "en", LANGUAGES);
    let ids: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(ids, ["second-variant", "left-out"]);
}

#[test]
fn the_state_of_a_target_is_never_given_to_its_source() {
    let mut unit = units().remove(1);
    unit.source_language = Some(language("ur"));
    unit.variants.reverse();
    unit.variants[1].state = State::Reviewed;
    let (out, _) = write(&Tsv, &[unit], "en", LANGUAGES);
    assert!(out.ends_with("k2\tb\t\tب\ten:reviewed\t\n"), "{out}");
    let back = read(&Tsv, out.as_bytes()).units.remove(0);
    let states = ["en", "ur"].map(|tag| back.variant(&language(tag)).unwrap().state);
    assert_eq!(states, [State::Reviewed, State::Translated]);
}

#[test]
fn a_unit_without_text_is_left_out_and_told() {
    let empty = Unit::new(UnitId("k3".to_owned()), Variant::new(language("en"), ""));
    let (out, changes) = write(&Csv, &[empty], "en", LANGUAGES);
    assert_eq!(out, "id,en,ps,ur,state,note\r\n");
    assert_eq!(
        (changes[0].id.as_str(), changes[0].unit.as_ref()),
        ("no-text", Some(&UnitId("k3".to_owned())))
    );
}

#[test]
fn attributes_that_a_table_cannot_hold_are_told() {
    let dated = || vec![("creationdate".to_owned(), "20200102T030405Z".to_owned())];
    let mut of_unit = units().remove(1);
    of_unit.attributes = dated();
    let mut of_text = units().remove(1);
    of_text.variants[1].attributes = dated();
    let mut of_note = units().remove(0);
    of_note.remarks[0].attributes = vec![("xml:lang".to_owned(), "en".to_owned())];
    let (_, changes) = write(&Tsv, &[of_unit, of_text, of_note], "en", LANGUAGES);
    let messages: Vec<&str> = changes.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        ["left out 3 times: attributes of a unit, a text or a note; a table has no room for it"]
    );
}
