//! Units of every kind for property tests, and readers and writers on bytes in memory.

#![allow(
    clippy::expect_used,
    dead_code,
    reason = "each test takes of it what it needs, and stops where it fails"
)]

use std::error::Error;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tarjuman::exchange::{ReadError, ReadOptions, Sink, WriteOptions, format_named};
use tarjuman::model::{
    Attributes, CodeKind, DocumentName, Finding, InlineCode, Placement, Remark, RemarkKind, Saved,
    State, Timestamp, Unit, UnitId, Variant,
};
use tarjuman::text::Language;

/// Every language that a unit here can have; the first is the source.
pub(crate) const LANGUAGES: &[&str] = &["en", "ur", "ps", "fa-AF", "en-GB"];

/// Everything that a reader handed out.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) units: Vec<Unit>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) source: Option<Language>,
}

impl Sink for Collected {
    fn unit(&mut self, unit: Unit, _line: u64) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.units.push(unit);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// Reads a whole file; what was handed out, and the error that ended it.
pub(crate) fn try_read(format: &str, mut bytes: &[u8]) -> (Collected, Option<ReadError>) {
    let mut collected = Collected::default();
    let format = format_named(format).expect("a format");
    let options = ReadOptions::default();
    match format.read(&mut bytes, &options, &mut collected) {
        Ok(summary) => {
            let source = summary
                .attributes
                .iter()
                .find(|(name, _)| name == "srclang");
            collected.source = source.and_then(|(_, value)| value.parse().ok());
            (collected, None)
        }
        Err(error) => (collected, Some(error)),
    }
}

/// Reads a file that must be readable to its end, every unit of it.
pub(crate) fn read(format: &str, bytes: &[u8]) -> Vec<Unit> {
    let (collected, error) = try_read(format, bytes);
    assert!(
        error.is_none(),
        "{error:?}\n{}",
        String::from_utf8_lossy(bytes)
    );
    assert!(collected.findings.is_empty(), "{:?}", collected.findings);
    collected.units
}

/// Writes units in these languages, of which the first is the source.
pub(crate) fn write(
    format: &str,
    units: &[Unit],
    languages: &[Language],
    remarks: &[Remark],
) -> (Vec<u8>, Vec<Finding>) {
    let options = WriteOptions {
        source: languages[0].clone(),
        languages: languages.to_vec(),
        remarks: remarks.to_vec(),
        attributes: Vec::new(),
        spreadsheet_safe: false,
    };
    let mut out = Vec::new();
    let format = format_named(format).expect("a format");
    let mut writer = format.writer(&options, &mut out).expect("a writer");
    for unit in units {
        writer.unit(unit).expect("written");
    }
    let changes = writer.finish().expect("written");
    (out, changes)
}

/// The languages above.
pub(crate) fn languages() -> Vec<Language> {
    LANGUAGES.iter().map(|tag| language(tag)).collect()
}

/// A language tag.
pub(crate) fn language(tag: &str) -> Language {
    tag.parse().expect("a tag")
}

/// Text with all that makes trouble, forbidden characters too.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "\"",
        "'",
        "]]>",
        "\t",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\\",
        "\\n",
        "\0",
        "\u{B}",
        "\u{1F}",
        "\u{7F}",
        "\u{85}",
        "\u{2028}",
        "\u{FEFF}",
        "\u{FFFD}",
        "\u{FFFE}",
        "\u{FFFF}",
        "\u{FDD0}",
        "\u{2067}",
        "\u{202E}",
        "\u{200C}",
        "ی",
        "ئ",
        "ې",
        "۔",
        "é",
        "e\u{301}",
        "\u{1F600}",
        "&amp;",
        "<b>",
        "<!--",
        "--",
        ",",
        ";",
        "\u{1FFFE}",
        "\u{F8FF}",
    ]);
    let piece = prop_oneof![
        3 => awkward.prop_map(str::to_owned),
        2 => "[a-zA-Z0-9]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn attributes() -> impl Strategy<Value = Attributes> {
    let name = prop_oneof![
        prop::sample::select(vec![
            "creationdate",
            "changedate",
            "usagecount",
            "segtype",
            "o-tmf",
            "i",
            "x",
            "type",
            "pos",
            "xml:lang",
            "lang",
            "srclang",
            "datatype",
            "changeid",
            "xml:space",
            "assoc",
        ])
        .prop_map(str::to_owned),
        text(),
    ];
    let value = prop_oneof![
        prop::sample::select(vec![
            "20240102T030405Z",
            "2024-01-02T03:04:05Z",
            "*all*",
            "UR_pk",
            "Block",
            "1"
        ])
        .prop_map(str::to_owned),
        text(),
    ];
    vec((name, value), 0..3)
}

/// A note or property.
pub(crate) fn remark() -> impl Strategy<Value = Remark> {
    let kind = prop_oneof![
        Just(RemarkKind::Note),
        text().prop_map(RemarkKind::Property),
        prop::sample::select(vec![
            "x-document",
            "x-place",
            "x-state",
            "x-needs-work",
            "x-element-ude"
        ])
        .prop_map(|name| RemarkKind::Property(name.to_owned())),
    ];
    let words = prop_oneof![
        4 => text(),
        1 => prop::sample::select(vec!["final", "<ude name='n'><map unicode='1'/></ude>", "<ude/>"])
            .prop_map(str::to_owned),
    ];
    (kind, words, attributes()).prop_map(|(kind, text, attributes)| Remark {
        kind,
        text,
        attributes,
    })
}

fn code(length: usize) -> impl Strategy<Value = InlineCode> {
    let kind = prop::sample::select(vec![
        CodeKind::Opening,
        CodeKind::Closing,
        CodeKind::Standalone,
        CodeKind::IsolatedOpening,
        CodeKind::IsolatedClosing,
    ]);
    let element = prop::sample::select(vec![
        "bpt", "ept", "ph", "it", "hi", "ut", "pc", "sc", "a:b", "?",
    ]);
    let pair = option::of(prop::sample::select(vec!["1", "2", "a", "\u{B}"]));
    let original = prop_oneof![
        Just(String::new()),
        text(),
        prop::sample::select(vec![
            "&lt;b&gt;",
            "<sub>x</sub>",
            "<sub datatype='t'>a<ph x='1'>b</ph></sub>",
            "<ph/>",
            "<!-- c -->",
            "<![CDATA[<]]>",
            "<?p i?>",
            "<sub><bpt>x</bpt></sub>",
            "<sub/>\r",
        ])
        .prop_map(str::to_owned),
    ];
    (0..=length, kind, pair, element, attributes(), original).prop_map(
        |(offset, kind, pair, element, attributes, original)| InlineCode {
            offset,
            kind,
            pair: pair.map(str::to_owned),
            element: element.to_owned(),
            attributes,
            original,
        },
    )
}

fn variant() -> impl Strategy<Value = Variant> {
    let words = text().prop_flat_map(|text| {
        let codes = vec(code(text.len()), 0..5);
        (Just(text), codes)
    });
    let saved = option::of((0..9u32, text(), -9_999_999_999..99_999_999_999i64));
    (
        prop::sample::select(LANGUAGES.to_vec()),
        words,
        prop::sample::select(State::ALL.to_vec()),
        option::of(text()),
        attributes(),
        vec(remark(), 0..3),
        saved,
    )
        .prop_map(
            |(tag, (text, mut codes), state, needs_work, attributes, remarks, saved)| {
                for code in &mut codes {
                    code.offset = text.floor_char_boundary(code.offset);
                }
                codes.sort_by_key(|code| code.offset);
                Variant {
                    language: language(tag),
                    text,
                    codes,
                    state,
                    needs_work,
                    attributes,
                    remarks,
                    saved: saved.map(|(revision, author, time)| Saved {
                        revision,
                        author,
                        time: Timestamp(time),
                    }),
                }
            },
        )
}

fn placement() -> impl Strategy<Value = Placement> {
    (0..9u32, 1..9u32, 1..9u32).prop_map(|(order, paragraph, sentence)| Placement {
        document: DocumentName::new("part-1/مضمون & <b>").expect("a name"),
        order,
        paragraph,
        sentence,
        segments: 1,
        line: 7,
    })
}

/// A unit with anything in any field.
pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    (
        text(),
        option::of(placement()),
        option::of(prop::sample::select(LANGUAGES.to_vec())),
        vec(variant(), 1..4),
        attributes(),
        vec(remark(), 0..3),
    )
        .prop_map(
            |(id, placement, source, variants, attributes, remarks)| Unit {
                id: UnitId(format!("k{id}")),
                placement,
                source_language: source.map(language),
                variants,
                attributes,
                remarks,
            },
        )
}

/// A unit with nothing that a table has no room for.
pub(crate) fn plain_unit() -> impl Strategy<Value = Unit> {
    let target = (
        text(),
        prop::sample::select(State::ALL.to_vec()),
        any::<bool>(),
    );
    (text(), text(), vec(target, 2), text()).prop_map(|(id, source, targets, note)| {
        let source = Variant::new(language("en"), format!("a{source}"));
        let mut unit = Unit::new(UnitId(format!("k{id}")), source);
        for (tag, (text, state, needs_work)) in ["ur", "ps"].into_iter().zip(targets) {
            let mut variant = Variant::new(language(tag), text);
            if !variant.text.is_empty() {
                variant.state = state;
                variant.needs_work = needs_work.then(String::new);
                unit.variants.push(variant);
            }
        }
        if !note.is_empty() {
            unit.remarks.push(Remark {
                kind: RemarkKind::Note,
                text: note,
                attributes: Vec::new(),
            });
        }
        unit
    })
}
