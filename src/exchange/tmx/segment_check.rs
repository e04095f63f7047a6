//! What is doubtful in the texts of a unit, though every strict reader takes it.

use super::rules::{BIDI_CONTROLS, NOT_NORMALISED, UNPAIRED_CODE, WRONG_SCRIPT};
use crate::exchange::Rule;
use crate::text::{Language, is_normalised, leaking_controls, wrong_script};

/// How many letters a text has at least before its script is looked at.
const ENOUGH: usize = 10;

/// How much of a text is looked at for its script, in bytes.
const LOOKED_AT: usize = 96;

/// What was seen of the present text, and of the texts before it in the unit.
#[derive(Debug, Default)]
pub(super) struct SegmentCheck {
    text: String,
    /// The numbers of the codes that are open.
    open: Vec<String>,
    codes: Vec<String>,
    /// The codes of the unit's first variant.
    first: Option<Vec<String>>,
    are_unequal: bool,
}

impl SegmentCheck {
    /// Begins a text.
    pub(super) fn begin(&mut self) {
        self.text.clear();
        self.open.clear();
        self.codes.clear();
    }

    /// The text, to be added to.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Takes a code with its `i` and its `x`; says what is wrong with it.
    pub(super) fn code(
        &mut self,
        element: &str,
        number: Option<String>,
        matching: Option<String>,
    ) -> Option<String> {
        if element == "sub" {
            return None;
        }
        if element != "ept" {
            self.codes
                .push(format!("{element} {}", matching.unwrap_or_default()));
        }
        let number = number?;
        match element {
            "bpt" if self.open.contains(&number) => Some(format!(
                "a second `bpt` with `i` of `{number}` before the first is closed"
            )),
            "bpt" => {
                self.open.push(number);
                None
            }
            "ept" => match self.open.iter().position(|open| *open == number) {
                Some(at) => {
                    self.open.remove(at);
                    None
                }
                None => Some(format!("`ept` with `i` of `{number}` closes no `bpt`")),
            },
            _ => None,
        }
    }

    /// Ends a text in a language; the rules that it breaks, and how.
    pub(super) fn end(&mut self, language: Option<&Language>) -> Vec<(&'static Rule, String)> {
        let mut broken: Vec<(&'static Rule, String)> = Vec::new();
        for number in self.open.drain(..) {
            let message = format!("`bpt` with `i` of `{number}` is never closed by an `ept`");
            broken.push((&UNPAIRED_CODE, message));
        }
        if !is_normalised(&self.text) {
            let message = "a text is not in normal form (NFC)".to_owned();
            broken.push((&NOT_NORMALISED, message));
        }
        if !leaking_controls(&self.text).is_empty() {
            let message =
                "a bidi control is never closed, and turns what stands behind the text".to_owned();
            broken.push((&BIDI_CONTROLS, message));
        }
        if let Some(language) = language
            && let Some(message) = self.wrong_script(language)
        {
            broken.push((&WRONG_SCRIPT, message));
        }
        self.compare();
        broken
    }

    fn wrong_script(&self, language: &Language) -> Option<String> {
        let head = &self.text[..self.text.floor_char_boundary(LOOKED_AT)];
        let script = wrong_script(head, language, ENOUGH)?;
        Some(format!("a text in `{language}` is in {script} letters"))
    }

    fn compare(&mut self) {
        self.codes.sort();
        match &self.first {
            None => self.first = Some(self.codes.clone()),
            Some(first) => self.are_unequal |= *first != self.codes,
        }
    }

    /// Ends the unit; whether its variants have different codes.
    pub(super) fn end_of_unit(&mut self) -> bool {
        self.first = None;
        std::mem::take(&mut self.are_unequal)
    }
}
