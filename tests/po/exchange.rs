//! PO of other tools as an exchange format: what is read into units, and what units are written.

use std::error::Error;

use tarjuman::exchange::po::Po;
use tarjuman::exchange::{Format, ReadError, ReadOptions, Sink, Summary, WriteError, WriteOptions};
use tarjuman::model::{Finding, RemarkKind, State, Unit, UnitId, Variant};
use tarjuman::text::Language;

use crate::language;

/// A catalogue as programs have it: plurals, contexts, wrapped strings, previous and obsolete ones.
pub(crate) const FOREIGN: &str = include_str!("foreign.po");

#[derive(Default)]
pub(crate) struct Found {
    pub(crate) units: Vec<Unit>,
    lines: Vec<u64>,
    pub(crate) findings: Vec<Finding>,
}

impl Sink for Found {
    fn unit(&mut self, unit: Unit, line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.units.push(unit);
        self.lines.push(line);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> (Result<Summary, ReadError>, Found) {
    let mut found = Found::default();
    let mut input = bytes;
    let summary = Po.read(&mut input, options, &mut found);
    (summary, found)
}

fn read_foreign() -> (Summary, Found) {
    let (summary, found) = read(FOREIGN.as_bytes(), &ReadOptions::default());
    (summary.unwrap(), found)
}

pub(crate) fn write(units: &[Unit], target: &str) -> (String, Vec<Finding>) {
    let options = WriteOptions {
        source: language("en"),
        languages: vec![language("en"), language(target)],
        remarks: Vec::new(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    };
    let mut file = Vec::new();
    let mut writer = Po.writer(&options, &mut file).unwrap();
    for unit in units {
        writer.unit(unit).unwrap();
    }
    let findings = writer.finish().unwrap();
    (String::from_utf8(file).unwrap(), findings)
}

fn said(remarks: &[tarjuman::model::Remark]) -> Vec<String> {
    remarks
        .iter()
        .map(|remark| match &remark.kind {
            RemarkKind::Note => format!("note{:?}: {}", remark.attributes, remark.text),
            RemarkKind::Property(name) => format!("{name}: {}", remark.text),
        })
        .collect()
}

fn unit(source: &str, target: &str) -> Unit {
    let mut unit = Unit::new(UnitId("u".into()), Variant::new(language("en"), source));
    unit.variants.push(Variant::new(language("ur"), target));
    unit
}

#[test]
fn a_foreign_file_becomes_units() {
    let (summary, found) = read_foreign();
    assert_eq!((summary.units, summary.skipped), (6, 1));
    assert_eq!(summary.remarks[0].text, "Translations of a small program.");
    assert!(
        summary
            .attributes
            .contains(&("Language-Team".into(), "Urdu".into()))
    );
    assert_eq!(found.findings[0].id, "unterminated-string");
    let texts: Vec<(&str, &str)> = found
        .units
        .iter()
        .map(|unit| {
            (
                unit.variants[0].text.as_str(),
                unit.variants[1].text.as_str(),
            )
        })
        .collect();
    assert_eq!(texts[0], ("Open", "کھولیں"));
    assert_eq!(texts[1], ("Open", "کھلا"));
    assert_eq!(
        texts[2],
        ("A long line that was wrapped.\n", "ایک لمبی سطر\n")
    );
    assert_eq!(texts[3], ("%d file", "%d فائل"));
    assert_eq!(texts[4], ("Close the door", "دروازہ بند کریں"));
    assert_eq!(texts[5], ("Gone", "گیا"));
    assert_ne!(found.units[0].id, found.units[1].id);
    assert_eq!(found.lines[0], 13);
    assert_eq!(found.units[4].variants[1].needs_work.as_deref(), Some(""));
    assert_eq!(found.units[0].variants[1].language, language("ur-PK"));
    assert_eq!(found.units[0].source_language, Some(language("en")));
}

#[test]
fn what_a_foreign_file_says_besides_is_kept_as_notes_and_properties() {
    let (_, found) = read_foreign();
    assert_eq!(
        said(&found.units[0].remarks),
        [
            "msgctxt: menu",
            "note[]: A verb here.",
            "note[(\"from\", \"developer\")]: Shown in the menu.",
            "reference: src/main.c:10 src/menu.c:3",
        ]
    );
    assert_eq!(said(&found.units[3].remarks), ["flags: c-format"]);
    assert_eq!(
        said(&found.units[3].variants[0].remarks),
        ["msgid_plural: %d files"]
    );
    assert_eq!(
        said(&found.units[3].variants[1].remarks),
        ["msgstr[1]: %d فائلیں"]
    );
    assert_eq!(
        said(&found.units[4].remarks),
        ["previous-msgid: Shut the door"]
    );
    assert_eq!(said(&found.units[5].remarks), ["obsolete: yes"]);
}

#[test]
fn a_foreign_file_is_written_with_all_that_it_said() {
    let (_, found) = read_foreign();
    let (text, findings) = write(&found.units, "ur-PK");
    assert_eq!(findings, []);
    let body = text.split_once("\n\n").unwrap().1;
    assert_eq!(body, include_str!("foreign-written.po"));
    let (_, again) = read(text.as_bytes(), &ReadOptions::default());
    assert_eq!(again.units, found.units);
}

#[test]
fn a_segment_file_is_read_with_ids_states_and_places() {
    let (summary, found) = read(
        crate::garden().to_text().as_bytes(),
        &ReadOptions::default(),
    );
    assert_eq!(summary.unwrap().units, 3);
    let gate = &found.units[1];
    assert_eq!(gate.id.as_str(), "b7");
    assert_eq!(gate.variants[1].state, State::Reviewed);
    let placement = gate.placement.as_ref().unwrap();
    assert_eq!(placement.document.as_str(), "garden");
    assert_eq!(
        (
            placement.order,
            placement.paragraph,
            placement.sentence,
            placement.line
        ),
        (1, 1, 2, 3)
    );
    assert!(gate.remarks.is_empty());
}

#[test]
fn languages_come_from_the_header_then_from_the_caller() {
    let body = "msgid \"a\"\nmsgstr \"b\"\n";
    let (outcome, _) = read(body.as_bytes(), &ReadOptions::default());
    let ReadError::Malformed(finding) = outcome.unwrap_err() else {
        panic!("another error")
    };
    assert_eq!(finding.id, "no-target-language");
    let options = ReadOptions {
        source: Some(language("de")),
        target: Some(language("ps")),
    };
    let languages = |text: &str| -> Vec<Language> {
        let (_, found) = read(text.as_bytes(), &options);
        found.units[0]
            .variants
            .iter()
            .map(|variant| variant.language.clone())
            .collect()
    };
    assert_eq!(languages(body), [language("de"), language("ps")]);
    let head =
        "msgid \"\"\nmsgstr \"\"\n\"Language: sr_RS@latin\\n\"\n\"X-Source-Language: fr\\n\"\n\n";
    assert_eq!(
        languages(&format!("{head}{body}")),
        [language("fr"), language("sr-Latn-RS")]
    );
    let bad = head.replace("sr_RS@latin", "???");
    let (_, found) = read(format!("{bad}{body}").as_bytes(), &options);
    assert_eq!(found.findings[0].id, "unknown-language");
    assert_eq!(found.units[0].variants[1].language, language("ps"));
}

#[test]
fn a_file_in_another_encoding_is_read() {
    let head = "msgid \"\"\nmsgstr \"\"\n\"Language: ur\\n\"\n\"Content-Type: text/plain; charset=windows-1256\\n\"\n\n";
    let mut file = head.as_bytes().to_vec();
    file.extend_from_slice(b"msgid \"a\"\nmsgstr \"\xC7\x81\\307\"\n");
    let (summary, found) = read(&file, &ReadOptions::default());
    assert_eq!(found.findings, []);
    assert_eq!(summary.unwrap().skipped, 0);
    assert_eq!(found.units[0].variants[1].text, "اپا");
}

#[test]
fn bytes_of_no_encoding_cost_their_entry_only() {
    let mut file = crate::garden().to_text().into_bytes();
    let at = file.windows(5).position(|five| five == b"gate ").unwrap();
    file[at] = 0xFF;
    let (summary, found) = read(&file, &ReadOptions::default());
    assert_eq!(
        (summary.as_ref().unwrap().units, summary.unwrap().skipped),
        (2, 1)
    );
    let place = found.findings[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column), (25, 12));
    assert_eq!(&place.text[place.span.clone()], "\u{FFFD}");
}

#[test]
fn a_po_file_holds_one_target_language() {
    for (languages, word) in [
        (&["en"][..], "needs"),
        (&["en", "ur", "ps"], "`ur` and `ps`"),
    ] {
        let options = WriteOptions {
            source: language("en"),
            languages: languages.iter().map(|tag| language(tag)).collect(),
            remarks: Vec::new(),
            attributes: Vec::new(),
            spreadsheet_safe: false,
        };
        let mut file = Vec::new();
        let error = Po.writer(&options, &mut file).err().unwrap();
        assert!(matches!(error, WriteError::Unfit(_)));
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[test]
fn a_target_whose_line_breaks_gettext_would_refuse_needs_work() {
    let (text, findings) = write(&[unit("One.", "ایک۔\n")], "ur");
    assert_eq!(findings[0].id, "line-breaks-differ");
    assert!(text.contains("#, fuzzy\n"));
    let (_, found) = read(text.as_bytes(), &ReadOptions::default());
    assert_eq!(found.units[0].variants[1].text, "ایک۔\n");
}

#[test]
fn two_units_with_the_same_id_and_source_are_both_written() {
    let units = [
        unit("One.", "ایک۔"),
        unit("One.", "اِک۔"),
        unit("One.", "یک۔"),
    ];
    let (text, findings) = write(&units, "ur");
    assert_eq!(findings.len(), 2);
    assert!(text.contains("msgctxt \"u~2\"") && text.contains("msgctxt \"u~3\""));
}

#[test]
fn what_po_cannot_hold_is_told() {
    let mut unit = unit("One\0.", "ایک۔");
    unit.remarks.push(tarjuman::model::Remark {
        kind: RemarkKind::Note,
        text: "see\r".into(),
        attributes: vec![("xml:lang".into(), "en".into())],
    });
    let (_, findings) = write(&[unit], "ur");
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["character-replaced", "attributes-left-out"]);
}

#[test]
fn a_unit_without_source_text_is_left_out_and_told() {
    let unit = Unit::new(UnitId("u".into()), Variant::new(language("ur"), "ایک۔"));
    let (text, findings) = write(&[unit], "ur");
    assert!(!text.contains("ایک"));
    assert_eq!(findings[0].id, "no-source-text");
}
