//! Counting the segments, words and characters of texts by how much of their translation is at hand.

use std::collections::HashSet;

use serde::Serialize;

use super::index::{Fresh, Search};
use super::{Context, Score, Sequence, Side, Similarity};
use crate::text::{Language, match_key, words};

/// How much of the translation of a segment is at hand; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// In the memory, in the same context.
    Context,
    /// Equal to a segment that stood before.
    Repetition,
    /// In the memory.
    Exact,
    /// 95 to 99.
    From95,
    /// 85 to 94.
    From85,
    /// 75 to 84.
    From75,
    /// 50 to 74.
    From50,
    /// Less than that.
    New,
}

/// How much of something there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Segments.
    pub segments: u64,
    /// Words and numbers.
    pub words: u64,
    /// Characters (code points) without white space.
    pub characters: u64,
}

/// What a word of each band counts, in per cent of a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates(pub [u8; 8]);

/// The segments that stood before the one at hand.
///
/// They count as a memory, as other tools count: once a segment is translated, its like costs less.
#[derive(Debug, Default)]
pub struct Before {
    seen: HashSet<String>,
    /// The texts, by the number under which `fresh` has them.
    texts: Vec<String>,
    fresh: Fresh,
}

/// How many similar segments before are looked at for the best score.
const LOOKED_AT: usize = 3;

impl Band {
    /// All bands, best first.
    pub const ALL: [Self; 8] = [
        Self::Context,
        Self::Repetition,
        Self::Exact,
        Self::From95,
        Self::From85,
        Self::From75,
        Self::From50,
        Self::New,
    ];

    /// The band of a score; never `Repetition`, which no score says.
    #[must_use]
    pub fn of_points(points: u8) -> Self {
        match points {
            101.. => Self::Context,
            100 => Self::Exact,
            95.. => Self::From95,
            85.. => Self::From85,
            75.. => Self::From75,
            50.. => Self::From50,
            _ => Self::New,
        }
    }

    /// The band of a segment for which a memory has a match of some points, and those before offer `before`.
    ///
    /// The better one counts; an equal segment before is a repetition unless the memory has the segment in
    /// context.
    #[must_use]
    pub fn of_both(points: u8, before: Self) -> Self {
        match Self::of_points(points) {
            Self::Context => Self::Context,
            _ if before == Self::Repetition => before,
            offered => offered.min(before),
        }
    }

    /// The name for tables and files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Repetition => "repetition",
            Self::Exact => "100",
            Self::From95 => "95-99",
            Self::From85 => "85-94",
            Self::From75 => "75-84",
            Self::From50 => "50-74",
            Self::New => "new",
        }
    }
}

impl Tally {
    /// What one segment counts.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self {
            segments: 1,
            words: words(text).count() as u64,
            characters: text.chars().filter(|c| !c.is_whitespace()).count() as u64,
        }
    }

    /// Adds another to it.
    pub fn add(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.characters += other.characters;
    }
}

impl Rates {
    /// The weighted words of the tallies of all bands, in hundredths of a word.
    #[must_use]
    pub fn weighted(self, tallies: &[Tally; 8]) -> u64 {
        let weights = self.0.into_iter().zip(tallies);
        weights
            .map(|(rate, tally)| u64::from(rate) * tally.words)
            .sum()
    }
}

impl Before {
    /// The band that the segments before offer for a text, which is one of them from now on.
    ///
    /// Segments must come in the order in which they will be translated. Costs some nanoseconds for each
    /// segment before.
    pub fn add(&mut self, text: &str, language: &Language) -> Band {
        if self.seen.contains(text) {
            return Band::Repetition;
        }
        let sequence = Sequence::of_key(&match_key(text, language));
        let band = self.similar(text, language, &sequence);
        self.seen.insert(text.to_owned());
        self.fresh.add(self.texts.len() as u64, &sequence);
        self.texts.push(text.to_owned());
        band
    }

    fn similar(&self, text: &str, language: &Language, sequence: &Sequence) -> Band {
        let mut search = Search::new(sequence, Similarity::of_per_cent(50), LOOKED_AT);
        search.fresh(&self.fresh);
        let scores = search.finish().into_iter().filter_map(|candidate| {
            let before = self.texts.get(candidate.number as usize)?;
            let [query, stored] = [text, before].map(|text| Side::plain(text, language));
            Some(Score::new(query, stored, &[], Context::Other).points)
        });
        Band::of_points(scores.max().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_the_score() {
        let band = |points| Band::of_points(points).as_str();
        let bands = [101, 100, 99, 95, 94, 85, 84, 75, 74, 50, 49, 0].map(band);
        let expected = [
            "context", "100", "95-99", "95-99", "85-94", "85-94", "75-84", "75-84", "50-74",
            "50-74", "new", "new",
        ];
        assert_eq!(bands, expected);
    }

    #[test]
    fn segments_before_count_as_a_memory() {
        let english = Language::default();
        let mut before = Before::default();
        let mut add = |text, points| Band::of_both(points, before.add(text, &english)).as_str();
        assert_eq!(add("Close the north gate before the rain.", 0), "new");
        assert_eq!(add("Close the south gate before the rain.", 0), "85-94");
        assert_eq!(
            add("Close the south gate before the rain.", 0),
            "repetition"
        );
        assert_eq!(add("Close the south gate before the rain.", 101), "context");
        assert_eq!(
            add("Close the south gate before the rain.", 100),
            "repetition"
        );
        assert_eq!(add("Close the south gate before the Rain.", 70), "95-99");
        assert_eq!(add("Feed the goats.", 100), "100");
        assert_eq!(add("", 0), "new");
    }

    #[test]
    fn weighted_words_follow_the_rates() {
        let rates = Rates([0, 25, 25, 40, 60, 75, 100, 100]);
        let mut tallies = [Tally::default(); 8];
        tallies[Band::New as usize].words = 10;
        tallies[Band::Exact as usize].words = 4;
        assert_eq!(rates.weighted(&tallies), 1100);
    }

    #[test]
    fn a_segment_counts_words_and_characters_without_white_space() {
        let tally = Tally::of_text("یہ 79 کتابیں ہیں۔");
        assert_eq!((tally.segments, tally.words, tally.characters), (1, 4, 14));
    }
}
