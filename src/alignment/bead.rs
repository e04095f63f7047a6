//! Beads: which source sentences answer which target sentences, and how they are written down.

use std::fmt;
use std::ops::Range;

/// Sentences of the source answering sentences of the target, numbered from 0; one side may be empty.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bead {
    /// The source sentences, consecutive.
    pub source: Range<usize>,
    /// The target sentences, consecutive.
    pub target: Range<usize>,
    /// The share of beads with this figure that are right, from 0 to 1.
    pub confidence: f64,
}

/// What a line of a bead file gets wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeadError {
    /// The line is not `[numbers]:[numbers]` with an optional `:confidence`.
    #[error("line {line} is not a bead: write it as `[0, 1]:[2]`")]
    Shape {
        /// The line, counted from 1.
        line: usize,
    },
    /// A number is not a sentence number.
    #[error("line {line}: `{number}` is not a sentence number")]
    Number {
        /// The line, counted from 1.
        line: usize,
        /// The text that stands where a number was expected.
        number: String,
    },
}

/// A bead as a bead file holds it: any sentence numbers, in any order, with what follows them.
///
/// Files made elsewhere may join sentences that are not neighbours, which a [`Bead`] cannot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BeadLine {
    /// The source sentence numbers, from 0.
    pub source: Vec<usize>,
    /// The target sentence numbers, from 0.
    pub target: Vec<usize>,
    /// The confidence, when the line gives one that can be read.
    pub confidence: Option<f64>,
}

impl Bead {
    /// True when both sides hold a sentence.
    #[must_use]
    pub fn is_two_sided(&self) -> bool {
        !self.source.is_empty() && !self.target.is_empty()
    }
}

impl fmt::Display for Bead {
    /// Writes `[0, 1]:[2]:0.97`; an empty side is `[]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = |side: &Range<usize>| -> String {
            let all: Vec<String> = side.clone().map(|n| n.to_string()).collect();
            format!("[{}]", all.join(", "))
        };
        write!(
            f,
            "{}:{}:{:.2}",
            numbers(&self.source),
            numbers(&self.target),
            self.confidence
        )
    }
}

impl From<&Bead> for BeadLine {
    fn from(bead: &Bead) -> Self {
        Self {
            source: bead.source.clone().collect(),
            target: bead.target.clone().collect(),
            confidence: Some(bead.confidence),
        }
    }
}

/// Reads a bead file: one bead a line, blank lines skipped, anything after a third `:` ignored.
///
/// # Errors
/// The first line that is no bead, by its number.
pub fn read_beads(text: &str) -> Result<Vec<BeadLine>, BeadError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| read_bead(line, index + 1))
        .collect()
}

fn read_bead(text: &str, line: usize) -> Result<BeadLine, BeadError> {
    let mut fields = text.trim().splitn(4, ':');
    let (Some(source), Some(target)) = (fields.next(), fields.next()) else {
        return Err(BeadError::Shape { line });
    };
    Ok(BeadLine {
        source: read_numbers(source, line)?,
        target: read_numbers(target, line)?,
        confidence: fields.next().and_then(|figure| figure.trim().parse().ok()),
    })
}

fn read_numbers(field: &str, line: usize) -> Result<Vec<usize>, BeadError> {
    let field = field.trim();
    if field.is_empty() {
        return Ok(Vec::new());
    }
    let inner = field
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or(BeadError::Shape { line })?;
    inner
        .split(',')
        .map(str::trim)
        .filter(|number| !number.is_empty())
        .map(|number| {
            number.parse().map_err(|_| BeadError::Number {
                line,
                number: number.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bead_is_written_with_both_sides_and_its_confidence() {
        let bead = Bead {
            source: 0..2,
            target: 2..3,
            confidence: 0.968,
        };
        assert_eq!(bead.to_string(), "[0, 1]:[2]:0.97");
        let alone = Bead {
            source: 3..4,
            target: 3..3,
            confidence: 1.0,
        };
        assert_eq!(alone.to_string(), "[3]:[]:1.00");
        assert!(!alone.is_two_sided());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let read = read_beads("[0, 1]:[2]:0.97\n\n[]:[3]\n[2]:\n").unwrap();
        assert_eq!(read[0].source, vec![0, 1]);
        assert_eq!(read[0].confidence, Some(0.97));
        assert_eq!(read[1].target, vec![3]);
        assert_eq!(
            read[2],
            BeadLine {
                source: vec![2],
                ..BeadLine::default()
            }
        );
    }

    #[test]
    fn a_line_that_is_no_bead_is_named_by_its_number() {
        assert_eq!(
            read_beads("[0]:[0]\nhello").unwrap_err(),
            BeadError::Shape { line: 2 }
        );
        assert_eq!(
            read_beads("[0]:[x]").unwrap_err().to_string(),
            "line 1: `x` is not a sentence number"
        );
    }
}
