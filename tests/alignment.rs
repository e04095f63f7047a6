//! Alignment as a user sees it: the sample's own texts, files that are no pair; and how well it does on sets.

#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "the files are thrown away")]

use std::fs;
use std::path::{Path, PathBuf};

use tarjuman::alignment::{
    AlignError, Aligner, Alignment, Bead, BeadLine, DocumentPair, Evaluation, Knowledge, Options,
    Order, Relation, read_beads,
};
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

/// Two texts and which of their sentences answer one another.
struct Gold {
    source: Vec<String>,
    target: Vec<String>,
    beads: Vec<BeadLine>,
}

impl Gold {
    /// Reads a set of our own: a bead a line, sides separated by a tab, sentences by a bar.
    fn own(language: &str) -> Self {
        let file = root().join(format!("tests/alignment/en-{language}.tsv"));
        let text = fs::read_to_string(file).unwrap();
        let (mut source, mut target, mut beads) = (Vec::new(), Vec::new(), Vec::new());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (one, other) = line.split_once('\t').unwrap();
            let begin = (source.len(), target.len());
            let sentences = |side: &str| -> Vec<String> {
                let all = side.split(" | ").filter(|sentence| !sentence.is_empty());
                all.map(str::to_owned).collect()
            };
            source.extend(sentences(one));
            target.extend(sentences(other));
            beads.push(BeadLine {
                source: (begin.0..source.len()).collect(),
                target: (begin.1..target.len()).collect(),
                confidence: None,
            });
        }
        Self {
            source,
            target,
            beads,
        }
    }

    /// Reads a document of the sets beside the project.
    fn tico(set: &str, number: &str, language: &str) -> Option<Self> {
        let folder = root().join("../shared/gold/alignment").join(set);
        let read =
            |suffix: &str| fs::read_to_string(folder.join(format!("{number}.{suffix}"))).ok();
        let lines = |text: String| text.lines().map(str::to_owned).collect();
        Some(Self {
            source: lines(read("en")?),
            target: lines(read(language)?),
            beads: read_beads(&read("gold")?).unwrap(),
        })
    }

    fn f1(&self, language: &str) -> f64 {
        let found = found(&self.source, &self.target, language, &[], Order::Kept).unwrap();
        let beads: Vec<BeadLine> = found.beads.iter().map(BeadLine::from).collect();
        Evaluation::of(&self.beads, &beads).strict.f1()
    }
}

fn found(
    source: &[String],
    target: &[String],
    language: &str,
    fixed: &[Bead],
    order: Order,
) -> Result<Alignment, AlignError> {
    let source: Vec<&str> = source.iter().map(String::as_str).collect();
    let target: Vec<&str> = target.iter().map(String::as_str).collect();
    let document = DocumentPair {
        source: &source,
        target: &target,
        source_language: &Language::parse("en").unwrap(),
        target_language: &Language::parse(language).unwrap(),
        source_paragraphs: &[],
        target_paragraphs: &[],
        fixed,
    };
    let mut outcome = Aligner::new(Options { order }).align(&[document], &Knowledge::default())?;
    Ok(outcome.alignments.remove(0))
}

fn bead(source: std::ops::Range<usize>, target: std::ops::Range<usize>) -> Bead {
    Bead {
        source,
        target,
        confidence: 1.0,
    }
}

fn holds(alignment: &Alignment, wanted: &Bead) -> bool {
    let same = |bead: &Bead| bead.source == wanted.source && bead.target == wanted.target;
    alignment.beads.iter().any(same)
}

#[test]
fn short_texts_of_our_own_align_by_themselves() {
    for (language, floor) in [("ur", 0.9), ("ps", 0.9)] {
        let f1 = Gold::own(language).f1(language);
        assert!(f1 >= floor, "{language}: strict F1 {f1:.3}");
    }
}

#[test]
fn hard_documents_align_by_themselves() {
    for (language, floor) in [("ur", 0.93), ("ps", 0.93)] {
        let set = format!("tico.en-{language}.hard.docs");
        let numbers = ["01", "19"];
        let read = |number| Gold::tico(&set, number, language);
        let Some(documents) = numbers.into_iter().map(read).collect::<Option<Vec<_>>>() else {
            println!("SKIPPED: no set {set} beside the project");
            continue;
        };
        let sum: f64 = documents.iter().map(|gold| gold.f1(language)).sum();
        let mean = sum / documents.len() as f64;
        assert!(mean >= floor, "{language}: strict F1 {mean:.3}");
    }
}

#[test]
fn a_fixed_bead_stays_and_the_rest_is_aligned_around_it() {
    let gold = Gold::own("ur");
    let align = |fixed: &[Bead]| found(&gold.source, &gold.target, "ur", fixed, Order::Kept);
    let wrong = bead(9..11, 8..9);
    let alignment = align(std::slice::from_ref(&wrong)).unwrap();
    assert!(holds(&alignment, &wrong));
    let kept = alignment
        .beads
        .iter()
        .find(|bead| bead.source == wrong.source);
    assert!(kept.unwrap().confidence == 1.0);
    assert!(holds(&alignment, &bead(0..1, 0..1)));
    let last = bead(
        gold.source.len() - 1..gold.source.len(),
        gold.target.len() - 1..gold.target.len(),
    );
    assert!(holds(&alignment, &last));
    let sentences: usize = alignment.beads.iter().map(|bead| bead.source.len()).sum();
    assert_eq!(sentences, gold.source.len());
}

#[test]
fn fixed_beads_that_cannot_all_be_kept_are_refused() {
    let gold = Gold::own("ps");
    let refused = |fixed: &[Bead]| {
        let result = found(&gold.source, &gold.target, "ps", fixed, Order::Kept);
        let error = result.unwrap_err();
        format!("{error}")
    };
    let overlap = refused(&[bead(3..5, 3..4), bead(4..5, 5..6)]);
    assert_eq!(
        overlap,
        "document 0: the beads [3, 4]:[3]:1.00 and [4]:[5]:1.00 hold the same sentence"
    );
    let beyond = refused(&[bead(0..1, 400..401)]);
    assert!(beyond.contains("beyond"), "{beyond}");
}

#[test]
fn neighbours_that_changed_places_are_found_when_that_is_allowed() {
    let gold = Gold::own("ur");
    let mut target = gold.target.clone();
    // The question about the river and the flood that answers it.
    let place = target.iter().position(|text| text.ends_with('؟')).unwrap();
    let source = gold
        .source
        .iter()
        .position(|text| text.starts_with("Why"))
        .unwrap();
    target.swap(place, place + 1);
    let crossing = [
        bead(source..source + 1, place + 1..place + 2),
        bead(source + 1..source + 2, place..place + 1),
    ];
    let swapped = found(&gold.source, &target, "ur", &[], Order::NeighboursMaySwap).unwrap();
    assert!(
        crossing.iter().all(|bead| holds(&swapped, bead)),
        "{:#?}",
        swapped.beads
    );
    let kept = found(&gold.source, &target, "ur", &[], Order::Kept).unwrap();
    assert!(
        holds(&kept, &bead(source..source + 2, place..place + 2)),
        "{:#?}",
        kept.beads
    );
}

#[test]
fn odd_texts_are_answered_sentence_by_sentence() {
    let gold = Gold::own("ur");
    let lines = |text: &str, count: usize| vec![text.to_owned(); count];
    let cases = [
        (gold.source[..1].to_vec(), lines("ایک ہی سطر۔", 3000)),
        (lines("The same line.", 700), lines("ایک ہی سطر۔", 700)),
        (lines("", 50), lines("", 70)),
        (
            lines(&"a word and another ".repeat(50_000), 1),
            gold.target.clone(),
        ),
        (Vec::new(), gold.target.clone()),
        (gold.source.clone(), gold.target[4..7].to_vec()),
    ];
    for (source, target) in cases {
        let alignment = found(&source, &target, "ur", &[], Order::Kept).unwrap();
        let sources: Vec<usize> = alignment
            .beads
            .iter()
            .flat_map(|b| b.source.clone())
            .collect();
        let mut targets: Vec<usize> = alignment
            .beads
            .iter()
            .flat_map(|b| b.target.clone())
            .collect();
        targets.sort_unstable();
        assert!(sources.into_iter().eq(0..source.len()));
        assert!(targets.into_iter().eq(0..target.len()));
    }
}

#[test]
fn a_passage_that_is_missing_costs_nothing_but_itself() {
    let gold = Gold::own("ps");
    // Eight lines of the translation are gone.
    let without = |range: std::ops::Range<usize>| -> Vec<String> {
        let rest = gold
            .target
            .iter()
            .enumerate()
            .filter(|(at, _)| !range.contains(at));
        rest.map(|(_, text)| text.clone()).collect()
    };
    let target = without(6..14);
    let alignment = found(&gold.source, &target, "ps", &[], Order::Kept).unwrap();
    assert_eq!(alignment.relation, Relation::Translation);
    let after = gold
        .beads
        .iter()
        .filter(|line| line.target.iter().any(|at| *at >= 14));
    let right = after.clone().filter(|line| {
        let moved = |at: &usize| at - 8;
        let (Some(one), Some(other)) = (line.source.first(), line.target.first()) else {
            return true;
        };
        let begin = (*one, moved(other));
        holds(
            &alignment,
            &bead(
                begin.0..begin.0 + line.source.len(),
                begin.1..begin.1 + line.target.len(),
            ),
        )
    });
    assert!(right.count() + 2 >= after.count(), "{:#?}", alignment.beads);
}
