//! Which rule decided, and where that rule stands.

use std::ops::Range;

/// One place in a text at which a rule was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The mark and what closes with it (quotes, brackets, white space), in UTF-8 bytes.
    pub mark: Range<usize>,
    /// The byte offset at which the next segment would begin.
    pub at: usize,
    /// What was decided.
    pub verdict: Verdict,
    /// The rule that decided.
    pub rule: RuleSource,
    /// The line of the word list that made the rule apply, such as the one that calls `Dr.` a title.
    pub word: Option<RuleSource>,
}

/// Whether a segment ends at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A segment ends.
    Break,
    /// The text goes on.
    Join,
}

/// A rule and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSource {
    /// The file that holds it; empty for rules of an SRX file until the caller, who knows its name, fills it in.
    pub file: String,
    /// The line, counted from 1; 0 for what the caller chose, such as the meaning of line breaks.
    pub line: usize,
    /// The rule as it is written there.
    pub text: String,
}
