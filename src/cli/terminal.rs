//! Where output goes: results to stdout, everything else to stderr.

use std::fmt::{self, Write as _};
use std::io::{self, BufWriter, IsTerminal, Write};

use annotate_snippets::Renderer;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::bidi::isolated;
use super::failure::{self, Context, Failure};
use super::harmless::{Harmless, harmless};
use super::wrapped::wrapped;
use crate::model::Finding;
use crate::text::{Language, is_risky, isolate, printable};

/// The two streams, and how the caller wants them.
pub(super) struct Terminal {
    out: BufWriter<io::Stdout>,
    err: AutoStream<io::Stderr>,
    json: bool,
    quiet: bool,
    bidi: Bidi,
    /// Whether results may have styles.
    styled: bool,
    renderer: Renderer,
}

/// Whether right-to-left runs need isolates where the output goes.
#[derive(Clone, Copy)]
struct Bidi {
    out: bool,
    err: bool,
}

impl Terminal {
    /// The streams as the arguments ask for them.
    pub(super) fn new(arguments: &ArgMatches) -> Self {
        // A call that cannot be understood may lack even what has a default.
        let flag = |name| arguments.try_get_one(name).ok().flatten() == Some(&true);
        let choice = match arguments.get_one::<String>("color").map(String::as_str) {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            err: AutoStream::new(io::stderr(), choice),
            json: flag("json"),
            quiet: flag("quiet"),
            bidi: Bidi {
                out: io::stdout().is_terminal(),
                err: io::stderr().is_terminal(),
            },
            styled: AutoStream::new(io::stdout(), choice).current_choice() != ColorChoice::Never,
            renderer: failure::renderer(),
        }
    }

    /// Whether results are wanted as JSON Lines.
    pub(super) fn json(&self) -> bool {
        self.json
    }

    /// Whether nothing but the results proper is wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether results go to a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.bidi.out
    }

    /// Whether results may have styles.
    pub(super) fn is_styled(&self) -> bool {
        self.styled
    }

    /// Prints a line whose parts were made harmless one by one: it may hold styles and isolates of ours.
    pub(super) fn ready_line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Prints one line of results for people; what could harm a terminal is made visible.
    pub(super) fn line(&mut self, line: impl fmt::Display) -> io::Result<()> {
        writeln!(self.out, "{}", printable(&line.to_string()))
    }

    /// Prints a text as a line of its own: to people harmless and in its direction, to programs as it is.
    pub(super) fn sentence(&mut self, text: &str, language: &Language) -> io::Result<()> {
        match self.bidi.out {
            true => writeln!(self.out, "{}", self.cell(text, language)),
            false => {
                self.out.write_all(text.as_bytes())?;
                self.out.write_all(b"\n")
            }
        }
    }

    /// A text as it is safe and right to show within a line: controls made visible and, on a
    /// terminal, isolated in the direction of its language.
    pub(super) fn cell(&self, text: &str, language: &Language) -> String {
        let harmless = printable(text);
        match self.bidi.out {
            true => isolate(&harmless, language.direction()),
            false => harmless.into_owned(),
        }
    }

    /// Prints a text behind a head, its lines of at most so many characters broken between words.
    pub(super) fn paragraph(
        &mut self,
        head: &str,
        text: &str,
        language: &Language,
        width: usize,
    ) -> io::Result<()> {
        let indent = head.chars().count();
        let mut head = head.to_owned();
        for part in wrapped(text, width.saturating_sub(indent)) {
            let cell = self.cell(part, language);
            self.line(format_args!("{head}{cell}"))?;
            head = " ".repeat(indent);
        }
        Ok(())
    }

    /// Prints several lines of results for people.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.line(line))
    }

    /// Prints results as they are, harmless where a terminal shows them, and sends them at once.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.raw().write_all(bytes)?;
        self.out.flush()
    }

    /// Standard output itself, for results that are written as they come; a terminal shows them harmless.
    pub(super) fn raw(&mut self) -> Box<dyn Write + '_> {
        match self.bidi.out {
            true => Box::new(Harmless::new(&mut self.out)),
            false => Box::new(&mut self.out),
        }
    }

    /// Prints one record: `{"type":KIND,"v":1,…}`.
    pub(super) fn record(&mut self, kind: &str, record: &impl Serialize) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct Versioned<'a, T> {
            r#type: &'a str,
            v: u32,
            #[serde(flatten)]
            record: &'a T,
        }
        let line = serde_json::to_string(&Versioned {
            r#type: kind,
            v: 1,
            record,
        });
        let line = escaped(line.map_err(io::Error::from)?);
        Ok(writeln!(self.out, "{line}")?)
    }

    /// Says something beside the results, unless asked to be quiet.
    pub(super) fn say(&mut self, words: impl fmt::Display) {
        if !self.quiet {
            self.complain(&harmless(&words.to_string()));
        }
    }

    /// Writes harmless words to stderr, after the results so far; where stderr is gone there is nobody to tell.
    fn complain(&mut self, words: &str) {
        let _ = self.out.flush();
        let _ = match self.bidi.err {
            true => writeln!(self.err, "{}", isolated(words)),
            false => writeln!(self.err, "{words}"),
        };
    }

    /// Says what the user may want to do next.
    pub(super) fn next(&mut self, words: &str) {
        let style = AnsiColor::Green.on_default().bold();
        if !self.quiet {
            self.complain(&format!("{style}Next:{style:#} {}", harmless(words)));
        }
    }

    /// Reports findings, on stderr or as records.
    pub(super) fn findings(&mut self, findings: &[Finding]) -> Result<(), Failure> {
        for finding in findings {
            if self.json {
                self.record("finding", finding)?;
            } else {
                self.complain(&failure::shown(finding, &self.renderer));
            }
        }
        Ok(())
    }

    /// Prints a finding of a check as a result for people.
    pub(super) fn check_finding(
        &mut self,
        finding: &Finding,
        context: Option<&Context<'_>>,
    ) -> io::Result<()> {
        let plain = Renderer::plain();
        let renderer = if self.styled { &self.renderer } else { &plain };
        let words = failure::shown_with(finding, context, renderer);
        match self.bidi.out {
            true => writeln!(self.out, "{}", isolated(&words)),
            false => writeln!(self.out, "{words}"),
        }
    }

    /// Reports a finding of a check on stderr, beside other results.
    pub(super) fn check_notice(&mut self, finding: &Finding, context: &Context<'_>) {
        self.complain(&failure::shown_with(finding, Some(context), &self.renderer));
    }

    /// Reports findings on stderr, because stdout holds the result itself.
    pub(super) fn notices(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.complain(&failure::shown(finding, &self.renderer));
        }
    }

    /// A count of what was done so far; shown where stderr is a terminal and words are wanted.
    pub(super) fn progress(&self, what: &'static str) -> ProgressBar {
        if self.quiet || self.json || !self.bidi.err {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::no_length().with_message(what);
        let style = ProgressStyle::with_template("{human_pos} {msg} in {elapsed}");
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
    }

    /// Reports why a command could not be done, for programs on stdout too.
    pub(super) fn failure(&mut self, failure: &Failure) {
        if self.json {
            // Where stdout is what failed, stderr still says so.
            let _ = self.record("error", failure.finding());
        }
        self.complain(&failure::shown(failure.finding(), &self.renderer));
    }

    /// Prints a text behind a label as [`Self::cell`] shows it, with some of its bytes in bold.
    pub(super) fn highlighted(
        &mut self,
        label: &str,
        text: &str,
        spans: &[[usize; 2]],
        language: &Language,
    ) -> io::Result<()> {
        let bold = if self.styled {
            Style::new().bold()
        } else {
            Style::new()
        };
        let (mut shown, mut from) = (String::new(), 0);
        for [start, end] in spans.iter().copied() {
            if start < from {
                continue;
            }
            shown.push_str(&printable(&text[from..start]));
            shown.push_str(&format!("{bold}{}{bold:#}", printable(&text[start..end])));
            from = end;
        }
        shown.push_str(&printable(&text[from..]));
        if self.bidi.out {
            shown = isolate(&shown, language.direction());
        }
        writeln!(self.out, "{}{shown}", printable(label))
    }

    /// Words of unknown language with what could harm a terminal made visible.
    pub(super) fn harmless(&self, words: &str) -> String {
        printable(words).into_owned()
    }

    /// Sends what is buffered.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The record with every character escaped that could harm a terminal; it means the same.
fn escaped(record: String) -> String {
    if !record.contains(is_risky) {
        return record;
    }
    let mut line = String::with_capacity(record.len() + 32);
    for c in record.chars() {
        // All of them are of the basic plane; writing to a string cannot fail.
        let _ = match is_risky(c) {
            true => write!(line, "\\u{:04x}", u32::from(c)),
            false => line.write_char(c),
        };
    }
    line
}
