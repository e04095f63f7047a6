//! Rules that a user brings: SRX 2.0, exactly.
//!
//! Every position of a text is tested. The rules of all language maps that fit the language are asked in the
//! order of the maps (or those of the first such map, when the file does not cascade); the first rule whose
//! `beforebreak` matches up to the position and whose `afterbreak` matches from it decides. Expressions see
//! the text on both sides of the position. They are read as Java reads them, for that is what the files that
//! are found in practice were written for.

mod cascade;
mod check;
mod cutter;
mod pattern;
mod read;

use std::sync::Arc;

pub(super) use cascade::Cascade;
pub(super) use cutter::Cutter;
use pattern::Pattern;

use crate::model::Finding;
use crate::text::Language;

/// The rules of one SRX file.
#[derive(Clone, Debug, Default)]
pub struct Srx {
    cascade: bool,
    language_rules: Vec<LanguageRules>,
    maps: Vec<LanguageMap>,
}

/// One `languagerule`: rules under a name.
#[derive(Clone, Debug)]
struct LanguageRules {
    name: String,
    line: usize,
    rules: Vec<Rule>,
}

/// One `rule`.
#[derive(Clone, Debug)]
struct Rule {
    breaks: bool,
    before: Pattern,
    after: Pattern,
    before_text: String,
    after_text: String,
    line: usize,
}

/// One `languagemap`: which rules a language has.
#[derive(Clone, Debug)]
struct LanguageMap {
    pattern: Pattern,
    rules: String,
    line: usize,
}

/// Why a file could not be read as SRX.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrxError {
    /// It is neither UTF-8 nor UTF-16 with a byte order mark; the offset is in bytes.
    #[error("the text is neither UTF-8 nor UTF-16, from byte {offset} on")]
    Encoding {
        /// The first byte that cannot be read.
        offset: usize,
    },
    /// It is no well-formed XML; the finding says where.
    #[error("{}", .0.message)]
    Malformed(Box<Finding>),
    /// It is XML of another kind.
    #[error("the file is not SRX: its root element is not `srx`")]
    NotSrx,
}

impl Srx {
    /// Reads a file, in UTF-8 or in UTF-16 with a byte order mark.
    ///
    /// A rule or a map that cannot be compiled is left out, and a finding with its line says so and why.
    ///
    /// # Errors
    /// When the file is not SRX at all.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Finding>), SrxError> {
        read::read(bytes)
    }

    /// The number of rules, over all languages.
    #[must_use]
    pub fn rule_count(&self) -> usize {
        self.language_rules
            .iter()
            .map(|language| language.rules.len())
            .sum()
    }

    /// The rules for a language, compiled into automata.
    pub(super) fn cascade(&self, language: &Language) -> Arc<Cascade> {
        let rules = self.rules_for(language.as_str());
        Arc::new(Cascade::compile(&rules))
    }

    /// The rules of the maps that fit a language, in order.
    fn rules_for(&self, language: &str) -> Vec<&Rule> {
        let fitting = self
            .maps
            .iter()
            .filter(|map| map.pattern.matches_whole(language));
        let fitting = fitting.take(if self.cascade { usize::MAX } else { 1 });
        fitting
            .flat_map(|map| self.rules_named(&map.rules))
            .collect()
    }

    fn rules_named(&self, name: &str) -> &[Rule] {
        let found = self.language_rules.iter().find(|rules| rules.name == name);
        found.map_or(&[], |rules| &rules.rules)
    }
}

/// What is wrong with a file: rules that cannot be compiled, and rules and maps that can never apply.
///
/// Findings are in the order of the file; each has its line.
///
/// # Errors
/// When the file is not SRX at all.
pub fn check(bytes: &[u8]) -> Result<Vec<Finding>, SrxError> {
    let (srx, mut findings) = Srx::read(bytes)?;
    findings.extend(check::unreachable(&srx));
    findings.sort_by_key(|finding| finding.place.as_ref().map_or(0, |place| place.line));
    Ok(findings)
}
