//! Files that mean harm, or were harmed.

use super::writing::placed;
use super::{RICH, file, rewrite};
use crate::exchange::collected::{Collected, read, try_read, write};
use crate::exchange::tmx::Tmx;
use crate::exchange::{ReadError, ReadOptions};
use crate::model::{CodeKind, InlineCode, Remark, RemarkKind, Saved, Timestamp, UnitId};

#[test]
fn a_file_cut_anywhere_gives_whole_units_or_none() {
    let whole = file(&format!("{RICH}\n{}", RICH.replace("a1", "a2")));
    let expected = read(&Tmx, whole.as_bytes()).units;
    for cut in 0..whole.trim_end().len() {
        let (read, error) = try_read(&Tmx, &whole.as_bytes()[..cut], &ReadOptions::default());
        assert!(matches!(error, Some(ReadError::Malformed(_))), "{cut}");
        assert_eq!(read.units, expected[..read.units.len()], "{cut}");
    }
}

#[test]
fn forbidden_characters_never_reach_the_file() {
    let controls: String = (0..0x20u8)
        .map(char::from)
        .chain([
            '\u{7F}',
            '\u{85}',
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{FDD0}',
            '\u{1FFFE}',
        ])
        .collect();
    let mut unit = placed();
    unit.id = UnitId(format!("id{controls}"));
    unit.attributes = vec![
        ("creationid".to_owned(), controls.clone()),
        (controls.clone(), controls.clone()),
    ];
    unit.remarks = vec![Remark {
        kind: RemarkKind::Property(controls.clone()),
        text: controls.clone(),
        attributes: vec![("o-encoding".to_owned(), controls.clone())],
    }];
    unit.variants[0].text = controls.clone();
    unit.variants[0].saved = Some(Saved {
        revision: 1,
        author: controls.clone(),
        time: Timestamp(0),
    });
    unit.variants[1].needs_work = Some(controls.clone());
    unit.variants[1].codes = vec![InlineCode {
        offset: 1,
        kind: CodeKind::Opening,
        pair: Some(controls.clone()),
        element: controls.clone(),
        attributes: vec![
            ("x".to_owned(), controls.clone()),
            (controls.clone(), controls.clone()),
        ],
        original: controls.clone(),
    }];
    let (out, changes) = write(&Tmx, std::slice::from_ref(&unit), "en", &["en", "ps"]);
    let back = read(&Tmx, out.as_bytes());
    let kept = controls.replace(
        |c: char| c < ' ' && !"\t\n\r".contains(c) || "\u{FFFE}\u{FFFF}".contains(c),
        "\u{FFFD}",
    );
    assert_eq!(back.units[0].variants[0].text, kept);
    let replaced = changes
        .iter()
        .filter(|c| c.id == "forbidden-character")
        .count();
    assert!(replaced >= 9, "{changes:?}");
    rewrite(&[unit], &["en", "ps"]);
}

#[test]
fn attacks_are_refused() {
    let laughs = "<!DOCTYPE tmx [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><tmx>&b;</tmx>";
    let outside = "<!DOCTYPE tmx [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><tmx>&x;</tmx>";
    let parameter = "<!DOCTYPE tmx SYSTEM \"http://localhost/x.dtd\"><tmx><body>&x;</body></tmx>";
    let deep = file(&"<tu>".repeat(2_000_000));
    for bad in [laughs, outside, parameter, &deep] {
        let (read, error) = try_read(&Tmx, bad.as_bytes(), &ReadOptions::default());
        assert!(read.units.is_empty());
        assert!(matches!(error, Some(ReadError::Malformed(_))));
    }
}

#[test]
fn a_unit_too_large_is_passed_over_and_the_next_is_read() {
    let many = "<ph/>".repeat(150_000);
    let collected: Collected = read(
        &Tmx,
        file(&format!(
            "<tu><tuv xml:lang='en'><seg>{many}</seg></tuv></tu>\
             <tu><tuv xml:lang='en'><seg>next</seg></tuv></tu>"
        ))
        .as_bytes(),
    );
    assert_eq!(collected.units.len(), 1);
    assert_eq!(
        collected.messages(),
        ["unit 1 was passed over: it has more than 16 MiB or 100000 elements"]
    );
}
