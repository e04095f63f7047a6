//! The bilingual lexicon that people can read, keep and give back: word, word, probability.

use std::fmt::Write as _;

/// Words of two languages that answer one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    entries: Vec<LexiconEntry>,
}

/// One pair of words.
#[derive(Clone, Debug, PartialEq)]
pub struct LexiconEntry {
    /// The source word, folded, in the form that occurs most.
    pub source: String,
    /// The target word, folded, in the form that occurs most.
    pub target: String,
    /// The probability that the target word translates the source word, above 0 and at most 1.
    pub probability: f64,
}

/// What a line of a lexicon gets wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LexiconError {
    /// The line has not three fields.
    #[error(
        "line {line} of the lexicon has not three fields: write source word, tab, target word, tab, probability"
    )]
    Fields {
        /// The line, counted from 1.
        line: usize,
    },
    /// The third field is no probability.
    #[error("line {line} of the lexicon: `{figure}` is not a probability above 0 and up to 1")]
    Probability {
        /// The line, counted from 1.
        line: usize,
        /// The text that stands there.
        figure: String,
    },
}

impl Lexicon {
    /// Gathers entries; the likeliest translation of each source word comes first.
    #[must_use]
    pub fn from_entries(mut entries: Vec<LexiconEntry>) -> Self {
        entries.sort_by(|one, other| {
            (one.source.cmp(&other.source))
                .then(other.probability.total_cmp(&one.probability))
                .then(one.target.cmp(&other.target))
        });
        Self { entries }
    }

    /// All pairs, by source word and falling probability.
    #[must_use]
    pub fn entries(&self) -> &[LexiconEntry] {
        &self.entries
    }

    /// Reads tab-separated lines; blank lines and lines that begin with `#` are skipped.
    ///
    /// # Errors
    /// The first line that cannot be read, by its number.
    pub fn from_tsv(text: &str) -> Result<Self, LexiconError> {
        let lines = text.trim_start_matches('\u{FEFF}').lines().enumerate();
        let entries = lines
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .map(|(index, line)| read_entry(line, index + 1))
            .collect::<Result<_, _>>()?;
        Ok(Self::from_entries(entries))
    }

    /// Writes one pair a line, with four digits of probability.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        let mut text = String::new();
        for entry in &self.entries {
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "{}\t{}\t{:.4}",
                entry.source, entry.target, entry.probability
            );
        }
        text
    }
}

fn read_entry(text: &str, line: usize) -> Result<LexiconEntry, LexiconError> {
    let fields: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [source, target, figure, ..] = fields.as_slice() else {
        return Err(LexiconError::Fields { line });
    };
    let probability = figure.parse().ok().filter(|p| *p > 0.0 && *p <= 1.0);
    Ok(LexiconEntry {
        source: (*source).to_owned(),
        target: (*target).to_owned(),
        probability: probability.ok_or_else(|| LexiconError::Probability {
            line,
            figure: (*figure).to_owned(),
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_cannot_be_read_are_named() {
        assert_eq!(
            Lexicon::from_tsv("a\tb").unwrap_err(),
            LexiconError::Fields { line: 1 }
        );
        let error = Lexicon::from_tsv("# words\na\tb\t2").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 2 of the lexicon: `2` is not a probability above 0 and up to 1"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(words in proptest::collection::vec(("[a-z]{1,5}", "[a-z]{1,5}", 1_u32..=10_000), 0..20)) {
            let entries = words.into_iter().map(|(source, target, p)| LexiconEntry { source, target, probability: f64::from(p) / 10_000.0 });
            let lexicon = Lexicon::from_entries(entries.collect());
            prop_assert_eq!(Lexicon::from_tsv(&lexicon.to_tsv()).unwrap(), lexicon);
        }
    }
}
