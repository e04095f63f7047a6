//! The comments of a segment file that say where an entry stands and how far it has come.

use std::fmt;

use crate::model::State;
use crate::text::normalise;

/// What begins the comment with the reason why an entry needs work.
pub(super) const NEEDS_WORK: &str = "needs work:";

/// Why gettext refuses an entry whose texts begin or end with different line breaks, unless it is flagged.
pub(super) const LINE_BREAKS_DIFFER: &str =
    "it does not begin and end with a line break where the source does";

/// Whether a text begins, and whether it ends, with a line break.
pub(super) fn edges(text: &str) -> (bool, bool) {
    (text.starts_with('\n'), text.ends_with('\n'))
}

/// The comment `¶2.3 reviewed 1f3a9c0b`: paragraph, sentence, state, fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where the entry stands; a unit outside of any document stands nowhere: `¶ reviewed 1f3a9c0b`.
    pub(super) spot: Option<Spot>,
    /// The state that was written down, which the text may have left since.
    pub(super) state: State,
    /// The fingerprint of the text that was reviewed.
    pub(super) fingerprint: Option<u32>,
}

/// The place of a unit in its document: `2.3`, or `2.3+1` for a unit of two segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The paragraph, counted from 1.
    pub(super) paragraph: u32,
    /// The first sentence in the paragraph, counted from 1.
    pub(super) sentence: u32,
    /// How many segments it joins.
    pub(super) segments: u32,
}

impl Spot {
    fn parse(word: &str) -> Option<Self> {
        let (place, more) = word.split_once('+').unwrap_or((word, "0"));
        let (paragraph, sentence) = place.split_once('.')?;
        Some(Self {
            paragraph: number(paragraph)?,
            sentence: number(sentence)?,
            segments: number(more)?.checked_add(1)?,
        })
    }
}

impl Mark {
    /// A mark without place, of a state.
    pub(super) fn nowhere(state: State) -> Self {
        Self {
            spot: None,
            state,
            fingerprint: None,
        }
    }

    /// Reads a comment; `None` when it is none of ours.
    pub(super) fn parse(comment: &str) -> Option<Self> {
        let rest = comment.trim().strip_prefix('¶')?;
        let mut words = rest.split_whitespace();
        let spot = if rest.starts_with(' ') {
            None
        } else {
            Some(Spot::parse(words.next()?)?)
        };
        let state = match words.next() {
            Some(word) => State::from_name(word)?,
            None => State::Initial,
        };
        Some(Self {
            spot,
            state,
            fingerprint: words
                .next()
                .filter(|word| word.len() == 8)
                .and_then(|word| u32::from_str_radix(word, 16).ok()),
        })
    }

    /// The state of a target under this mark: a review holds for the text that was reviewed only.
    pub(super) fn state_of(self, target: &str) -> State {
        if target.is_empty() {
            return State::Initial;
        }
        let reviewed = matches!(self.state, State::Reviewed | State::Final);
        if reviewed && self.fingerprint == Some(fingerprint(target)) {
            self.state
        } else {
            State::Translated
        }
    }

    /// The same place with a state, and the fingerprint that the state asks for.
    pub(super) fn with_state(self, state: State, target: &str) -> Self {
        let reviewed = matches!(state, State::Reviewed | State::Final);
        Self {
            state,
            fingerprint: reviewed.then(|| fingerprint(target)),
            ..self
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("¶")?;
        if let Some(spot) = self.spot {
            write!(f, "{}.{}", spot.paragraph, spot.sentence)?;
            if spot.segments > 1 {
                write!(f, "+{}", spot.segments - 1)?;
            }
        }
        write!(f, " {}", self.state)?;
        match self.fingerprint {
            Some(print) => write!(f, " {print:08x}"),
            None => Ok(()),
        }
    }
}

fn number(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The first 32 bits of blake3 over a text in the normal form of the project: NFC, and yeh with hamza as one letter.
pub(super) fn fingerprint(text: &str) -> u32 {
    let hash = blake3::hash(normalise(text).as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// The file and line of a `#:` comment: `sources/essay.txt:12`; the first one, where it names several.
///
/// A name with white space stands between isolates (U+2068, U+2069), as gettext writes it.
pub(super) fn reference(comment: &str) -> Option<(&str, u32)> {
    let comment = comment.trim();
    if let Some(rest) = comment.strip_prefix('\u{2068}') {
        let (file, after) = rest.split_once('\u{2069}')?;
        let line = after.strip_prefix(':')?.split_whitespace().next()?;
        return Some((file, number(line)?));
    }
    let (file, line) = comment.split_whitespace().next()?.rsplit_once(':')?;
    Some((file, number(line)?))
}

/// What a `#:` comment names behind its first file and line.
pub(super) fn after_reference(comment: &str) -> &str {
    let comment = comment.trim();
    let name = match comment.strip_prefix('\u{2068}') {
        Some(rest) => rest.find('\u{2069}').map_or(0, |end| end + 6),
        None => 0,
    };
    let rest = &comment[name..];
    rest.split_once(char::is_whitespace)
        .map_or("", |(_, behind)| behind.trim_start())
}

/// Writes file and line as a `#:` comment holds them.
pub(super) fn reference_text(file: &str, line: u32) -> String {
    if file.contains(char::is_whitespace) {
        format!("\u{2068}{file}\u{2069}:{line}")
    } else {
        format!("{file}:{line}")
    }
}
