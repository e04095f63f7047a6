//! The constants of the aligner, in one place, with what each does.

/// How the witnesses are weighed, and how far the search looks.
#[derive(Clone, Debug)]
pub(crate) struct Tuning {
    /// Rounds of expectation and maximisation in one training of the lexicon, for little text.
    pub(crate) iterations: usize,
    /// The same at least, for much text.
    pub(crate) least_iterations: usize,
    /// The weight of the empty word, in occurrences a sentence.
    pub(crate) null_weight: f32,
    /// Occurrences added to the total of a row of the lexicon, so that rare words stay unsure.
    pub(crate) smoothing: f32,
    /// Taken off each count in the last maximisation, so that a bead cannot prove itself.
    pub(crate) discount: f32,
    /// The weight of the words against the lengths: words are not independent of one another.
    pub(crate) lexicon_weight: f64,
    /// The weight of the lengths.
    pub(crate) length_weight: f64,
    /// The posterior from which on a bead is learnt from.
    pub(crate) trusted: f64,
    /// Rounds of aligning and learning, at most.
    pub(crate) rounds: usize,
    /// What each bead of the best path pays, in expected right beads.
    pub(crate) bead_toll: f64,
    /// How many sentences the corridor reaches around the first path, and around later ones.
    pub(crate) margins: (f64, f64),
    /// How many sentences around a word say what is usual there.
    pub(crate) window: usize,
    /// How far the sentences around are believed on what is usual, from 0 to 1.
    pub(crate) local_trust: f32,
    /// The power of a word's count within a sentence: 1 counts each occurrence fully, 0 the word once.
    pub(crate) repetition: f32,
    /// How far a merged sentence is believed to keep the order of what it merges, from 0 to 1.
    pub(crate) order_trust: f32,
    /// How far a word may stand from its place by that order, as a share of its sentence.
    pub(crate) blur: f32,
    /// Pseudo-occurrences of two equal numbers.
    pub(crate) seed_number: f32,
    /// The same of two equal marks.
    pub(crate) seed_mark: f32,
    /// The same of two equal words of three letters and more, such as names in Latin letters.
    pub(crate) seed_word: f32,
    /// The same of two shorter equal words.
    pub(crate) seed_short: f32,
    /// The same of two words that the built-in tables know.
    pub(crate) seed_known: f32,
    /// The same of two words with one skeleton of consonants.
    pub(crate) seed_name: f32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            iterations: 8,
            least_iterations: 2,
            null_weight: 1.0,
            smoothing: 0.5,
            discount: 0.9,
            lexicon_weight: 0.62,
            length_weight: 1.2,
            trusted: 0.8,
            rounds: 6,
            bead_toll: 0.4,
            margins: (12.0, 4.0),
            window: 30,
            local_trust: 0.5,
            repetition: 0.5,
            order_trust: 0.85,
            blur: 0.15,
            seed_number: 2.0,
            seed_mark: 0.5,
            seed_word: 2.0,
            seed_short: 0.3,
            seed_known: 1.5,
            seed_name: 1.0,
        }
    }
}
