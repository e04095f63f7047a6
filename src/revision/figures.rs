//! Figures of a change: words, similarity, TER and chrF, all on match keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::AddAssign;

use serde::{Serialize, Serializer};

use super::item::{Item, ItemClass};
use super::kept::{Run, gaps};
use super::operation::{Operation, OperationKind};
use crate::matching::Side;
use crate::text::write_tight_key;

/// The longest runs of characters that chrF looks at.
const LONGEST: usize = 6;

/// How much more recall counts than precision in chrF2, squared.
const BETA_SQUARED: f64 = 4.0;

/// What was counted in one comparison, or in several: figures add up, and rates are those of the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The words and numbers of the old text.
    pub old_words: u64,
    /// The words and numbers of the new text.
    pub new_words: u64,
    /// The words and numbers in changes, of each change the side that has more; moved ones apart.
    pub changed_words: u64,
    /// The words and numbers that stand at another place.
    pub moved_words: u64,
    /// The changes, the two ends of a move as one.
    pub changes: u64,
    edits: Edits,
    /// Edits in which a moved run counts as one.
    shifts_and_edits: u64,
    /// Runs of 1 to 6 characters: in both texts, in the old, in the new.
    grams: [[u64; 3]; LONGEST],
}

/// How many words and marks were edited, and out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    edits: u64,
    longer: u64,
    new: u64,
}

impl Edits {
    /// Counts the words and marks between those that are kept: in every gap those of the side that has more.
    pub(super) fn of(kept: &[Run], old: &[Item], new: &[Item]) -> Self {
        let edits = gaps(kept, old.len(), new.len());
        let edits = edits
            .iter()
            .map(|gap| counted(&old[gap.old.clone()]).max(counted(&new[gap.new.clone()])));
        Self {
            edits: edits.sum(),
            longer: counted(old).max(counted(new)),
            new: counted(new),
        }
    }
}

impl Figures {
    pub(super) fn of(
        old: Side<'_>,
        new: Side<'_>,
        edits: Edits,
        items: (&[Item], &[Item]),
        operations: &[Operation],
    ) -> Self {
        let words = |items: &[Item]| items.iter().filter(|item| item.is_word()).count() as u64;
        let mut figures = Self {
            old_words: words(items.0),
            new_words: words(items.1),
            edits,
            grams: grams(old, new),
            ..Self::default()
        };
        let (mut ours, mut theirs) = (Passing(items.0), Passing(items.1));
        for operation in operations {
            let old = ours.until(operation.old.bytes.end, operation.old.codes.end);
            let new = theirs.until(operation.new.bytes.end, operation.new.codes.end);
            match (operation.kind, operation.moved) {
                (OperationKind::Equal, _) => {}
                (_, Some(_)) if old.is_empty() => {}
                (_, Some(_)) => {
                    figures.moved_words += words(old);
                    figures.shifts_and_edits += 1;
                    figures.changes += 1;
                }
                (_, None) => {
                    figures.changed_words += words(old).max(words(new));
                    figures.shifts_and_edits += edits_between(old, new);
                    figures.changes += 1;
                }
            }
        }
        figures
    }

    /// The share of words and marks that are kept, in per cent: `1 − edits / longer`.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        match self.edits.longer {
            0 => 100.0,
            longer => 100.0 - 100.0 * self.edits.edits.min(longer) as f64 / longer as f64,
        }
    }

    /// Edits, a moved run as one, for every hundred words and marks of the new text, after the translation
    /// edit rate of Snover and others (2006) with the new text as the reference.
    #[must_use]
    pub fn ter(&self) -> f64 {
        100.0 * self.shifts_and_edits as f64 / self.edits.new.max(1) as f64
    }

    /// chrF2 after Popović (2015): the mean over runs of 1 to 6 characters of their F score, in per cent,
    /// with recall counting double; the new text is the reference.
    #[must_use]
    pub fn chrf(&self) -> f64 {
        let used: Vec<_> = self
            .grams
            .iter()
            .filter(|[_, old, new]| *old > 0 || *new > 0)
            .collect();
        if used.is_empty() {
            return 100.0;
        }
        let score = |[both, old, new]: &[u64; 3]| {
            let precision = *both as f64 / (*old).max(1) as f64;
            let recall = *both as f64 / (*new).max(1) as f64;
            let weighed = BETA_SQUARED * precision + recall;
            if weighed == 0.0 {
                0.0
            } else {
                (1.0 + BETA_SQUARED) * precision * recall / weighed
            }
        };
        100.0 * used.iter().map(|counts| score(counts)).sum::<f64>() / used.len() as f64
    }
}

/// Words and marks: what counts in similarity and TER.
fn counted(items: &[Item]) -> u64 {
    let counts = |item: &&Item| item.is_word() || item.class == ItemClass::Punctuation;
    items.iter().filter(counts).count() as u64
}

/// How many edits lead from some items to others: none where all say the same.
fn edits_between(old: &[Item], new: &[Item]) -> u64 {
    let keys = |items: &[Item]| items.iter().map(|item| item.key).collect::<Vec<_>>();
    match keys(old) == keys(new) {
        true => 0,
        false => counted(old).max(counted(new)),
    }
}

/// Items that are passed one after the other.
struct Passing<'a>(&'a [Item]);

impl<'a> Passing<'a> {
    /// The items from the last stop to the next.
    fn until(&mut self, byte: usize, code: usize) -> &'a [Item] {
        let is_before = |item: &&Item| item.bytes.end <= byte && item.codes.end <= code;
        let (passed, rest) = self.0.split_at(self.0.iter().take_while(is_before).count());
        self.0 = rest;
        passed
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.old_words += other.old_words;
        self.new_words += other.new_words;
        self.changed_words += other.changed_words;
        self.moved_words += other.moved_words;
        self.changes += other.changes;
        self.edits.edits += other.edits.edits;
        self.edits.longer += other.edits.longer;
        self.edits.new += other.edits.new;
        self.shifts_and_edits += other.shifts_and_edits;
        for (own, others) in self
            .grams
            .iter_mut()
            .flatten()
            .zip(other.grams.iter().flatten())
        {
            *own += others;
        }
    }
}

/// The counts and the rates, these with one decimal.
impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record {
            old_words: u64,
            new_words: u64,
            changed_words: u64,
            moved_words: u64,
            changes: u64,
            similarity: f64,
            ter: f64,
            chrf: f64,
        }
        let rounded = |rate: f64| (rate * 10.0).round() / 10.0;
        Record {
            old_words: self.old_words,
            new_words: self.new_words,
            changed_words: self.changed_words,
            moved_words: self.moved_words,
            changes: self.changes,
            similarity: rounded(self.similarity()),
            ter: rounded(self.ter()),
            chrf: rounded(self.chrf()),
        }
        .serialize(serializer)
    }
}

/// The runs of characters of the tight keys of both texts.
fn grams(old: Side<'_>, new: Side<'_>) -> [[u64; 3]; LONGEST] {
    let mut alphabet: HashMap<char, u64, BuildHasherDefault<Fast>> = HashMap::default();
    let mut letters = |side: Side<'_>| {
        let mut key = String::new();
        write_tight_key(&mut key, side.text, side.language);
        let number = |c| {
            let next = alphabet.len() as u64 % ALPHABET + 1;
            *alphabet.entry(c).or_insert(next)
        };
        key.chars().map(number).collect::<Vec<_>>()
    };
    let (ours, theirs) = (letters(old), letters(new));
    let sorted = match ours == theirs {
        true => None,
        false => Some((sorted_runs(&ours), sorted_runs(&theirs))),
    };
    let mut counts = [[0; 3]; LONGEST];
    for (length, counts) in (1..=LONGEST).zip(&mut counts) {
        let of = |letters: &[u64]| letters.len().saturating_sub(length - 1) as u64;
        let both = match &sorted {
            None => of(&ours),
            Some((old, new)) => in_both(old, new, length),
        };
        *counts = [both, of(&ours), of(&theirs)];
    }
    counts
}

/// The bits of a character in a run that is one number, so that six of them have room.
const BITS: usize = 10;

/// So many characters have numbers of their own, from 1 on; with more, some share one.
const ALPHABET: u64 = (1 << BITS) - 1;

/// The longest runs of a text as numbers, sorted, with zeros behind its end. Their beginnings are all shorter
/// runs, and sorted too.
fn sorted_runs(letters: &[u64]) -> Vec<u64> {
    let packed = |at: usize| {
        let run = letters[at..].iter().chain(std::iter::repeat(&0));
        run.take(LONGEST)
            .fold(0, |packed, letter| (packed << BITS) | letter)
    };
    let mut runs: Vec<u64> = (0..letters.len()).map(packed).collect();
    runs.sort_unstable();
    runs
}

/// How many runs of that length two texts have in common, each as often as both have it.
fn in_both(old: &[u64], new: &[u64], length: usize) -> u64 {
    let begin = |run: u64| run >> (BITS * (LONGEST - length));
    let (mut at, mut to, mut both) = (0, 0, 0);
    while let (Some(one), Some(other)) = (old.get(at), new.get(to)) {
        let (one, other) = (begin(*one), begin(*other));
        // A run that ends in a zero is shorter.
        both += u64::from(one == other && one & ALPHABET != 0);
        at += usize::from(one <= other);
        to += usize::from(other <= one);
    }
    both
}

/// A quick hash of numbers, by multiplication.
#[derive(Default)]
struct Fast(u64);

impl Hasher for Fast {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
