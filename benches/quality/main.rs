//! Prints how well the checks find planted faults, what they say of good translations, and how fast they are.
//!
//! `cargo bench --profile quick --bench quality [-- SEED]` plants faults of each kind in professional translations;
//! `-- list CHECK ur|ps` shows what one check says of them untouched. The texts are in ../shared/gold.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

mod plant;

use std::collections::BTreeMap;
use std::fs;

use rustix::time::{ClockId, clock_gettime};
use tarjuman::model::{Finding, Severity, Unit, UnitId, Variant};
use tarjuman::quality::{CHECKS, Context, Corpus, Survey, check_unit};
use tarjuman::text::Language;

use plant::{FAULTS, Fault, Random};

/// How many units each fault is planted in.
const PLANTED: usize = 400;

/// A corpus of pairs in one pair of languages.
struct Pairs {
    english: Language,
    language: Language,
    texts: Vec<(String, String)>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let seed = words.iter().find_map(|word| word.parse().ok()).unwrap_or(1);
    for tag in ["ur", "ps"] {
        let file = format!("../shared/gold/tico-19/all.en-{tag}.tmx");
        let Some(pairs) = Pairs::read(&file, tag) else {
            println!("SKIPPED: {file} is missing");
            continue;
        };
        if let Some(at) = words.iter().position(|word| word == "list") {
            if words[at + 2] == tag {
                pairs.list(&words[at + 1]);
            }
            continue;
        }
        pairs.untouched();
        pairs.planted(seed);
        pairs.speed();
    }
}

impl Pairs {
    /// The units of a file of translation memory, by the plainest of readings.
    fn read(file: &str, tag: &str) -> Option<Self> {
        let text = fs::read_to_string(file).ok()?;
        let segments = |unit: &str| -> Vec<String> {
            let parts = unit.split("<seg>").skip(1);
            let parts = parts.map(|part| part.split("</seg>").next().unwrap_or(""));
            parts.map(unescape).collect()
        };
        let units = text.split("</tu>").map(segments);
        Some(Self {
            english: Language::default(),
            language: Language::parse(tag).ok()?,
            texts: units
                .filter_map(|unit| Some((unit.first()?.clone(), unit.get(1)?.clone())))
                .collect(),
        })
    }

    fn unit(&self, at: usize, source: &str, target: &str) -> Unit {
        let source = Variant::new(self.english.clone(), source);
        let mut unit = Unit::new(UnitId(format!("u{at}")), source);
        unit.variants
            .push(Variant::new(self.language.clone(), target));
        unit
    }

    fn units(&self) -> Vec<Unit> {
        let texts = self.texts.iter().enumerate();
        texts
            .map(|(at, (source, target))| self.unit(at, source, target))
            .collect()
    }

    fn corpus(&self, units: &[Unit]) -> Corpus {
        let mut survey = Survey::default();
        for unit in units {
            survey.observe(unit, &self.english, &self.language);
        }
        survey.finish()
    }

    fn check(&self, unit: &Unit, corpus: &Corpus) -> Vec<Finding> {
        let context = Context {
            corpus: Some(corpus),
            ..Context::default()
        };
        check_unit(unit, &self.english, &self.language, &context)
    }

    /// Prints what one check says of each unit.
    fn list(&self, check: &str) {
        let units = self.units();
        let corpus = self.corpus(&units);
        for (unit, (source, target)) in units.iter().zip(&self.texts) {
            for finding in self
                .check(unit, &corpus)
                .iter()
                .filter(|one| one.id == check)
            {
                println!(
                    "{:?} {}\n  {source}\n  {target}",
                    finding.severity, finding.message
                );
            }
        }
    }

    /// Prints the share of units in which each check finds something.
    fn untouched(&self) {
        let units = self.units();
        let corpus = self.corpus(&units);
        let mut counts: BTreeMap<(String, Severity), usize> = BTreeMap::new();
        let mut grave: BTreeMap<Severity, usize> = BTreeMap::new();
        for unit in &units {
            let mut found: Vec<_> = self
                .check(unit, &corpus)
                .into_iter()
                .map(|one| (one.id, one.severity))
                .collect();
            found.sort();
            found.dedup();
            for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                *grave.entry(severity).or_default() +=
                    usize::from(found.iter().any(|(_, own)| *own == severity));
            }
            for one in found {
                *counts.entry(one).or_default() += 1;
            }
        }
        let share = |count: usize| 100.0 * count as f64 / units.len() as f64;
        println!(
            "\n{}: {} units untouched, share with findings",
            self.language,
            units.len()
        );
        for check in CHECKS {
            let of = |severity| {
                counts
                    .get(&(check.id().to_owned(), severity))
                    .copied()
                    .unwrap_or(0)
            };
            let [errors, warnings, infos] =
                [Severity::Error, Severity::Warning, Severity::Info].map(of);
            if errors + warnings + infos > 0 {
                println!(
                    "  {:<20} {errors:5} errors {warnings:5} warnings {infos:5} infos",
                    check.id()
                );
            }
        }
        for (severity, count) in grave {
            println!("  any {severity:?}: {count} units, {:.2} %", share(count));
        }
    }

    /// Prints how many planted faults are found, by kind.
    fn planted(&self, seed: u64) {
        println!("\n{}: planted faults found, seed {seed}", self.language);
        let corpus = self.corpus(&self.units());
        for fault in FAULTS {
            let mut random = Random(seed);
            let (mut planted, mut found, mut missed) = (0, 0, None);
            for at in 0..self.texts.len() * 2 {
                if planted == PLANTED {
                    break;
                }
                let (source, target) = &self.texts[random.below(self.texts.len())];
                let Some((good, bad)) = self.plant(fault, at, source, target, &mut random) else {
                    continue;
                };
                let count = |unit: &Unit| {
                    self.check(unit, &corpus)
                        .iter()
                        .filter(|one| one.id == fault.check)
                        .count()
                };
                if count(&good) > 0 {
                    continue;
                }
                planted += 1;
                if count(&bad) > 0 {
                    found += 1;
                } else {
                    missed = missed.or(Some(bad.variants[1].text.clone()));
                }
            }
            if planted > 0 {
                let share = 100.0 * f64::from(found) / planted as f64;
                println!(
                    "  {:<20} {:<28} {share:6.1} % of {planted}",
                    fault.check, fault.name
                );
            }
            if let Some(missed) = missed {
                println!("      missed: {missed}");
            }
        }
    }

    /// A unit without a fault and the same unit with one.
    fn plant(
        &self,
        fault: &Fault,
        at: usize,
        source: &str,
        target: &str,
        random: &mut Random,
    ) -> Option<(Unit, Unit)> {
        let planted = (fault.plant)(random, self.language.as_str(), source, target)?;
        let good = self.unit(at, &planted.source, &planted.good);
        Some((good, self.unit(at, &planted.source, &planted.bad)))
    }

    /// Prints how many units a second all checks look at on one thread, by processor time.
    fn speed(&self) {
        let units = self.units();
        let start = processor_time();
        let mut corpus = Corpus::default();
        const ROUNDS: usize = 10;
        for _ in 0..ROUNDS {
            corpus = self.corpus(&units);
        }
        let survey = processor_time() - start;
        let start = processor_time();
        let mut count = 0;
        for _ in 0..ROUNDS {
            count += units
                .iter()
                .map(|unit| self.check(unit, &corpus).len())
                .sum::<usize>();
        }
        let checks = processor_time() - start;
        let rate = |seconds: f64| (ROUNDS * units.len()) as f64 / seconds;
        println!(
            "\n{}: survey {:.0} units/s, all checks {:.0} units/s, both {:.0} units/s ({count} findings)",
            self.language,
            rate(survey),
            rate(checks),
            rate(survey + checks)
        );
        self.speed_of_each(&units, &corpus);
    }

    /// Prints what each check costs a unit.
    fn speed_of_each(&self, units: &[Unit], corpus: &Corpus) {
        let context = Context {
            corpus: Some(corpus),
            ..Context::default()
        };
        let mut findings = Vec::new();
        for check in CHECKS {
            let start = processor_time();
            for unit in units {
                let texts = unit
                    .variant(&self.english)
                    .zip(unit.variant(&self.language));
                let (source, target) = texts.unwrap();
                let pair = tarjuman::quality::Pair::new(unit, source, target, &context);
                check.check(&pair, &mut findings);
            }
            let cost = 1e6 * (processor_time() - start) / units.len() as f64;
            println!(
                "  {:<20} {cost:6.2} µs a unit, reading the texts included",
                check.id()
            );
        }
    }
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

/// The processor time of this process, in seconds.
fn processor_time() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
