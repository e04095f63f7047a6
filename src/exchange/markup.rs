//! What every reader of units in XML needs: limits, findings with their place, units counted and handed on.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;
use std::io::BufRead;

use super::xml::{Kind, Parser, is_blank};
use super::{ReadError, Sink, Summary};
use crate::model::{Finding, Place, Severity, Unit};
use crate::text::Language;

/// The largest unit, in bytes of its markup.
const MAX_UNIT: u64 = 16 << 20;

/// How many elements one unit may have.
const MAX_ELEMENTS: u32 = 100_000;

/// An XML file with units on its way to a sink.
pub(super) struct Markup<'r> {
    pub(super) xml: Parser<'r>,
    pub(super) summary: Summary,
    /// A text while it is being read.
    pub(super) scratch: String,
    sink: &'r mut dyn Sink,
    pub(super) tags: Tags,
    /// Where the present unit begins, and how many elements of it were read.
    begun: u64,
    elements: u32,
    /// What was reported once and need not be again.
    reported: HashSet<String>,
    tallies: Vec<Tally>,
    /// Where a language tag was first spelt otherwise than it will be written.
    respelt_at: Option<Place>,
}

/// Something of a file that is told at its end: where it was first, and how often.
struct Tally {
    id: &'static str,
    severity: Severity,
    message: Cow<'static, str>,
    first: Place,
    times: u64,
}

impl Tally {
    fn finding(self) -> Finding {
        let message = match self.times {
            1 => self.message.into_owned(),
            times => format!("{} ({times} times, here first)", self.message),
        };
        Finding::new(self.id, self.severity, message).at(self.first)
    }
}

/// Why a unit was not read.
pub(super) enum Trouble {
    /// The file cannot be read on.
    Fatal(ReadError),
    /// This unit is broken, the next may be whole.
    Broken(Box<Finding>),
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Self {
        Self::Fatal(error)
    }
}

impl Trouble {
    /// Tells the finding which unit it is about.
    pub(super) fn of(self, unit: &Unit) -> Self {
        match self {
            Self::Broken(mut finding) if !unit.id.as_str().is_empty() => {
                finding.unit = Some(unit.id.clone());
                Self::Broken(finding)
            }
            other => other,
        }
    }
}

impl<'r> Markup<'r> {
    pub(super) fn new(
        input: &'r mut dyn BufRead,
        sink: &'r mut dyn Sink,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            xml: Parser::new(input)?,
            summary: Summary::default(),
            scratch: String::new(),
            sink,
            tags: Tags::default(),
            begun: 0,
            elements: 0,
            reported: HashSet::new(),
            tallies: Vec::new(),
            respelt_at: None,
        })
    }

    /// The outcome of the whole reading; what made the file unreadable says after how many units.
    pub(super) fn finish(self, outcome: Result<(), ReadError>) -> Result<Summary, ReadError> {
        if let Some(place) = self.respelt_at {
            self.sink.finding(self.tags.respellings().at(place));
        }
        for tally in self.tallies {
            self.sink.finding(tally.finding());
        }
        match outcome {
            Ok(()) => Ok(self.summary),
            Err(ReadError::Malformed(mut finding)) => {
                let seen = self.summary.units + self.summary.skipped;
                let units = if seen == 1 { "unit" } else { "units" };
                finding.message = format!("{} (after {seen} {units})", finding.message);
                Err(ReadError::Malformed(finding))
            }
            Err(other) => Err(other),
        }
    }

    /// Why this is no file of the format, at the present token.
    pub(super) fn refused(&mut self, id: &str, message: String) -> ReadError {
        let finding = Finding::new(id, Severity::Error, message);
        ReadError::Malformed(Box::new(finding.at(self.xml.place())))
    }

    /// Begins to count what a unit holds.
    pub(super) fn begin(&mut self) {
        self.begun = self.xml.position();
        self.elements = 0;
    }

    /// Goes to the next token of a unit, as long as the unit is not too large.
    pub(super) fn advance(&mut self) -> Result<Kind, Trouble> {
        let kind = self.xml.advance()?;
        if kind == Kind::Start {
            self.elements += 1;
        }
        if self.xml.position() - self.begun > MAX_UNIT || self.elements > MAX_ELEMENTS {
            let limit = format!("{} MiB or {MAX_ELEMENTS} elements", MAX_UNIT >> 20);
            return Err(self.broken(format!("it has more than {limit}")));
        }
        Ok(kind)
    }

    /// Hands a unit that began on a line to the sink, and counts it.
    pub(super) fn hand_over(&mut self, unit: Unit, line: u64) -> Result<(), ReadError> {
        self.summary.units += 1;
        self.sink.unit(unit, line).map_err(ReadError::Stopped)
    }

    /// Counts and reports a unit that is broken, and goes on behind its element, which is `depth` deep.
    pub(super) fn pass_over(&mut self, trouble: Trouble, depth: usize) -> Result<(), ReadError> {
        match trouble {
            Trouble::Fatal(error) => Err(error),
            Trouble::Broken(finding) => {
                self.summary.skipped += 1;
                self.sink.finding(*finding);
                self.xml.skip_to(depth - 1)
            }
        }
    }

    /// Hands a finding to the sink.
    pub(super) fn tell(&mut self, finding: Finding) {
        self.sink.finding(finding);
    }

    /// Why this unit is passed over, at the present token.
    pub(super) fn broken(&mut self, reason: impl Display) -> Trouble {
        let number = self.summary.units + self.summary.skipped + 1;
        let message = format!("unit {number} was passed over: {reason}");
        let finding = Finding::new("broken-unit", Severity::Error, message);
        Trouble::Broken(Box::new(finding.at(self.xml.place())))
    }

    /// Reports the present text, unless it is white space, as standing outside what holds texts.
    pub(super) fn stray_text(&mut self, holders: &str) {
        if !is_blank(self.xml.inner()) {
            let message = format!("text outside {holders} was passed over");
            self.count("stray-text", Severity::Warning, message.into());
        }
    }

    /// Counts a change at the present token that is told once, at the end of the file.
    pub(super) fn tally(&mut self, id: &'static str, message: &'static str) {
        self.count(id, Severity::Info, message.into());
    }

    fn count(&mut self, id: &'static str, severity: Severity, message: Cow<'static, str>) {
        let mut tallies = self.tallies.iter_mut();
        match tallies.find(|tally| tally.message == message) {
            Some(tally) => tally.times += 1,
            None => {
                let first = self.xml.place();
                self.tallies.push(Tally {
                    id,
                    severity,
                    message,
                    first,
                    times: 1,
                });
            }
        }
    }

    /// Counts the present token, where it is one that no format keeps.
    pub(super) fn tally_unkept(&mut self, kind: Kind) {
        match kind {
            Kind::Comment => self.tally("comment", "a comment is not kept"),
            Kind::Instruction if self.xml.inner() != "xml" => {
                self.tally("instruction", "a processing instruction is not kept");
            }
            _ => {}
        }
    }

    /// Keeps the place of the first tag that is spelt otherwise than it will be written; to be called after tags
    /// were parsed.
    pub(super) fn mark_spelling(&mut self) {
        if self.respelt_at.is_none() && !self.tags.respelt.is_empty() {
            self.respelt_at = Some(self.xml.place());
        }
    }

    /// Reports, once each, the attributes of the present tag but those that are kept.
    pub(super) fn report_unkept_attributes(&mut self, kept: &[&str]) {
        let element = self.xml.inner().to_owned();
        let names = self.xml.attributes().map(|(name, _)| name.to_owned());
        let names: Vec<String> = names
            .filter(|name| !kept.contains(&name.as_str()))
            .collect();
        for name in names {
            let message = format!("the attribute `{name}` of `{element}` is not kept");
            self.report("unknown-attribute", Severity::Info, message);
        }
    }

    /// Reports something at the present token, once a file for each message.
    pub(super) fn report(&mut self, id: &str, severity: Severity, message: String) {
        const MOST: usize = 200;
        if self.reported.len() < MOST && self.reported.insert(message.clone()) {
            let finding = Finding::new(id, severity, message).at(self.xml.place());
            self.sink.finding(finding);
        }
    }
}

/// The language tags of a file.
#[derive(Default)]
pub(super) struct Tags {
    known: Vec<(String, Language)>,
    /// Those that are spelt otherwise than they will be written, some hundred at most.
    respelt: Vec<(String, Language)>,
}

impl Tags {
    /// Parses a tag, once for each way that a file writes it.
    pub(super) fn parse(&mut self, tag: &str) -> Result<Language, String> {
        const MOST: usize = 64;
        const MOST_TOLD: usize = 200;
        if let Some((_, language)) = self.known.iter().find(|(own, _)| own == tag) {
            return Ok(language.clone());
        }
        let language = Language::parse(tag).map_err(|error| error.to_string())?;
        let told = |(own, _): &(String, Language)| own == tag;
        if tag != language.as_str()
            && self.respelt.len() < MOST_TOLD
            && !self.respelt.iter().any(told)
        {
            self.respelt.push((tag.to_owned(), language.clone()));
        }
        if self.known.len() < MOST {
            self.known.push((tag.to_owned(), language.clone()));
        }
        Ok(language)
    }

    /// How those tags will be written.
    fn respellings(&self) -> Finding {
        let each = self.respelt.iter();
        let each = each.map(|(tag, language)| format!("`{language}` for `{tag}`"));
        let each: Vec<String> = each.collect();
        let message = format!(
            "language tags are written in one spelling: {}",
            each.join(", ")
        );
        Finding::new("language-spelling", Severity::Info, message)
    }
}
