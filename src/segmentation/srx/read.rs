//! Reads SRX files: rules and language maps with the lines on which they stand.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::pattern::{Pattern, PatternError};
use super::{LanguageMap, LanguageRules, Rule, Srx, SrxError};
use crate::model::{Finding, Place, Severity};

/// Reads a whole file; see [`Srx::read`].
pub(super) fn read(bytes: &[u8]) -> Result<(Srx, Vec<Finding>), SrxError> {
    let text = decoded(bytes)?;
    let mut file = File {
        text: &text,
        srx: Srx::default(),
        findings: Vec::new(),
        known: false,
        element: None,
        rule: None,
        lines: Lines::default(),
    };
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader
            .read_event()
            .map_err(|error| file.malformed(at, &error.to_string()))?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(start) => file.open(&start, at..end)?,
            Event::End(end) => file.close(end.local_name().as_ref()),
            Event::Text(content) => file.content(&content.xml10_content(), at),
            Event::CData(content) => file.content(&content.xml10_content(), at + "<![CDATA[".len()),
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => predefined(&reference.xml10_content()),
                };
                match resolved {
                    Some(c) => file.content(c.encode_utf8(&mut [0; 4]), at),
                    None => return Err(file.malformed(at, "an entity is not known")),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !file.known {
        return Err(SrxError::NotSrx);
    }
    Ok((file.srx, file.findings))
}

/// The text of a file in UTF-8 or, with a byte order mark, UTF-16.
fn decoded(bytes: &[u8]) -> Result<String, SrxError> {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    if encoding == encoding_rs::UTF_8 {
        return match std::str::from_utf8(&bytes[mark..]) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(SrxError::Encoding {
                offset: mark + error.valid_up_to(),
            }),
        };
    }
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]) {
        Some(text) => Ok(text.into_owned()),
        None => Err(SrxError::Encoding { offset: mark }),
    }
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Which of a rule's expressions is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Before,
    After,
}

/// An expression as it stands in the file.
#[derive(Default)]
struct Written {
    text: String,
    /// Where it begins in the file; its own bytes follow unless an entity stands among them.
    start: usize,
}

/// A rule that is being read.
struct OpenRule {
    breaks: bool,
    tag: Range<usize>,
    before: Written,
    after: Written,
}

struct File<'t> {
    text: &'t str,
    srx: Srx,
    findings: Vec<Finding>,
    /// Whether the root element was `srx`.
    known: bool,
    element: Option<Element>,
    rule: Option<OpenRule>,
    lines: Lines,
}

/// Counts lines up to ever later places.
#[derive(Default)]
struct Lines {
    at: usize,
    before: usize,
}

impl Lines {
    fn line(&mut self, text: &str, at: usize) -> usize {
        if at >= self.at {
            self.before += text[self.at..at].matches('\n').count();
            self.at = at;
        }
        self.before + 1
    }
}

impl File<'_> {
    fn malformed(&self, at: usize, reason: &str) -> SrxError {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        SrxError::Malformed(Box::new(
            Finding::new(
                "srx-malformed",
                Severity::Error,
                format!("the file is not well-formed XML: {reason}"),
            )
            .at(Place::in_text(self.text, at..at + 1)),
        ))
    }

    fn open(&mut self, start: &BytesStart<'_>, tag: Range<usize>) -> Result<(), SrxError> {
        let attribute = |name: &str| -> Option<String> {
            let found = start
                .attributes()
                .flatten()
                .find(|found| found.key.local_name().as_ref() == name)?;
            found
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(std::borrow::Cow::into_owned)
        };
        let name = start.local_name();
        if !self.known {
            if name.as_ref() != "srx" {
                return Err(SrxError::NotSrx);
            }
            self.known = true;
        }
        match name.as_ref() {
            "header" => self.srx.cascade = attribute("cascade").is_some_and(|value| value == "yes"),
            "languagerule" => {
                let line = self.lines.line(self.text, tag.start);
                self.srx.language_rules.push(LanguageRules {
                    name: attribute("languagerulename").unwrap_or_default(),
                    line,
                    rules: Vec::new(),
                });
            }
            "rule" => {
                self.rule = Some(OpenRule {
                    breaks: attribute("break").is_none_or(|value| value != "no"),
                    tag,
                    before: Written::default(),
                    after: Written::default(),
                });
            }
            "beforebreak" => self.expression(Element::Before, tag.end),
            "afterbreak" => self.expression(Element::After, tag.end),
            "languagemap" => {
                let pattern = attribute("languagepattern").unwrap_or_default();
                self.map(
                    &pattern,
                    attribute("languagerulename").unwrap_or_default(),
                    tag,
                );
            }
            _ => {}
        }
        Ok(())
    }

    fn expression(&mut self, element: Element, start: usize) {
        self.element = Some(element);
        if let Some(written) = self.written() {
            written.start = start;
        }
    }

    fn written(&mut self) -> Option<&mut Written> {
        let rule = self.rule.as_mut()?;
        Some(match self.element? {
            Element::Before => &mut rule.before,
            Element::After => &mut rule.after,
        })
    }

    fn content(&mut self, content: &str, at: usize) {
        if let Some(written) = self.written() {
            if written.text.is_empty() {
                written.start = at;
            }
            written.text.push_str(content);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "beforebreak" | "afterbreak" => self.element = None,
            "rule" => {
                if let Some(rule) = self.rule.take() {
                    self.rule(&rule);
                }
            }
            _ => {}
        }
    }

    /// Compiles a rule; one that cannot be compiled becomes a finding.
    fn rule(&mut self, open: &OpenRule) {
        let before = self.compile("beforebreak", &open.before);
        let after = self.compile("afterbreak", &open.after);
        let line = self.lines.line(self.text, open.tag.start);
        let (Some(before), Some(after), Some(rules)) =
            (before, after, self.srx.language_rules.last_mut())
        else {
            return;
        };
        rules.rules.push(Rule {
            breaks: open.breaks,
            before,
            after,
            before_text: open.before.text.clone(),
            after_text: open.after.text.clone(),
            line,
        });
    }

    fn compile(&mut self, element: &str, written: &Written) -> Option<Pattern> {
        match Pattern::parse(&written.text) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let span = self.span_of(written, &error);
                let finding = Finding::new(
                    "srx-rule-not-compiled",
                    Severity::Error,
                    format!(
                        "the rule is left out, for its `{element}` cannot be compiled: {error}"
                    ),
                );
                self.findings.push(
                    finding
                        .with_hint("expressions are read as Java reads them")
                        .at(Place::in_text(self.text, span)),
                );
                None
            }
        }
    }

    /// Where an error stands in the file; the beginning of the expression when entities shift it.
    fn span_of(&self, written: &Written, error: &PatternError) -> Range<usize> {
        let same = self.text[written.start..].starts_with(&written.text);
        let span = if same { error.span.clone() } else { 0..1 };
        written.start + span.start..written.start + span.end
    }

    fn map(&mut self, pattern: &str, rules: String, tag: Range<usize>) {
        let line = self.lines.line(self.text, tag.start);
        match Pattern::parse(pattern) {
            Ok(pattern) => self.srx.maps.push(LanguageMap {
                pattern,
                rules,
                line,
            }),
            Err(error) => self.findings.push(
                Finding::new(
                    "srx-map-not-compiled",
                    Severity::Error,
                    format!(
                        "the map is left out, for its `languagepattern` cannot be compiled: {error}"
                    ),
                )
                .at(Place::in_text(self.text, tag)),
            ),
        }
    }
}
