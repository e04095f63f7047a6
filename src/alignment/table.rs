//! One direction of the lexicon as a sparse table: what a word gives for the words of the other side.

/// For every word of one side the words of the other that it explains better than chance.
///
/// A gain is p(to | from) / p(to): how many times more often the word stands opposite than anywhere.
/// What a word does not spend on its row is its rest, and is spread over all words as they occur.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    starts: Vec<u32>,
    columns: Vec<u32>,
    gains: Vec<f32>,
    rests: Vec<f32>,
    weights: Vec<f32>,
}

/// A row of a [`Table`] on its way in.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// Word of the other side and gain.
    pub(crate) gains: &'a [(u32, f32)],
    /// Probability that is not spent on the row.
    pub(crate) rest: f32,
    /// How many words of the other side this word accounts for, about 1 for a plain word.
    pub(crate) weight: f32,
}

impl Table {
    /// An empty table with room for rows.
    pub(crate) fn with_rows(rows: usize) -> Self {
        Self {
            starts: vec![0],
            rests: Vec::with_capacity(rows),
            weights: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// Adds the row of the next word.
    pub(crate) fn push(&mut self, row: &Row<'_>) {
        for (column, gain) in row.gains {
            self.columns.push(*column);
            self.gains.push(*gain);
        }
        self.starts
            .push(u32::try_from(self.columns.len()).unwrap_or(u32::MAX));
        self.rests.push(row.rest);
        self.weights.push(row.weight);
    }

    /// How many words have a row.
    pub(crate) fn len(&self) -> usize {
        self.rests.len()
    }

    /// The words that a word explains, with their gains.
    pub(crate) fn row(&self, word: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let range = self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize;
        self.columns[range.clone()]
            .iter()
            .copied()
            .zip(self.gains[range].iter().copied())
    }

    /// The probability that a word leaves to chance.
    pub(crate) fn rest(&self, word: u32) -> f32 {
        self.rests[word as usize]
    }

    /// The weight of a word among those of its sentence.
    pub(crate) fn weight(&self, word: u32) -> f32 {
        self.weights[word as usize]
    }
}
