//! Files that were damaged on the way: cut off, or with other bytes in them. Nothing panics, and validating agrees with reading.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tarjuman::exchange::terms::{TERM_FORMATS, TermFormat, TermReading, TermWriting};
use tarjuman::exchange::{Compressed, FORMATS, Format, Layout, Objection, Rulebook, decompressed};
use tarjuman::model::{Concept, Term, Usage};

use super::run::{Read, options, read, write};
use super::sample::{everything, language};

/// What a byte becomes: another, one that begins nothing, markup, the end of a string.
const OTHERS: &[fn(u8) -> u8] = &[
    |byte| byte ^ 0x01,
    |_| 0xFF,
    |_| b'<',
    |_| 0,
    |byte| byte ^ 0x80,
    |_| b'"',
    |_| b'\n',
    |_| b'&',
];

/// Every how many bytes one is changed, and into how many others; `WIDE=N` changes every Nth into everything.
fn stride() -> (usize, usize) {
    let wide = std::env::var_os("WIDE").and_then(|wide| wide.into_string().ok());
    match wide.and_then(|step| step.parse().ok()) {
        Some(step) => (step, OTHERS.len()),
        None => (37, 3),
    }
}

/// A file with one byte changed, for many bytes.
fn damaged(file: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let (step, kinds) = stride();
    let places = (0..file.len()).step_by(step);
    places.flat_map(move |at| {
        OTHERS.iter().take(kinds).map(move |other| {
            let mut copy = file.to_vec();
            copy[at] = other(copy[at]);
            copy
        })
    })
}

fn cut(file: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let (step, _) = stride();
    (0..file.len())
        .step_by(step)
        .map(|end| file[..end].to_vec())
}

/// Runs something on a file; a panic names the file.
fn calm<T>(name: &str, file: &[u8], run: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| panic!("{name} panics on\n{}", String::from_utf8_lossy(file)))
}

/// Validates and mends; what is mended must be readable again.
fn examine(rulebook: &dyn Rulebook, file: &[u8]) {
    let validate = |mut file: &[u8]| {
        let mut ignore = |_: Objection| {};
        rulebook.validate(&mut file, &mut ignore)
    };
    let is_whole = validate(file).is_ok();
    let (mut input, mut mended) = (file, Vec::new());
    if let Ok(Some(_)) = rulebook.mend(&mut input, &mut mended) {
        assert!(is_whole, "what cannot be read to its end is not mended");
        assert!(
            validate(&mended).is_ok(),
            "{}",
            String::from_utf8_lossy(&mended)
        );
    }
}

fn try_all(format: &dyn Format, file: &[u8]) {
    for damaged in damaged(file).chain(cut(file)) {
        calm(format.name(), &damaged, || {
            let _ = read(format, &damaged);
            if let Some(rulebook) = format.rulebook() {
                examine(rulebook, &damaged);
            }
        });
    }
}

#[test]
fn damaged_files_of_every_format_are_read_or_refused() {
    for format in FORMATS.iter().filter(|one| one.layout() == Layout::OneFile) {
        let (file, _) = write(*format, &everything(), &language("ur"));
        try_all(*format, &file);
    }
}

#[test]
fn damaged_fixtures_are_read_or_refused() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/po");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|suffix| suffix == "po") {
            let format = tarjuman::exchange::format_named("po").unwrap();
            try_all(format, &std::fs::read(path).unwrap());
        }
    }
}

#[test]
fn damaged_compressed_files_are_read_or_refused() {
    let format = tarjuman::exchange::format_named("tmx").unwrap();
    let (file, _) = write(format, &everything(), &language("ur"));
    let mut packed = Compressed::new(Vec::new());
    packed.write_all(&file).unwrap();
    let packed = packed.finish().unwrap();
    for damaged in damaged(&packed) {
        calm("gz", &damaged, || {
            if let Ok(mut input) = decompressed(Box::new(&damaged[..])) {
                let _ = format.read(&mut input, &options(), &mut Read::default());
            }
        });
    }
}

#[test]
fn damaged_glossaries_are_read_or_refused() {
    let term = |tag: &str, text: &str| Term {
        language: language(tag),
        text: text.to_owned(),
        usage: Usage::Preferred,
        details: vec![("termType".to_owned(), "fullForm".to_owned())],
    };
    let concept = Concept {
        id: Some("c1".to_owned()),
        terms: vec![term("en", "river & bank"), term("ur", "دریا")],
        ..Concept::default()
    };
    let writing = TermWriting {
        source: language("en"),
        title: "Terms".to_owned(),
    };
    for format in TERM_FORMATS {
        let mut file = Vec::new();
        format
            .write(std::slice::from_ref(&concept), &writing, &mut file)
            .unwrap();
        for damaged in damaged(&file).chain(cut(&file)) {
            calm(format.name(), &damaged, || {
                let _ = format.read(&mut &damaged[..], &TermReading::default());
                if let Some(rulebook) = TermFormat::rulebook(*format) {
                    examine(rulebook, &damaged);
                }
            });
        }
    }
}
