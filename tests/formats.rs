//! The conformance suite: what every format must do, and what each cannot hold.

#![allow(clippy::unwrap_used)]

#[path = "formats/damage.rs"]
mod damage;
#[path = "formats/holds.rs"]
mod holds;
#[path = "formats/run.rs"]
mod run;
#[path = "formats/sample.rs"]
mod sample;

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use holds::{is_in, limited, limited_but, parts, take};
use proptest::prelude::*;
use run::{Read, options, packed, read, read_sound, write, write_in, write_options};
use sample::{any_unit, everything, language, plain};
use tarjuman::exchange::{FORMATS, Fate, Format, Layout, Part, decompressed, detect};
use tarjuman::model::{Finding, State, Unit, Variant};
use tarjuman::text::Language;

/// Every format of one file.
fn formats() -> impl Iterator<Item = &'static dyn Format> {
    laid_out(Layout::OneFile)
}

/// The formats that are laid out so.
fn laid_out(layout: Layout) -> impl Iterator<Item = &'static dyn Format> {
    let all = FORMATS.iter().copied();
    all.filter(move |format| format.layout() == layout)
}

/// Asserts that units come back from a file, apart from what the format cannot hold.
fn assert_kept(format: &dyn Format, units: &[Unit]) {
    let (file, findings) = write(format, units, &language("ur"));
    let back = read_sound(format, &file);
    let shown = String::from_utf8_lossy(&file);
    assert_eq!(
        all_limited(format, &back),
        all_limited(format, units),
        "{}\n{shown}",
        format.name()
    );
    for part in parts(format, |fate| fate == Fate::Reported) {
        let held = units.iter().any(|unit| is_in(part, unit));
        assert!(
            !held || !findings.is_empty(),
            "{} leaves out {part:?} silently\n{units:?}",
            format.name()
        );
    }
}

fn all_limited(format: &dyn Format, units: &[Unit]) -> Vec<Unit> {
    units.iter().map(|unit| limited(format, unit)).collect()
}

#[test]
fn every_format_has_a_name_a_suffix_and_is_recognised_by_its_files() {
    for format in formats() {
        assert!(!format.suffixes().is_empty());
        assert_eq!(format.name(), format.name().to_lowercase());
        let (file, _) = write(format, &everything(), &language("ur"));
        let takers: Vec<&str> = FORMATS
            .iter()
            .filter(|other| other.recognises(&file[..file.len().min(4096)]))
            .map(|other| other.name())
            .collect();
        assert_eq!(takers, [format.name()]);
    }
}

#[test]
fn units_come_back() {
    for format in formats() {
        assert_kept(format, &everything());
        for unit in everything() {
            assert_kept(format, &[unit]);
        }
    }
}

#[test]
fn nothing_is_said_to_be_lost_that_comes_back() {
    for format in formats() {
        let (file, _) = write(format, &everything(), &language("ur"));
        let (back, units) = (read_sound(format, &file), everything());
        for part in parts(format, |fate| fate != Fate::Refused) {
            let limit = |unit: &Unit| limited_but(format, part, unit);
            let same = back.iter().map(limit).eq(units.iter().map(limit));
            assert!(!same, "{} keeps {part:?}", format.name());
        }
    }
}

#[test]
fn a_unit_holds_what_can_be_taken_from_it() {
    for unit in everything() {
        for part in Part::ALL.into_iter().filter(|part| !part.is_order()) {
            let mut without = unit.clone();
            take(part, Fate::LeftOut, &mut without);
            assert_eq!(is_in(part, &unit), without != unit, "{part:?} in {unit:?}");
        }
    }
}

#[test]
fn what_a_file_of_one_language_leaves_out_leaves_no_trace_in_it() {
    for format in laid_out(Layout::FilePerLanguage) {
        for unit in everything() {
            let write = |unit: &Unit| {
                let units = std::slice::from_ref(unit);
                ["en", "ur"].map(|tag| write_in(format, units, &[language(tag)]).0)
            };
            for part in parts(format, |fate| fate == Fate::LeftOut) {
                let mut without = unit.clone();
                take(part, Fate::LeftOut, &mut without);
                assert_eq!(write(&unit), write(&without), "{part:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_units_come_back(units in prop::collection::vec(any_unit(), 0..4)) {
        let units = sample::with_ids(units);
        for format in formats() {
            assert_kept(format, &units);
        }
    }
}

#[test]
fn the_same_units_give_the_same_bytes() {
    for format in formats() {
        let write = || write(format, &everything(), &language("ur")).0;
        assert_eq!(write(), write());
    }
}

/// Two plain units, and a file of them as text with line feeds.
fn two_units(format: &dyn Format) -> (Vec<Unit>, String) {
    let units = vec![plain("a", "One.", "ایک۔"), plain("b", "Two.", "دو۔")];
    let (file, _) = write(format, &units, &language("ur"));
    let text = String::from_utf8(file).unwrap();
    (units, text.replace("\r\n", "\n"))
}

#[test]
fn a_byte_order_mark_line_ends_and_the_end_of_the_file_do_not_matter() {
    for format in formats() {
        let (units, text) = two_units(format);
        for other in [
            text.clone(),
            format!("\u{FEFF}{text}"),
            text.replace('\n', "\r\n"),
            text.trim_end_matches('\n').to_owned(),
            format!("{text}\n\n"),
        ] {
            let back = read_sound(format, other.as_bytes());
            let wanted = all_limited(format, &units);
            assert_eq!(
                all_limited(format, &back),
                wanted,
                "{}\n{other}",
                format.name()
            );
        }
    }
}

#[test]
fn utf_16_with_a_byte_order_mark_is_read() {
    for format in formats() {
        let (units, text) = two_units(format);
        let wide: Vec<u16> = format!("\u{FEFF}{text}").encode_utf16().collect();
        for file in [
            wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ] {
            let file: Vec<u8> = file;
            assert!(format.recognises(&file), "{}", format.name());
            let back = read_sound(format, &file);
            let wanted = all_limited(format, &units);
            assert_eq!(all_limited(format, &back), wanted, "{}", format.name());
        }
    }
}

#[test]
fn compressed_files_are_read_like_others() {
    for format in formats() {
        let (file, _) = write(format, &everything(), &language("ur"));
        let packed = packed(&file);
        let name = format!("memory.{}.gz", format.suffixes()[0]);
        let by_suffix = detect(b"", &name).unwrap();
        assert!(by_suffix.suffixes().contains(&format.suffixes()[0]));
        let mut sink = Read::default();
        let mut input = decompressed(Box::new(&packed[..])).unwrap();
        format.read(&mut input, &options(), &mut sink).unwrap();
        let wanted = all_limited(format, &everything());
        assert_eq!(
            all_limited(format, &sink.units),
            wanted,
            "{}",
            format.name()
        );
        for end in [3, packed.len() / 2, packed.len() - 1] {
            let mut sink = Read::default();
            let mut input = decompressed(Box::new(&packed[..end])).unwrap();
            let outcome = format.read(&mut input, &options(), &mut sink);
            assert!(outcome.is_err(), "{} cut at {end}", format.name());
        }
    }
}

#[test]
fn language_tags_are_read_in_any_case() {
    for format in formats() {
        let mut unit = plain("a", "One.", "ایک۔");
        unit.variants[1].language = language("ur-PK");
        let (file, _) = write(format, &[unit], &language("ur-PK"));
        let text = String::from_utf8(file).unwrap();
        let shouted = text.replace("ur-PK", "UR-pk").replace("ur_PK", "UR_pk");
        assert_ne!(text, shouted, "{}", format.name());
        let units = read_sound(format, shouted.as_bytes());
        assert_eq!(units[0].variants[1].language, language("ur-PK"));
    }
}

#[test]
fn any_language_comes_back_or_is_refused() {
    let tags = [
        "id",
        "nr",
        "doc",
        "src",
        "key",
        "en-GB",
        "ks-Deva",
        "zh-Hant-TW",
        "ca-valencia",
        "es-419",
        "de-CH-1996",
        "und",
        "mul",
        "yue",
        "sr-Latn",
        "ur-Latn-PK",
    ];
    for tag in tags.map(language) {
        let mut unit = plain("a", "One.", "x");
        unit.variants[1].language = tag.clone();
        for format in formats() {
            let options = write_options(&[language("en"), tag.clone()]);
            if let Err(error) = format.writer(&options, &mut Vec::new()) {
                let reason = error.to_string();
                assert!(reason.contains(&format!("`{tag}`")), "{reason}");
                continue;
            }
            let (file, _) = write(format, std::slice::from_ref(&unit), &tag);
            let back = read_sound(format, &file);
            assert_eq!(
                all_limited(format, &back),
                [limited(format, &unit)],
                "{}",
                format.name()
            );
        }
    }
}

#[test]
fn a_unit_without_text_does_no_harm() {
    for format in formats() {
        let units = [
            plain("a", "", ""),
            plain("b", "", "دو۔"),
            plain("c", "Three.", "تین۔"),
        ];
        let (file, findings) = write(format, &units, &language("ur"));
        let back = read_sound(format, &file);
        assert_eq!(
            back.last().map(|unit| limited(format, unit)),
            Some(limited(format, &units[2]))
        );
        let told = units[..2].iter().filter(|unit| {
            let id = Some(&unit.id);
            findings.iter().any(|finding| finding.unit.as_ref() == id)
        });
        assert!(
            back.len() + told.count() >= 3,
            "{}\n{back:?}",
            format.name()
        );
    }
}

#[test]
fn an_empty_target_is_initial_or_absent() {
    for format in formats() {
        let (file, _) = write(format, &[plain("a", "One.", "")], &language("ur"));
        let units = read_sound(format, &file);
        assert_eq!(units.len(), 1);
        if let Some(target) = units[0].variant(&language("ur")) {
            assert_eq!((target.text.as_str(), target.state), ("", State::Initial));
        }
    }
}

#[test]
fn several_targets_come_back_or_are_refused() {
    let mut unit = plain("a", "One.", "ایک۔");
    unit.variants.push(Variant::new(language("ps"), "یو."));
    unit.variants[2].state = State::Reviewed;
    let languages = ["en", "ur", "ps"].map(language);
    for format in formats() {
        let options = write_options(&languages);
        let refused = parts(format, |fate| fate == Fate::Refused);
        let is_refused = refused.contains(&Part::SeveralTargets);
        let outcome = format.writer(&options, &mut Vec::new()).map(drop);
        assert_eq!(outcome.is_err(), is_refused, "{}", format.name());
        if let Err(error) = outcome {
            let reason = error.to_string();
            assert!(
                reason.contains("`ur`") && reason.contains("`ps`"),
                "{reason}"
            );
            continue;
        }
        let (file, findings) = write_in(format, std::slice::from_ref(&unit), &languages);
        assert!(findings.is_empty(), "{findings:?}");
        let back = read_sound(format, &file);
        assert_eq!(all_limited(format, &back), [limited(format, &unit)]);
    }
}

/// Characters that some format or reader takes for something else.
fn hostile() -> impl Iterator<Item = char> {
    let others = "\u{200B}\u{202E}\u{2028}\u{2029}\u{2066}\u{FDD0}\u{FEFF}\u{FFFD}\u{FFFE}\u{FFFF}\u{1FFFE}\u{10FFFF}";
    ('\0'..='\u{9F}').chain(others.chars())
}

#[test]
fn no_character_makes_a_file_that_its_own_reader_refuses() {
    for c in hostile() {
        for unit in sample::spoiled_with(c) {
            for format in formats() {
                let (file, findings) = write(format, std::slice::from_ref(&unit), &language("ur"));
                let units = read_sound(format, &file);
                assert_eq!(units.len(), 1, "{} {c:?}", format.name());
                let kept = limited(format, &units[0]) == limited(format, &unit);
                assert!(
                    kept || !findings.is_empty(),
                    "{} changes {c:?} silently\n{unit:?}\n{:?}",
                    format.name(),
                    units[0]
                );
            }
        }
    }
}

/// The ids and texts of units; of a table that is cut in its last cell they alone are sure to be whole.
fn texts(units: &[Unit]) -> Vec<(&str, Vec<&str>)> {
    let texts = units.iter().map(|unit| {
        let texts = unit.variants.iter().map(|variant| variant.text.as_str());
        (unit.id.as_str(), texts.collect())
    });
    texts.collect()
}

#[test]
fn a_file_cut_off_anywhere_never_panics_and_gives_no_half_of_a_unit() {
    for format in formats() {
        let (file, _) = write(format, &everything(), &language("ur"));
        let whole = read_sound(format, &file);
        for end in 0..file.len() {
            let outcome = catch_unwind(AssertUnwindSafe(|| read(format, &file[..end]).1));
            let Ok(read) = outcome else {
                panic!("{} cut at byte {end}", format.name());
            };
            let count = read.units.len();
            assert!(count <= whole.len(), "{} cut at {end}", format.name());
            assert_eq!(texts(&read.units), texts(&whole[..count]));
        }
    }
}

#[test]
fn a_file_a_language_has_a_line_a_unit() {
    let mut units: Vec<Unit> = hostile().flat_map(sample::spoiled_with).collect();
    units.extend(everything());
    units.push(plain("r", "a\r\nb\n\rc", "\n\n"));
    let alone = Variant::new(language("en"), "No other text.");
    units.push(Unit::new(sample::id("s"), alone));
    let units = sample::with_ids(units);
    for format in laid_out(Layout::FilePerLanguage) {
        for tag in ["en", "ur", "ps"] {
            let (file, findings) = write_in(format, &units, &[language(tag)]);
            let text = String::from_utf8(file.clone()).unwrap();
            assert_lines(&text, &units, &language(tag), &findings);
            assert_eq!(write_in(format, &units, &[language(tag)]).0, file);
            let mut unpacked = Vec::new();
            let packed = packed(&file);
            let mut input = decompressed(Box::new(&packed[..])).unwrap();
            input.read_to_end(&mut unpacked).unwrap();
            assert_eq!(unpacked, file);
        }
        let options = write_options(&[language("en"), language("ur")]);
        assert!(format.writer(&options, &mut Vec::new()).is_err());
    }
}

/// Asserts that each line of a text is the text of a unit, or that a finding says why not.
fn assert_lines(text: &str, units: &[Unit], tag: &Language, findings: &[Finding]) {
    let ends = |c: char| "\u{B}\u{C}\r\u{1C}\u{1D}\u{1E}\u{85}\u{2028}\u{2029}".contains(c);
    assert!(!text.contains(ends), "a line end that some program knows");
    let body = text.strip_suffix('\n').unwrap();
    let lines: Vec<&str> = body.split('\n').collect();
    assert_eq!(lines.len(), units.len());
    for (line, unit) in lines.into_iter().zip(units) {
        let wanted = unit.variant(tag).map_or("", |variant| &variant.text);
        let told = findings
            .iter()
            .any(|finding| finding.unit.as_ref() == Some(&unit.id));
        assert!(
            line == wanted || told,
            "{wanted:?} became {line:?} silently"
        );
    }
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(?s).*") {
        for format in FORMATS {
            let _ = format.recognises(&bytes);
            let _ = read(*format, &bytes);
            let _ = read(*format, text.as_bytes());
        }
    }
}
