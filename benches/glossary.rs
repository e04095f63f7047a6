//! Prints what it costs to look for 10,000 terms in 100,000 units, and what of planted wrong terms is found.
//!
//! `cargo bench --profile quick --bench glossary`. The texts are made from a seed; where the professional
//! translations of `../shared/gold` are, a glossary is extracted from them, too, and measured on them.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::HashMap;
use std::fs;
use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::glossary::{ExtractOptions, Glossary, candidates, longest, renderings};
use tarjuman::model::{Concept, Severity, Term, Unit, UnitId, Usage, Variant};
use tarjuman::quality::{Context, Pair, check_named};
use tarjuman::text::Language;

const TERMS: usize = 10_000;
const UNITS: usize = 100_000;

/// The words of the made language.
const WORDS: usize = 20_000;

/// The words of a sentence.
const LENGTH: usize = 20;

/// So many of the commonest words are no terms by themselves, as `of` and `the` are none.
const COMMON: usize = 100;

/// One word in so many is translated by another word than usual.
const OTHER: usize = 100;

/// In so many pairs wrong terms are planted.
const PLANTED: usize = 3_000;

/// The processor time of this process, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A generator of numbers (xorshift).
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// A number below a bound by Zipf's law, as the words of texts are: 0 most often.
    fn rank(&mut self, bound: usize) -> usize {
        let part = self.below(1 << 30) as f64 / (1 << 30) as f64;
        (((bound + 1) as f64).powf(part) as usize - 1).min(bound - 1)
    }

    /// A word of some syllables.
    fn word(&mut self, syllables: &[&str]) -> String {
        let length = 2 + self.below(3);
        (0..length)
            .map(|_| syllables[self.below(syllables.len())])
            .collect()
    }
}

const LATIN: &[&str] = &[
    "ba", "ren", "to", "mi", "sul", "ka", "dor", "ve", "lin", "po", "gra", "shu",
];
const ARABIC: &[&str] = &[
    "با", "رن", "تو", "می", "سل", "کا", "در", "لن", "پو", "گر", "شم", "نی",
];

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap_or_default()
}

/// A concept of an English term and its translation.
fn concept(english: &str, other: &str, tag: &str) -> Concept {
    Concept {
        terms: vec![
            Term::new(language("en"), english, Usage::Preferred),
            Term::new(language(tag), other, Usage::Preferred),
        ],
        ..Concept::default()
    }
}

fn unit(source: &str, target: &str, tag: &str) -> Unit {
    let mut unit = Unit::new(UnitId(String::new()), Variant::new(language("en"), source));
    unit.variants.push(Variant::new(language(tag), target));
    unit
}

/// The most memory that this process has had, in megabytes; `None` where the system does not say.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

fn main() {
    let made = Made::new();
    let right = made.glossary("right", false);
    measure(&right, &made.pairs);
    plant(&made.pairs[..PLANTED], &right, "ur");
    measure(&made.glossary("random", true), &made.pairs);
    for tag in ["ur", "ps"] {
        gold(tag);
    }
}

/// Sentences of made words and their translations, word by word.
struct Made {
    /// Each word with its translation and another that is as good.
    words: Vec<[String; 3]>,
    /// The sentences as numbers of words.
    sentences: Vec<[usize; LENGTH]>,
    pairs: Vec<(String, String)>,
}

impl Made {
    fn new() -> Self {
        let mut seed = Seed(20_261_126);
        let words: Vec<_> = (0..WORDS)
            .map(|_| [seed.word(LATIN), seed.word(ARABIC), seed.word(ARABIC)])
            .collect();
        let sentences: Vec<[usize; LENGTH]> = (0..UNITS)
            .map(|_| std::array::from_fn(|_| seed.rank(WORDS)))
            .collect();
        let pair = |sentence: &[usize; LENGTH]| {
            let source = sentence.map(|word| words[word][0].as_str());
            let target = sentence.map(|word| {
                let side = 1 + usize::from(seed.below(OTHER) == 0);
                words[word][side].as_str()
            });
            (source.join(" ") + ".", target.join(" ") + "۔")
        };
        let pairs = sentences.iter().map(pair).collect();
        Self {
            words,
            sentences,
            pairs,
        }
    }

    /// Terms cut out of the sentences: with their translations, and with a rare word in each; or at random, with
    /// a phrase from anywhere in the other text.
    fn glossary(&self, name: &str, is_random: bool) -> Glossary {
        let mut seed = Seed(8);
        let mut terms: HashMap<String, String> = HashMap::new();
        while terms.len() < TERMS {
            let sentence = &self.sentences[seed.below(UNITS)];
            let length = 1 + seed.below(3);
            let from = seed.below(LENGTH - length + 1);
            let own = &sentence[from..from + length];
            if !is_random && own.iter().all(|word| *word < COMMON) {
                continue;
            }
            let place = if is_random {
                seed.below(LENGTH - length + 1)
            } else {
                from
            };
            let other = &sentence[place..place + length];
            let phrase = |words: &[usize], side: usize| {
                let words: Vec<_> = words
                    .iter()
                    .map(|word| self.words[*word][side].as_str())
                    .collect();
                words.join(" ")
            };
            terms
                .entry(phrase(own, 0))
                .or_insert_with(|| phrase(other, 1));
        }
        let mut concepts: Vec<_> = terms
            .iter()
            .map(|(one, other)| concept(one, other, "ur"))
            .collect();
        concepts.sort_by(|one, other| one.terms[0].text.cmp(&other.terms[0].text));
        let begun = cpu();
        let glossary = Glossary::new(concepts);
        println!(
            "{TERMS} {name} terms in 2 languages, made ready: {:.2} s",
            cpu() - begun
        );
        glossary
    }
}

/// Prints what the check of terms costs.
fn measure(glossary: &Glossary, pairs: &[(String, String)]) {
    let units: Vec<_> = pairs
        .iter()
        .map(|(source, target)| unit(source, target, "ur"))
        .collect();
    let (begun, found) = (cpu(), findings(glossary, &units, "ur"));
    let time = cpu() - begun;
    println!(
        "  {UNITS} units, both sides: {time:.2} s (aim 5 s), {:.0} units/s; {} findings; peak memory {} MB",
        UNITS as f64 / time,
        found.iter().flatten().count(),
        peak_memory().unwrap_or_default()
    );
}

/// What the check of terms says of each unit.
fn findings(glossary: &Glossary, units: &[Unit], tag: &str) -> Vec<Vec<Severity>> {
    let (english, target) = (language("en"), language(tag));
    let context = Context {
        glossary: Some(glossary),
        ..Context::default()
    };
    let Some(check) = check_named("terminology") else {
        return Vec::new();
    };
    let all = units.iter().map(|unit| {
        let mut found = Vec::new();
        if let (Some(source), Some(target)) = (unit.variant(&english), unit.variant(&target)) {
            let pair = Pair::new(unit, source, target, &context);
            check.check(&pair, &mut found);
        }
        found.iter().map(|one| one.severity).collect()
    });
    black_box(all.collect())
}

/// Professional translations: how many terms are extracted, and what of planted faults is found.
fn gold(tag: &str) {
    let path = format!(
        "{}/../shared/gold/tico-19/all.en-{tag}.tmx",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = fs::read_to_string(&path) else {
        println!("SKIPPED: ../shared/gold/tico-19 is missing");
        return;
    };
    let pairs = text.split("</tu>").filter_map(|unit| {
        let mut texts = unit.split("<seg>").skip(1);
        let mut next = || Some(texts.next()?.split("</seg>").next()?.to_owned());
        Some((next()?, next()?))
    });
    let pairs: Vec<_> = pairs.collect();
    let sources: Vec<_> = pairs.iter().map(|(source, _)| source.as_str()).collect();
    let targets: Vec<_> = pairs
        .iter()
        .map(|(_, target)| Some(target.as_str()))
        .collect();
    let begun = cpu();
    let found = candidates(&sources, &language("en"), &ExtractOptions::default());
    let answers = renderings(&found, &targets, &language(tag));
    println!(
        "{tag}: {} candidates from {} units, {} with a translation: {:.2} s",
        found.len(),
        pairs.len(),
        answers.iter().flatten().count(),
        cpu() - begun
    );
    let sure = found.iter().zip(answers).filter_map(|(one, answer)| {
        let answer = answer.filter(|answer| answer.score >= SURE)?;
        Some(concept(&one.term, &answer.text, tag))
    });
    plant(&pairs, &Glossary::new(sure.collect()), tag);
}

/// Below this coefficient of Dice a candidate's translation is not taken for right.
const SURE: f64 = 0.6;

/// Puts a wrong term in the place of each right one, and counts what is found.
fn plant(pairs: &[(String, String)], glossary: &Glossary, tag: &str) {
    let (english, target) = (language("en"), language(tag));
    let (mut accused, mut planted, mut seen) = (0, 0, 0);
    for (source, text) in pairs {
        let before = findings(glossary, &[unit(source, text, tag)], tag);
        accused += before.iter().flatten().count();
        let right = glossary.find(text, &target);
        for one in longest(glossary.find(source, &english)) {
            let own = right.iter().filter(|other| other.concept == one.concept);
            let own = longest(own.cloned().collect());
            let wrong = &glossary.concepts()[(one.concept + 1) % glossary.concepts().len()];
            let mut changed = text.clone();
            for place in own.iter().rev() {
                changed.replace_range(place.span(), &wrong.terms[1].text);
            }
            let is_gone = !own.is_empty()
                && (glossary.find(&changed, &target).iter())
                    .all(|other| other.concept != one.concept);
            if is_gone {
                planted += 1;
                let after = findings(glossary, &[unit(source, &changed, tag)], tag);
                seen +=
                    usize::from(after.iter().flatten().count() > before.iter().flatten().count());
            }
        }
    }
    println!(
        "  {tag}: {} terms; {accused} findings in {} units as they are; {seen} of {planted} wrong terms found",
        glossary.concepts().len(),
        pairs.len()
    );
}
