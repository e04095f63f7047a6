//! Differences on a terminal: two lines or one, changed words marked so that it shows without colour.

use anstyle::{AnsiColor, Style};

use crate::cli::terminal::Terminal;
use crate::model::{InlineCode, Variant};
use crate::text::{Language, chip, invisible, isolate, printable};
use crate::workbench::{Fate, Operation, OperationKind, Part, Rates, TextDifference, Unseen};

/// How many lines two texts take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::commands) enum Layout {
    /// The old text, then the new one.
    TwoLines,
    /// Both in one.
    Inline,
}

/// What is done with the direction of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::commands) enum Controls {
    /// Texts stand between isolates.
    Isolated,
    /// Characters that cannot be seen are shown by name.
    Named,
    /// Texts are shown as they are.
    Bare,
}

/// How differences are drawn.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli::commands) struct Lines {
    pub(in crate::cli::commands) layout: Layout,
    pub(in crate::cli::commands) controls: Controls,
    pub(in crate::cli::commands) is_styled: bool,
}

/// One of the two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Lines {
    /// Two lines a text, with the styles and controls that suit where the results go.
    pub(in crate::cli::commands) fn suited(terminal: &Terminal) -> Self {
        Self {
            layout: Layout::TwoLines,
            controls: match terminal.is_terminal() {
                true => Controls::Isolated,
                false => Controls::Bare,
            },
            is_styled: terminal.is_styled(),
        }
    }

    /// The lines of one difference: where, what, the texts, what cannot be seen, and an empty line.
    pub(in crate::cli::commands) fn of(&self, difference: &TextDifference) -> Vec<String> {
        let mut lines = vec![self.heading(difference)];
        lines.extend(self.texts(difference));
        lines.push(String::new());
        lines
    }

    /// The lines of its texts, and what cannot be seen in them.
    pub(in crate::cli::commands) fn texts(&self, difference: &TextDifference) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(source) = &difference.source {
            let text = self.whole(source);
            lines.push(format!("  {}  {text}", printable(source.language.as_str())));
        }
        match (difference.fate, self.layout) {
            (Fate::Restated, _) => {
                let text = difference.new.as_ref().map(|new| self.whole(new));
                lines.push(format!("    {}", text.unwrap_or_default()));
            }
            (_, Layout::Inline) => lines.push(format!(
                "  ~ {}",
                self.text(difference, &[Side::Old, Side::New])
            )),
            (_, Layout::TwoLines) => {
                let sides = [
                    ("-", Side::Old, &difference.old),
                    ("+", Side::New, &difference.new),
                ];
                for (sign, side, _) in sides
                    .into_iter()
                    .filter(|(_, _, variant)| variant.is_some())
                {
                    lines.push(format!("  {sign} {}", self.text(difference, &[side])));
                }
            }
        }
        let unseen = difference.comparison.unseen();
        lines.extend(
            unseen
                .iter()
                .map(|unseen| format!("    {}", exchange(unseen))),
        );
        lines
    }

    /// Where it stands, the unit, the language, what became of it, and by whom.
    fn heading(&self, difference: &TextDifference) -> String {
        let bold = self.style(Style::new().bold());
        let mut words = Vec::new();
        if let Some(document) = &difference.document {
            words.push(document.to_string());
        }
        if let Some(place) = difference
            .placement
            .as_ref()
            .filter(|place| place.paragraph > 0)
        {
            words.push(format!("¶{}.{}", place.paragraph, place.sentence));
        }
        words.push(difference.unit.to_string());
        words.push(difference.language.to_string());
        let classes: Vec<_> = difference
            .classes()
            .into_iter()
            .map(|class| class.as_str())
            .collect();
        let mut about = difference.fate.as_str().to_owned();
        if !classes.is_empty() {
            about = format!("{about}: {}", classes.join(", "));
        }
        about.push_str(&standing(difference));
        if let Some(saved) = difference.new.as_ref().and_then(|new| new.saved.as_ref()) {
            about = format!("{about}; {}, {}", saved.author, saved.time);
        }
        let words: Vec<_> = words.iter().map(|word| printable(word)).collect();
        format!("{bold}{}{bold:#}  {}", words.join(" "), printable(&about))
    }

    /// The parts of the texts that these sides have, changes marked.
    fn text(&self, difference: &TextDifference, sides: &[Side]) -> String {
        let mut shown = String::new();
        for operation in &difference.comparison.operations {
            if operation.kind == OperationKind::Equal {
                let variant = if sides.contains(&Side::New) {
                    &difference.new
                } else {
                    &difference.old
                };
                let part = if sides.contains(&Side::New) {
                    &operation.new
                } else {
                    &operation.old
                };
                shown.push_str(&self.part(variant.as_ref(), part));
                continue;
            }
            for (number, side) in sides.iter().enumerate() {
                let (variant, part) = match side {
                    Side::Old => (difference.old.as_ref(), &operation.old),
                    Side::New => (difference.new.as_ref(), &operation.new),
                };
                if part.is_empty() {
                    continue;
                }
                if number > 0 && !operation.old.is_empty() {
                    shown.push(' ');
                }
                shown.push_str(&self.changed(
                    operation,
                    *side,
                    variant,
                    part,
                    &difference.language,
                ));
            }
        }
        self.isolated(shown, &difference.language)
    }

    /// A changed part: by its style where there is one and a line of its own, else between brackets.
    fn changed(
        &self,
        operation: &Operation,
        side: Side,
        variant: Option<&Variant>,
        part: &Part,
        language: &Language,
    ) -> String {
        let (open, close, style) = match side {
            Side::Old => (
                "[-",
                "-]",
                Style::new()
                    .fg_color(Some(AnsiColor::Red.into()))
                    .strikethrough(),
            ),
            Side::New => (
                "{+",
                "+}",
                Style::new()
                    .fg_color(Some(AnsiColor::Green.into()))
                    .underline(),
            ),
        };
        let text = variant
            .and_then(|variant| variant.text.get(part.bytes.clone()))
            .unwrap_or_default();
        let is_blank = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_whitespace() || invisible(c).is_some());
        let mut words = if is_blank {
            named(text, true)
        } else {
            self.part(variant, part)
        };
        if let Some(number) = operation.moved {
            words = format!("({number}) {words}");
        }
        let (style, words) = (self.style(style), self.isolated(words, language));
        match self.is_styled && self.layout == Layout::TwoLines {
            true => format!("{style}{words}{style:#}"),
            false => format!("{open}{style}{words}{style:#}{close}"),
        }
    }

    /// A part of a text, harmless, its inline codes as `{1}`.
    fn part(&self, variant: Option<&Variant>, part: &Part) -> String {
        let Some(variant) = variant else {
            return String::new();
        };
        let mut shown = String::new();
        let mut from = part.bytes.start;
        for number in part.codes.clone() {
            let Some(InlineCode { offset, .. }) = variant.codes.get(number) else {
                break;
            };
            let at = variant
                .text
                .floor_char_boundary(*offset)
                .clamp(from, part.bytes.end);
            shown.push_str(&self.harmless(&variant.text[from..at]));
            shown.push_str(&format!("{{{}}}", number + 1));
            from = at;
        }
        shown.push_str(&self.harmless(&variant.text[from..part.bytes.end]));
        shown
    }

    /// A whole text without marks.
    fn whole(&self, variant: &Variant) -> String {
        self.isolated(self.harmless(&variant.text), &variant.language)
    }

    fn harmless(&self, text: &str) -> String {
        match self.controls {
            Controls::Named => printable(&named(text, false)).into_owned(),
            _ => printable(text).into_owned(),
        }
    }

    fn isolated(&self, text: String, language: &Language) -> String {
        match self.controls {
            Controls::Isolated => isolate(&text, language.direction()),
            _ => text,
        }
    }

    fn style(&self, style: Style) -> Style {
        if self.is_styled { style } else { Style::new() }
    }
}

/// The text with what cannot be seen by its short name: `<ZWNJ>`; plain spaces only where they are all there is.
fn named(text: &str, spaces: bool) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match invisible(c) {
            Some(known) => shown.push_str(&format!("<{}>", known.label)),
            None if c == ' ' && spaces => shown.push_str("<SPACE>"),
            None => shown.push(c),
        }
    }
    shown
}

/// State and need of work, where they changed.
fn standing(difference: &TextDifference) -> String {
    let standing = |variant: &Variant| match variant.needs_work.as_deref().map(str::trim) {
        Some("") => "needs work".to_owned(),
        Some(reason) => format!("needs work ({reason})"),
        None => variant.state.to_string(),
    };
    match (
        difference.old.as_ref().map(standing),
        difference.new.as_ref().map(standing),
    ) {
        (Some(old), Some(new)) if old != new => format!("; {old} → {new}"),
        _ => String::new(),
    }
}

/// What was exchanged, with code points and names.
fn exchange(unseen: &Unseen) -> String {
    let names = |characters: &str| characters.chars().map(chip).collect::<Vec<_>>().join(", ");
    let mut line = match (unseen.old.is_empty(), unseen.new.is_empty()) {
        (false, true) => format!("- {}", names(&unseen.old)),
        (true, _) => format!("+ {}", names(&unseen.new)),
        (false, false) => format!("{} → {}", names(&unseen.old), names(&unseen.new)),
    };
    if unseen.times > 1 {
        line.push_str(&format!(" ×{}", unseen.times));
    }
    line
}

/// The figures of changed texts in a few words.
pub(in crate::cli::commands) fn figures(rates: &Rates) -> String {
    format!(
        "{} of {} words changed, {} moved, {:.1} % similar, TER {:.1}, chrF {:.1}",
        rates.changed_words,
        rates.old_words.max(rates.new_words),
        rates.moved_words,
        rates.similarity(),
        rates.ter(),
        rates.chrf()
    )
}
