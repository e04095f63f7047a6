//! Prints what becomes of translations when a source changes: new versions of real texts, made with known
//! origins, and the time for long documents.
//!
//! `cargo bench --profile quick --bench update [-- SEED]`. The sentences are in ../shared/gold; what is missing
//! there is skipped. The times are of sentences made here.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::process::Command;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::revision::{Origin, carry};
use tarjuman::text::Language;

const HEALTH: &str = "../shared/gold/tico-19/all.en-ur.tmx";
const PAIRS: &str = "../shared/gold/memory/pairs.tsv.xz";

/// The sentences of a document, and how many documents of a kind are made.
const LENGTH: usize = 150;
const DOCUMENTS: usize = 60;

/// The sentences of the long documents.
const LONG: usize = 100_000;

fn main() {
    let seed = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(1);
    let mut random = Random(seed);
    for (name, sentences) in texts() {
        for (amount, changed) in [("some", 35), ("much", 75)] {
            let mut scores = Scores::default();
            for _ in 0..DOCUMENTS {
                let mut maker = Maker::new(&sentences, &mut random);
                maker.revise(changed);
                scores.add(&maker);
            }
            scores.print(&format!("{name}, {amount} changed"));
        }
    }
    times(&mut random);
}

/// Sentences of five words and more, by what they are about.
fn texts() -> Vec<(&'static str, Vec<String>)> {
    let mut found = Vec::new();
    match fs::read_to_string(HEALTH) {
        Ok(tmx) => found.push(("health", tidy(segments(&tmx)))),
        Err(error) => println!("SKIPPED: {HEALTH}: {error}"),
    }
    match Command::new("xz").args(["-dc", PAIRS]).output() {
        Ok(output) if output.status.success() => {
            let pairs = String::from_utf8(output.stdout).unwrap();
            let english = pairs
                .lines()
                .filter_map(|line| line.split('\t').nth(2).map(str::to_owned));
            found.push(("software", tidy(english.step_by(5).collect())));
        }
        _ => println!("SKIPPED: {PAIRS} is missing or xz is"),
    }
    found
}

fn tidy(texts: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let is_wanted = |text: &String| (5..=45).contains(&text.split(' ').count());
    let texts = texts.into_iter().filter(is_wanted);
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// The English texts of a TMX file.
fn segments(tmx: &str) -> Vec<String> {
    let texts = tmx
        .split("<tuv xml:lang=\"en\">")
        .skip(1)
        .filter_map(|rest| rest.split("<seg>").nth(1)?.split("</seg>").next());
    texts
        .map(|text| text.replace("&amp;", "&").replace("&lt;", "<"))
        .collect()
}

/// What was done to make a new sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Kept,
    Moved,
    Cosmetic,
    Light,
    Half,
    Split,
    Merged,
    New,
}

/// A document and its next version as it is made.
struct Maker<'a> {
    pool: &'a [String],
    random: &'a mut Random,
    old: Vec<String>,
    /// Each new sentence, what was done, and the old ones that it comes from.
    new: Vec<(String, Deed, Vec<usize>)>,
}

impl<'a> Maker<'a> {
    fn new(pool: &'a [String], random: &'a mut Random) -> Self {
        let start = random.below(pool.len());
        // Neighbours of the pool are often of one text.
        let old = (start..start + LENGTH).map(|at| pool[at % pool.len()].clone());
        let old = old.collect();
        Self {
            pool,
            random,
            old,
            new: Vec::new(),
        }
    }

    /// Makes the new version, with so many of a hundred sentences changed.
    fn revise(&mut self, changed: usize) {
        let mut at = 0;
        while at < self.old.len() {
            let text = self.old[at].clone();
            let choice = self.random.below(100);
            if choice >= changed {
                self.push(text, Deed::Kept, &[at]);
            } else {
                match choice * 100 / changed {
                    0..20 => {
                        let new = self.light(&text);
                        self.push(new, Deed::Light, &[at]);
                    }
                    20..35 => {
                        let new = self.half(&text);
                        self.push(new, Deed::Half, &[at]);
                    }
                    35..50 => self.split(&text, at),
                    50..62 if at + 1 < self.old.len() => {
                        let next = self.old[at + 1].clone();
                        let new = self.merged(&text, &next);
                        self.push(new, Deed::Merged, &[at, at + 1]);
                        at += 1;
                    }
                    62..72 => {
                        let new = self.cosmetic(&text);
                        self.push(new, Deed::Cosmetic, &[at]);
                    }
                    72..86 => {
                        self.push(text, Deed::Kept, &[at]);
                        let new = self.strange();
                        self.push(new, Deed::New, &[]);
                    }
                    _ => {}
                }
            }
            at += 1;
        }
        self.move_some();
    }

    fn push(&mut self, text: String, deed: Deed, from: &[usize]) {
        self.new.push((text, deed, from.to_vec()));
    }

    /// Moves single sentences and a paragraph.
    fn move_some(&mut self) {
        for len in [1, 1, 1, 5] {
            if self.new.len() > 3 * len {
                let from = self.random.below(self.new.len() - len);
                let mut taken: Vec<_> = self.new.drain(from..from + len).collect();
                for (_, deed, _) in &mut taken {
                    if *deed == Deed::Kept {
                        *deed = Deed::Moved;
                    }
                }
                let to = self.random.below(self.new.len());
                self.new.splice(to..to, taken);
            }
        }
    }

    /// One to three words put in, left out or exchanged.
    fn light(&mut self, text: &str) -> String {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for _ in 0..=self.random.below(3.min(words.len() / 3)) {
            let at = self.random.below(words.len());
            let word = self.word();
            match self.random.below(3) {
                0 => words[at] = word,
                1 => words.insert(at, word),
                _ if words.len() > 3 => drop(words.remove(at)),
                _ => words.push(word),
            }
        }
        words.join(" ")
    }

    /// About half of the words of another sentence.
    fn half(&mut self, text: &str) -> String {
        let other = self.sentence();
        let words: Vec<&str> = text.split(' ').collect();
        let others: Vec<&str> = other.split(' ').collect();
        let cut = words.len() * (40 + self.random.below(20)) / 100;
        let take = others.len().min(words.len()) / 2;
        match self.random.below(3) {
            0 => [&words[..cut], &others[others.len() - take..]]
                .concat()
                .join(" "),
            1 => [&others[..take], &words[words.len() - cut..]]
                .concat()
                .join(" "),
            _ => {
                let mut mixed: Vec<&str> = words.clone();
                for word in &mut mixed {
                    if self.random.below(100) < 52 {
                        *word = others[self.random.below(others.len())];
                    }
                }
                mixed.join(" ")
            }
        }
    }

    /// Cut at a clause, with what a writer changes then.
    fn split(&mut self, text: &str, from: usize) {
        let words: Vec<&str> = text.split(' ').collect();
        let inner = 2..words.len() - 2;
        let is_clause = |at: &usize| {
            words[at - 1].ends_with([',', ';', ':'])
                || matches!(
                    words[*at],
                    "and" | "but" | "which" | "that" | "or" | "because" | "when"
                )
        };
        let cuts: Vec<usize> = inner.clone().filter(is_clause).collect();
        let cut = match cuts.as_slice() {
            [] => words.len() / 2,
            cuts => cuts[self.random.below(cuts.len())],
        };
        let front = words[..cut].join(" ");
        let front = front.trim_end_matches([',', ';', ':']).to_owned() + ".";
        let skip = usize::from(matches!(words[cut], "and" | "but" | "which" | "that"));
        let back = words[cut + skip..].join(" ");
        let back = match self.random.below(4) {
            0 => format!("It also {back}"),
            1 => format!("However, {back}"),
            _ => capital(&back),
        };
        self.push(front, Deed::Split, &[from]);
        self.push(back, Deed::Split, &[from]);
    }

    fn merged(&mut self, text: &str, next: &str) -> String {
        let link = ["; ", " and ", ", which means that ", ", but "][self.random.below(4)];
        format!(
            "{}{link}{}",
            text.trim_end_matches(['.', '!', '?']),
            small(next)
        )
    }

    fn cosmetic(&mut self, text: &str) -> String {
        let new = match self.random.below(4) {
            0 => text.to_uppercase(),
            1 => text.replace('\'', "\u{2019}").replace(" - ", " \u{2013} "),
            2 => text.replacen(' ', "\u{a0}", 2),
            _ => capital(&text.to_lowercase()),
        };
        match new == text {
            true => text.replacen(' ', "  ", 1),
            false => new,
        }
    }

    /// A sentence that was not there: another of the same kind, or a kept one with other numbers and words.
    fn strange(&mut self) -> String {
        if self.random.below(3) > 0 {
            return self.sentence();
        }
        let kept: Vec<&String> = (self.new.iter())
            .filter(|(_, deed, _)| *deed == Deed::Kept)
            .map(|(text, ..)| text)
            .collect();
        let near = kept[self.random.below(kept.len())].clone();
        let words: Vec<String> = near
            .split(' ')
            .map(|word| match word.contains(|c: char| c.is_ascii_digit()) {
                true => (10 + self.random.below(900)).to_string(),
                false if self.random.below(4) == 0 => self.word(),
                false => word.to_owned(),
            })
            .collect();
        words.join(" ")
    }

    fn sentence(&mut self) -> String {
        loop {
            let text = &self.pool[self.random.below(self.pool.len())];
            if !self.old.contains(text) {
                return text.clone();
            }
        }
    }

    fn word(&mut self) -> String {
        let sentence = self.sentence();
        let words: Vec<&str> = sentence.split(' ').collect();
        words[self.random.below(words.len())].to_owned()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

fn small(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// For each deed how many sentences there are, and what is right of what was found for them.
#[derive(Default)]
struct Scores {
    right: BTreeMap<Deed, (usize, usize)>,
}

impl Scores {
    fn add(&mut self, maker: &Maker<'_>) {
        let old: Vec<&str> = maker.old.iter().map(String::as_str).collect();
        let new: Vec<&str> = maker.new.iter().map(|(text, ..)| text.as_str()).collect();
        let carried = carry(&old, &new, &Language::default());
        let show = std::env::var_os("SHOW").is_some();
        for ((text, deed, from), origin) in maker.new.iter().zip(&carried.origins) {
            let same =
                |at: usize| from.contains(&at) || from.iter().any(|own| old[*own] == old[at]);
            let olds = origin.olds();
            let is_right = match deed {
                Deed::Kept | Deed::Moved => {
                    matches!(origin, Origin::Unchanged(at) | Origin::Moved(at) if same(*at))
                }
                Deed::New => olds.is_empty(),
                _ => from.iter().all(|own| olds.contains(own)),
            };
            let score = self.right.entry(*deed).or_default();
            score.0 += usize::from(is_right);
            score.1 += 1;
            if show && !is_right {
                let shown: Vec<_> = from.iter().map(|at| old[*at]).collect();
                let found: Vec<_> = olds.map(|at| old[at]).collect();
                println!("{deed:?} {origin:?}\n   new {text}\n  from {shown:?}\n found {found:?}");
            }
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "a percentage for people")]
    fn print(&self, name: &str) {
        println!("{name}");
        let aims = |deed: &Deed| match deed {
            Deed::Kept | Deed::Moved | Deed::Cosmetic => "100 %",
            Deed::Light => "≥ 99 %",
            Deed::Half => "≥ 98 %",
            Deed::Split | Deed::Merged => "≥ 95 %",
            Deed::New => "≥ 99 %",
        };
        for (deed, (right, all)) in &self.right {
            let share = 100.0 * *right as f64 / *all as f64;
            let name = match deed {
                Deed::New => "New, nothing filled in".to_owned(),
                deed => format!("{deed:?}"),
            };
            println!(
                "  {name:<24} {share:>6.2} % of {all:>6}   aim {}",
                aims(deed)
            );
        }
    }
}

/// Prints the time for long documents: edits all over, and the worst that can come.
fn times(random: &mut Random) {
    let sentence = |random: &mut Random| {
        let word = |random: &mut Random| {
            let letters = random.below(400) * random.below(400) / 40;
            format!("w{letters}o")
        };
        let len = 8 + random.below(20);
        (0..len).map(|_| word(random)).collect::<Vec<_>>().join(" ") + "."
    };
    let many = |random: &mut Random| (0..LONG).map(|_| sentence(random)).collect::<Vec<_>>();
    let old = many(random);
    let others = many(random);
    let edited = (old.iter().zip(&others)).map(|(text, other)| match random.below(10) {
        0 => other.clone(),
        1 | 2 => text.replacen(' ', " and ", 1),
        3 => {
            let half = text.len() / 2;
            format!("{}{}", &text[..half], &other[other.len() / 2..])
        }
        _ => text.clone(),
    });
    let edited: Vec<String> = edited.collect();
    let reversed: Vec<String> = old.iter().rev().cloned().collect();
    let equal = vec!["Yes.".to_owned(); LONG];
    let two: Vec<String> = (0..LONG)
        .map(|_| ["Yes.", "No."][random.below(2)].to_owned())
        .collect();
    let other_two: Vec<String> = (0..LONG)
        .map(|_| ["Yes.", "No.", "Well, yes."][random.below(3)].to_owned())
        .collect();
    for (name, old, new) in [
        ("unchanged", &old, &old),
        ("edits all over", &old, &edited),
        ("wholly rewritten", &old, &others),
        ("reversed", &old, &reversed),
        ("equal sentences", &equal, &two),
        ("two sentences in turn", &two, &other_two),
    ] {
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let begun = clock_gettime(ClockId::ProcessCPUTime);
        let carried = carry(&old, &new, &Language::default());
        let ended = clock_gettime(ClockId::ProcessCPUTime);
        let seconds =
            (ended.tv_sec - begun.tv_sec) as f64 + (ended.tv_nsec - begun.tv_nsec) as f64 / 1e9;
        println!(
            "{LONG} sentences, {name:<24} {seconds:>6.2} s CPU, {} obsolete",
            carried.obsolete.len()
        );
    }
}

/// Numbers from a seed: SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % end.max(1)
    }
}
