//! What holds for every unit on its way through a format and back.

mod exchange_units;

use exchange_units::{languages, plain_unit, read, remark, try_read, unit, write};
use proptest::collection::vec;
use proptest::prelude::*;
use tarjuman::exchange::{ReadOptions, format_named};
use tarjuman::model::{Remark, RemarkKind, Unit};

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a unit stands in a document, or did in the file that it comes from: then empty targets are left out.
fn is_of_document(unit: &Unit) -> bool {
    let named = |remark: &Remark| matches!(&remark.kind, RemarkKind::Property(name) if name == "x-document");
    unit.placement.is_some() || unit.remarks.iter().any(named)
}

/// The texts of a unit, language by language, as XML can hold them.
fn texts(unit: &Unit) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for variant in &unit.variants {
        let language = variant.language.to_string();
        if texts.iter().all(|(other, _)| *other != language) {
            texts.push((language, variant.text.replace(is_forbidden, "\u{FFFD}")));
        }
    }
    texts.sort();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever a unit holds, the file can be read, and writing it again gives the same bytes.
    #[test]
    fn tmx_is_always_well_formed_and_stable(
        units in vec(unit(), 0..3),
        remarks in vec(remark(), 0..2),
    ) {
        let (first, changes) = write("tmx", &units, &languages(), &remarks);
        let read_once = read("tmx", &first);
        let (header, _) = try_read("tmx", &first);
        prop_assert_eq!(header.source, Some(languages()[0].clone()));
        let (second, again) = write("tmx", &read_once, &languages(), &[]);
        if remarks.is_empty() {
            prop_assert_eq!(String::from_utf8(first).unwrap(), String::from_utf8(second.clone()).unwrap());
            prop_assert!(again.is_empty(), "{:?} after {:?}", again, changes);
        }
        prop_assert_eq!(read("tmx", &second), read_once);
    }

    /// Whatever a unit holds, no reader refuses the file, and none of its codes is without its mate.
    #[test]
    fn tmx_is_taken_by_every_reader(units in vec(unit(), 0..3), remarks in vec(remark(), 0..2)) {
        let (file, _) = write("tmx", &units, &languages(), &remarks);
        let mut objections = Vec::new();
        format_named("tmx")
            .unwrap()
            .validate(&mut file.as_slice(), &ReadOptions::default(), &mut |one| objections.push(one))
            .unwrap();
        objections.retain(|one| !one.refused_by.is_empty() || one.finding.id == "unpaired-code");
        prop_assert!(objections.is_empty(), "{:?}\n{}", objections, String::from_utf8_lossy(&file));
    }

    /// Whatever a unit holds, the schema and the prose of either version take the file.
    #[test]
    fn xliff_is_taken_by_every_reader(units in vec(unit(), 0..3), remarks in vec(remark(), 0..2)) {
        for format in ["xliff", "xliff-1.2"] {
            let (file, _) = write(format, &units, &languages()[..2], &remarks);
            let mut objections = Vec::new();
            format_named(format)
                .unwrap()
                .validate(&mut file.as_slice(), &ReadOptions::default(), &mut |one| objections.push(one))
                .unwrap();
            objections.retain(|one| !one.refused_by.is_empty());
            prop_assert!(objections.is_empty(), "{:?}\n{}", objections, String::from_utf8_lossy(&file));
        }
    }

    /// No text is changed but for characters that XML forbids.
    #[test]
    fn tmx_keeps_every_text(unit in unit()) {
        let (file, changes) = write("tmx", std::slice::from_ref(&unit), &languages(), &[]);
        let back = read("tmx", &file);
        let mut wanted = texts(&unit);
        if is_of_document(&unit) || back.is_empty() || texts(&back[0]).len() < wanted.len() {
            wanted.retain(|(_, text)| !text.is_empty());
        }
        let found = back.first().map(texts).unwrap_or_default();
        let found: Vec<_> = found.into_iter().filter(|pair| wanted.contains(pair)).collect();
        prop_assert_eq!(found, wanted);
        let replaced = unit.variants.iter().any(|variant| variant.text.contains(is_forbidden));
        if replaced {
            prop_assert!(changes.iter().any(|change| change.id == "forbidden-character" || change.id == "second-variant"));
        }
    }

    /// JSON Lines hold everything.
    #[test]
    fn jsonl_gives_back_every_unit(units in vec(unit(), 0..3)) {
        let (file, changes) = write("jsonl", &units, &languages(), &[]);
        prop_assert!(changes.is_empty());
        prop_assert_eq!(file.iter().filter(|&&byte| byte == b'\n').count(), units.len());
        prop_assert_eq!(read("jsonl", &file), units);
    }

    /// A table holds ids, texts, states and a note.
    #[test]
    fn tables_give_back_what_they_have_room_for(units in vec(plain_unit(), 0..4)) {
        for table in ["tsv", "csv"] {
            let (file, changes) = write(table, &units, &languages()[..3], &[]);
            prop_assert!(changes.is_empty());
            prop_assert_eq!(read(table, &file), units.clone(), "{}", String::from_utf8_lossy(&file));
        }
    }

    /// Every line of one Moses file answers that line of the other.
    #[test]
    fn moses_has_one_line_a_unit(units in vec(unit(), 0..4)) {
        for language in languages() {
            let (file, _) = write("moses", &units, &[language], &[]);
            let file = String::from_utf8(file).unwrap();
            prop_assert_eq!(file.matches('\n').count(), units.len());
            prop_assert!(!file.contains('\r'));
        }
    }

    /// No reader panics on a file with a wrong byte, or hands out more than there was.
    #[test]
    fn mutated_files_do_no_harm(
        units in vec(unit(), 1..3),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        format in prop::sample::select(vec!["tmx", "jsonl", "tsv", "csv"]),
    ) {
        let (mut file, _) = write(format, &units, &languages(), &[]);
        let at = at.index(file.len());
        file[at] = byte;
        let (collected, _) = try_read(format, &file);
        prop_assert!(collected.units.len() <= units.len() + 1);
    }
}
