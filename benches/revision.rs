//! Prints how well changes are shown: edits of known kinds in real sentences, and the time for long texts.
//!
//! `cargo bench --profile quick --bench revision [-- SEED]`. The sentences are in ../shared/gold; what is
//! missing there is skipped. With SHOW in the environment every edit that falls short is printed.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::matching::Side;
use tarjuman::revision::{Class, Comparison, OperationKind, compare};
use tarjuman::text::{Language, clusters, invisible};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

const HEALTH: [(&str, &str); 2] = [
    ("ur", "../shared/gold/tico-19/all.en-ur.tmx"),
    ("ps", "../shared/gold/tico-19/all.en-ps.tmx"),
];
const PAIRS: &str = "../shared/gold/memory/pairs.tsv.xz";

/// How many sentences of a language are edited in each way.
const SENTENCES: usize = 400;

/// The words of the long texts.
const LONG: usize = 10_000;

const KINDS: [&str; 14] = [
    "yeh or kaf",
    "vowel mark",
    "NFD",
    "ZWNJ",
    "NBSP",
    "RLM",
    "letter",
    "word",
    "phrase",
    "insert",
    "delete",
    "move",
    "punctuation",
    "digits",
];

fn main() {
    let seed = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(1);
    let mut random = Random(seed);
    for (language, sentences) in texts() {
        let tag = Language::parse(language).unwrap();
        let mut scores = Scores::default();
        for kind in KINDS {
            for at in 0..SENTENCES.min(sentences.len()) {
                let old = &sentences[at * 7919 % sentences.len()];
                let other = random.of(&sentences).clone();
                if let Some(new) = edited(kind, old, &other, &mut random) {
                    scores.add(kind, old, &new, &tag);
                }
            }
        }
        scores.print(language);
        time(language, &sentences, &mut random, &tag);
    }
}

/// Sentences of seven words and more, by language.
fn texts() -> Vec<(&'static str, Vec<String>)> {
    let long = |texts: Vec<String>| {
        texts
            .into_iter()
            .filter(|text| text.split(' ').count() >= 7)
            .collect()
    };
    let mut found = Vec::new();
    for (language, file) in HEALTH {
        match fs::read_to_string(file) {
            Ok(tmx) => found.push((language, long(segments(&tmx, language)))),
            Err(error) => println!("SKIPPED: {file}: {error}"),
        }
    }
    match Command::new("xz").args(["-dc", PAIRS]).output() {
        Ok(output) if output.status.success() => {
            let pairs = String::from_utf8(output.stdout).unwrap();
            let english = pairs
                .lines()
                .filter_map(|line| line.split('\t').nth(2).map(str::to_owned))
                .take(20_000);
            found.push(("en", long(english.collect())));
        }
        _ => println!("SKIPPED: {PAIRS} is missing or xz is"),
    }
    found
}

/// The texts of one language in a TMX file.
fn segments(tmx: &str, language: &str) -> Vec<String> {
    let begin = format!("<tuv xml:lang=\"{language}\">");
    let texts = tmx
        .split(&begin)
        .skip(1)
        .filter_map(|rest| rest.split("<seg>").nth(1)?.split("</seg>").next());
    texts
        .map(|text| text.replace("&amp;", "&").replace("&lt;", "<"))
        .collect()
}

/// The sentence with one edit of a kind; `None` where the kind cannot be applied.
fn edited(kind: &str, old: &str, other: &str, random: &mut Random) -> Option<String> {
    let new = match kind {
        "word" | "phrase" | "insert" | "delete" | "move" => rewritten(kind, old, other, random),
        _ => respelt(kind, old, other, random),
    };
    new.filter(|new| new != old)
}

/// One edit of characters.
fn respelt(kind: &str, old: &str, other: &str, random: &mut Random) -> Option<String> {
    match kind {
        "yeh or kaf" => swapped(
            old,
            &[('ی', 'ي'), ('ک', 'ك'), ('ي', 'ی'), ('ك', 'ک')],
            random,
        ),
        "vowel mark" => inside(old, "\u{64E}", random),
        "ZWNJ" => inside(old, "\u{200C}", random),
        "RLM" => inside(old, "\u{200F}", random),
        "NBSP" => exchanged(old, |c| c == ' ', |_| Some("\u{A0}".to_owned()), random),
        "NFD" => exchanged(
            old,
            |c| c.nfd().count() > 1,
            |c| Some(c.nfd().collect()),
            random,
        ),
        "letter" => {
            let letters: Vec<char> = other.chars().filter(|c| c.is_alphabetic()).collect();
            let letter = *letters.get(random.below(letters.len()))?;
            exchanged(
                old,
                char::is_alphabetic,
                |_| Some(letter.to_string()),
                random,
            )
        }
        "punctuation" => swapped(
            old,
            &[('۔', '،'), ('،', '؛'), (',', ';'), ('.', '!'), ('؟', '۔')],
            random,
        ),
        _ => {
            let next = |c| char::from_u32(u32::from(c) + 1).filter(|next| next.is_numeric());
            exchanged(old, char::is_numeric, |c| next(c).map(String::from), random)
        }
    }
}

/// One edit of words.
fn rewritten(kind: &str, old: &str, other: &str, random: &mut Random) -> Option<String> {
    let mut words: Vec<&str> = old.split(' ').collect();
    let others: Vec<&str> = other.split(' ').collect();
    let at = random.below(words.len());
    match kind {
        "word" => words[at] = others[random.below(others.len())],
        "phrase" => {
            let (from, to) = (
                random.below(words.len() - 2),
                random.below(others.len() - 2),
            );
            words.splice(from..from + 3, others[to..to + 3].iter().copied());
        }
        "insert" => words.insert(at, others[random.below(others.len())]),
        "delete" => drop(words.remove(at)),
        _ => {
            let len = 2 + random.below(3);
            let from = random.below(words.len() - len);
            let phrase: Vec<_> = words.drain(from..from + len).collect();
            let to = random.below(words.len() + 1);
            if to.abs_diff(from) < 2 {
                return None;
            }
            words.splice(to..to, phrase);
        }
    }
    Some(words.join(" "))
}

/// One of the characters that pass for something else.
fn exchanged(
    old: &str,
    passes: impl Fn(char) -> bool,
    with: impl Fn(char) -> Option<String>,
    random: &mut Random,
) -> Option<String> {
    let places: Vec<_> = old.char_indices().filter(|(_, c)| passes(*c)).collect();
    let (at, c) = *places.get(random.below(places.len()))?;
    Some([&old[..at], &with(c)?, &old[at + c.len_utf8()..]].concat())
}

/// One character for another, at a place that is drawn.
fn swapped(old: &str, pairs: &[(char, char)], random: &mut Random) -> Option<String> {
    let places = old.char_indices().filter_map(|(at, c)| {
        let pair = pairs.iter().find(|(from, _)| *from == c)?;
        Some((at, c.len_utf8(), pair.1))
    });
    let places: Vec<_> = places.collect();
    let (at, len, to) = *places.get(random.below(places.len()))?;
    Some(format!("{}{to}{}", &old[..at], &old[at + len..]))
}

/// The sentence with something put in behind a letter of a word.
fn inside(old: &str, what: &str, random: &mut Random) -> Option<String> {
    let letters: Vec<_> = old
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic())
        .collect();
    let (at, c) = *letters.get(random.below(letters.len()))?;
    let at = at + c.len_utf8();
    Some([&old[..at], what, &old[at..]].concat())
}

#[derive(Default)]
struct Scores {
    edits: usize,
    visible: usize,
    rebuilt: usize,
    spans: usize,
    cut_spans: usize,
    phrases: (usize, usize),
    moves: (usize, usize),
    false_moves: (usize, usize),
    unseen_by_kind: BTreeMap<&'static str, usize>,
}

impl Scores {
    fn add(&mut self, kind: &'static str, old: &str, new: &str, language: &Language) {
        let comparison = compare(Side::plain(old, language), Side::plain(new, language));
        self.edits += 1;
        let (is_visible, cut) = (
            is_visible(&comparison, old, new),
            cut_spans(&comparison, old, new),
        );
        if is_visible {
            self.visible += 1;
        } else {
            *self.unseen_by_kind.entry(kind).or_default() += 1;
        }
        if (!is_visible || cut > 0) && std::env::var_os("SHOW").is_some() {
            println!("{kind}: {old:?}\n   {new:?}");
            comparison
                .changes()
                .for_each(|change| println!("   {change:?}"));
        }
        self.rebuilt += usize::from(is_rebuilt(&comparison, old, new));
        let spans: usize = comparison
            .changes()
            .map(|change| usize::from(!change.old.is_empty()) + usize::from(!change.new.is_empty()))
            .sum();
        self.spans += spans;
        self.cut_spans += cut;
        let has_move = comparison
            .changes()
            .any(|change| change.class == Some(Class::Move));
        match kind {
            "phrase" => self.phrases = (self.phrases.0 + spans, self.phrases.1 + 1),
            "move" => self.moves = (self.moves.0 + usize::from(has_move), self.moves.1 + 1),
            _ => {}
        }
        if kind != "move" {
            self.false_moves = (
                self.false_moves.0 + usize::from(has_move),
                self.false_moves.1 + 1,
            );
        }
    }

    fn print(&self, language: &str) {
        let per_cent = |(part, whole): (usize, usize)| 100.0 * part as f64 / whole.max(1) as f64;
        println!("{language}: {} edits", self.edits);
        println!(
            "  with a visible difference    {:6.2} %  (aim 100) {:?}",
            per_cent((self.visible, self.edits)),
            self.unseen_by_kind
        );
        println!(
            "  spans that cut               {:6} of {} (aim 0)",
            self.cut_spans, self.spans
        );
        println!(
            "  spans per 3-word replacement {:6.2}    (aim ≤ 2.1)",
            self.phrases.0 as f64 / self.phrases.1.max(1) as f64
        );
        println!(
            "  moves found                  {:6.2} %  of {} (aim ≥ 90)",
            per_cent(self.moves),
            self.moves.1
        );
        println!(
            "  false moves                  {:6.2} %  (aim ≤ 1)",
            per_cent(self.false_moves)
        );
        println!(
            "  both sides rebuilt           {:6.2} %  (aim 100)",
            per_cent((self.rebuilt, self.edits))
        );
    }
}

/// Whether some change looks like one, or says by name what cannot be seen.
fn is_visible(comparison: &Comparison, old: &str, new: &str) -> bool {
    comparison.changes().any(|change| {
        let looks = [
            &old[change.old.bytes.clone()],
            &new[change.new.bytes.clone()],
        ]
        .map(look);
        looks[0] != looks[1] || !change.unseen.is_empty()
    })
}

/// A text as a hasty reader sees it: without marks, spaces and invisible characters, look-alikes as one.
fn look(text: &str) -> String {
    let seen = text
        .nfd()
        .filter(|c| !is_combining_mark(*c) && !c.is_whitespace() && invisible(*c).is_none());
    seen.map(|c| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        other => other,
    })
    .collect()
}

fn is_rebuilt(comparison: &Comparison, old: &str, new: &str) -> bool {
    let mut sides = (String::new(), String::new());
    for operation in &comparison.operations {
        sides.0.push_str(&old[operation.old.bytes.clone()]);
        // What is equal is taken from the old text: the operations alone must lead to the new one.
        sides.1.push_str(match operation.kind {
            OperationKind::Equal => &old[operation.old.bytes.clone()],
            _ => &new[operation.new.bytes.clone()],
        });
    }
    sides == (old.to_owned(), new.to_owned())
}

/// How many changed parts begin or end within a grapheme cluster or between joined letters, or emphasise less
/// than what is drawn as one.
fn cut_spans(comparison: &Comparison, old: &str, new: &str) -> usize {
    let sides = comparison
        .changes()
        .flat_map(|change| [(old, &change.old), (new, &change.new)]);
    let cut = sides.filter(|(text, part)| {
        let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        let pieces: Vec<usize> = clusters(text).iter().map(|piece| piece.start).collect();
        let is_within =
            |starts: &[usize], at: usize| at < text.len() && starts.binary_search(&at).is_err();
        let mut ends = [part.bytes.start, part.bytes.end].into_iter();
        let mut emphasis = part
            .emphasis
            .iter()
            .flat_map(|range| [range.start, range.end]);
        let cuts = ends.any(|at| is_within(&graphemes, at) || joins(text, at));
        !part.is_empty() && (cuts || emphasis.any(|at| is_within(&pieces, at)))
    });
    cut.count()
}

/// Whether letters of the Arabic script touch at a place, with nothing but marks and controls between.
fn joins(text: &str, at: usize) -> bool {
    let is_letter = |c: &char| matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6FA}'..='\u{6FF}' | '\u{750}'..='\u{77F}');
    let passes = |c: &char| {
        is_combining_mark(*c) || (invisible(*c).is_some() && !c.is_whitespace() && *c != '\u{200C}')
    };
    let before = text[..at].chars().rev().find(|c| !passes(c));
    let behind = text[at..].chars().find(|c| !passes(c));
    before.as_ref().is_some_and(is_letter) && behind.as_ref().is_some_and(is_letter)
}

/// Prints the time for long texts: some words changed, nothing in common but the language, one word over and over.
fn time(name: &str, sentences: &[String], random: &mut Random, language: &Language) {
    let words = |random: &mut Random| {
        let mut words = Vec::new();
        while words.len() < LONG {
            words.extend(random.of(sentences).split(' ').map(str::to_owned));
        }
        words.truncate(LONG);
        words
    };
    let (old, other) = (words(random), words(random));
    let mut changed = |share: usize| {
        let mut new = old.clone();
        for _ in 0..LONG * share / 100 {
            let at = random.below(LONG);
            new[at] = other[at].clone();
        }
        new
    };
    let (few, many) = (changed(5), changed(30));
    let same = |word: &str, times: usize| vec![word.to_owned(); times];
    let (once, less) = (same(&old[0], LONG), same(&old[0], LONG * 9 / 10));
    for (what, old, new) in [
        ("one word in 20 changed", &old, &few),
        ("three words in 10 changed", &old, &many),
        ("other sentences", &old, &other),
        ("one word, a tenth left out", &once, &less),
    ] {
        let (old, new) = (old.join(" "), new.join(" "));
        let best = (0..9).map(|_| {
            let before = cpu();
            std::hint::black_box(compare(
                Side::plain(&old, language),
                Side::plain(&new, language),
            ));
            cpu() - before
        });
        println!(
            "  {name}: {LONG} words, {what}: {:.1} ms CPU (aim < 50)",
            best.fold(f64::INFINITY, f64::min)
        );
    }
}

/// The CPU time of this process, in milliseconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// A simple generator of numbers that look random: xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn of<'t>(&mut self, texts: &'t [String]) -> &'t String {
        &texts[self.below(texts.len())]
    }
}
