//! Alignment as a user sees it: the sample's own texts, and files that are no pair.

#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "the files are thrown away")]

use std::fs;
use std::path::{Path, PathBuf};

use tarjuman::exchange::po::SegmentFile;
use tarjuman::text::Language;
use tarjuman::workbench::{AlignRequest, AlignedPair, Content, align};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The translation of the sample as plain text, a paragraph a line.
fn translation(language: &str) -> String {
    let file = root().join(format!("translations/{language}/essay.po"));
    let (file, findings) = SegmentFile::read(&fs::read(file).unwrap()).unwrap();
    assert!(findings.is_empty());
    let mut text = String::new();
    let mut paragraph = 1;
    for entry in file.entries() {
        let position = entry.position().unwrap();
        if position.paragraph != paragraph {
            text.push('\n');
            paragraph = position.paragraph;
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&entry.target());
    }
    text
}

fn aligned(source: &str, target: &str, language: &str, content: Content) -> AlignedPair {
    let folder = tempfile::tempdir().unwrap();
    let files: (PathBuf, PathBuf) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
    fs::write(&files.0, source).unwrap();
    fs::write(&files.1, target).unwrap();
    let request = AlignRequest {
        target_language: Language::parse(language).unwrap(),
        content,
        ..AlignRequest::default()
    };
    align(&[files], &request).unwrap().remove(0)
}

fn essay() -> String {
    fs::read_to_string(root().join("sources/essay.txt")).unwrap()
}

#[test]
fn the_essay_aligns_with_its_translations_sentence_by_sentence() {
    for language in ["ur", "ps"] {
        let pair = aligned(&essay(), &translation(language), language, Content::Text);
        let beads = &pair.alignment.beads;
        let right = beads
            .iter()
            .filter(|bead| bead.source == bead.target && bead.source.len() == 1);
        assert_eq!(
            (right.count(), beads.len()),
            (29, 29),
            "{language}: {beads:#?}"
        );
        assert!(pair.doubt().is_none());
    }
}

#[test]
fn one_sentence_a_line_keeps_the_numbers_of_the_lines() {
    let pair = aligned(
        "One came.\n\nTwo went.\n",
        "ایک آیا۔\n\nدو گئے۔\n",
        "ur",
        Content::Sentences,
    );
    let last = pair.alignment.beads.last().unwrap();
    assert_eq!((last.source.end, last.target.end), (3, 3));
}

#[test]
fn files_that_are_no_pair_are_doubted() {
    let same = aligned(&essay(), &essay(), "ur", Content::Text);
    assert!(same.doubt().unwrap().message.contains("the same text"));
    let empty = aligned(&essay(), "", "ur", Content::Text);
    assert!(empty.doubt().unwrap().message.contains("holds no sentence"));
}

#[test]
fn every_sentence_is_in_one_bead() {
    let pair = aligned("A b. C d. E f. G h.", "ایک۔ دو۔", "ur", Content::Text);
    let beads = &pair.alignment.beads;
    let sources: Vec<usize> = beads.iter().flat_map(|bead| bead.source.clone()).collect();
    let targets: Vec<usize> = beads.iter().flat_map(|bead| bead.target.clone()).collect();
    assert_eq!(sources, (0..pair.source.len()).collect::<Vec<_>>());
    assert_eq!(targets, (0..pair.target.len()).collect::<Vec<_>>());
}
