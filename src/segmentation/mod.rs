//! Where a sentence ends: the built-in rules by language, and the SRX engine for rules that a user brings.
//!
//! ```
//! use tarjuman::segmentation::Segmenter;
//! use tarjuman::text::Language;
//!
//! let segmenter = Segmenter::built_in();
//! let rules = segmenter.rules(&Language::parse("en").unwrap());
//! let text = "Dr. Khan left at 6 p.m. He came back.";
//! let segments: Vec<&str> = rules.segments(text).map(|range| &text[range]).collect();
//! assert_eq!(segments, ["Dr. Khan left at 6 p.m.", "He came back."]);
//! ```

mod builtin;
mod cut;
mod explain;
pub mod srx;

use std::sync::Arc;

use builtin::BuiltInRules;
pub use cut::Segments;
pub use explain::{Decision, RuleSource, Verdict};

use crate::text::Language;
use srx::{Cascade, Srx};

/// What a line break inside a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newlines {
    /// Every line break ends a segment: one paragraph or heading a line.
    EndSegment,
    /// A blank line ends a segment; a single line break is a space, as in hard-wrapped text.
    BlankLineEndsSegment,
    /// A line break is white space like any other; the rules alone decide.
    Space,
}

/// What happens to the marker of a list item, such as `2.` or `b)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMarkers {
    /// The marker begins a segment and stays with its item.
    WithItem,
    /// The marker is a segment of its own.
    Apart,
    /// A marker is a number like any other and begins nothing.
    Ordinary,
}

/// Cuts text into segments, with the built-in rules or with those of an SRX file.
#[derive(Clone, Debug)]
pub struct Segmenter {
    source: Source,
    newlines: Newlines,
    list_markers: ListMarkers,
}

#[derive(Clone, Debug)]
enum Source {
    BuiltIn,
    Srx(Arc<Srx>),
}

impl Segmenter {
    /// The built-in rules: English, Urdu, Pashto, and a default for every other language.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            source: Source::BuiltIn,
            newlines: Newlines::EndSegment,
            list_markers: ListMarkers::WithItem,
        }
    }

    /// The rules of an SRX file, and no others: line breaks mean what the file says they mean.
    #[must_use]
    pub fn from_srx(srx: Srx) -> Self {
        Self {
            source: Source::Srx(Arc::new(srx)),
            newlines: Newlines::Space,
            list_markers: ListMarkers::Ordinary,
        }
    }

    /// The same segmenter with another meaning of line breaks.
    #[must_use]
    pub fn newlines(mut self, newlines: Newlines) -> Self {
        self.newlines = newlines;
        self
    }

    /// The same segmenter with another policy for lists; rules of an SRX file know no lists and ignore it.
    #[must_use]
    pub fn list_markers(mut self, policy: ListMarkers) -> Self {
        self.list_markers = policy;
        self
    }

    /// The rules for a language, ready to cut; those of `ur-PK` are those of `ur` unless a file says otherwise.
    ///
    /// The built-in rules of a language are read once a process, in about a millisecond. Those of an SRX file
    /// are compiled at every call: keep what it returns.
    #[must_use]
    pub fn rules(&self, language: &Language) -> Rules {
        let engine = match &self.source {
            Source::BuiltIn => Engine::BuiltIn(BuiltInRules::for_language(language)),
            Source::Srx(srx) => Engine::Srx(srx.cascade(language)),
        };
        Rules {
            engine,
            newlines: self.newlines,
            list_markers: self.list_markers,
        }
    }
}

impl Default for Segmenter {
    fn default() -> Self {
        Self::built_in()
    }
}

/// The rules for one language. Cheap to clone, and to be shared between threads.
#[derive(Clone, Debug)]
pub struct Rules {
    engine: Engine,
    newlines: Newlines,
    list_markers: ListMarkers,
}

#[derive(Clone, Debug)]
enum Engine {
    BuiltIn(&'static BuiltInRules),
    Srx(Arc<Cascade>),
}

impl Rules {
    /// The segments of a text, in order: byte ranges without the white space around them, none of them empty.
    ///
    /// What lies between them is white space alone, so segments and gaps rebuild the text byte for byte.
    /// Cost is linear in the text, memory does not grow with it.
    #[must_use]
    pub fn segments<'r, 't>(&'r self, text: &'t str) -> Segments<'r, 't> {
        Segments::new(self, text)
    }

    /// Every place at which a rule was asked, with the rule that decided.
    ///
    /// Places that no rule ever looks at (inside a word, say) are not among them.
    #[must_use]
    pub fn decisions(&self, text: &str) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let mut segments = Segments::new(self, text);
        while segments
            .step(&mut |decision| decisions.push(decision))
            .is_some()
        {}
        decisions
    }

    /// The rule that decided at a byte offset, or at the mark, quote or space that the offset points into.
    ///
    /// `None` when no rule was asked there: the text goes on because nothing says that it ends.
    #[must_use]
    pub fn explain(&self, text: &str, offset: usize) -> Option<Decision> {
        self.decisions(text)
            .into_iter()
            .find(|decision| (decision.mark.start..=decision.at).contains(&offset))
    }
}
