//! What a comparison of numbers says: in what they differ, and how much it matters.

use std::ops::Range;

/// How much a difference matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Right or probably right; worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// In what a number of the target differs from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// Another number stands in its place.
    Replaced,
    /// No number of the target has its value.
    Missing,
    /// No number of the source has its value.
    Added,
    /// It is written with digits of two sets.
    MixedDigits,
    /// It is written with a set of digits that the language does not use.
    ForeignDigits,
    /// Both have the same digits, but the words after them make them differ in size, or one word is lost.
    Magnitude,
    /// One side has a minus sign, the other has none.
    Sign,
    /// One side is a percentage, the other is not.
    Proportion,
    /// The target may give the year of another calendar.
    SolarYear,
    /// The values are equal once a word such as `million` is counted in.
    MagnitudeWord,
    /// The value is written in words on the other side, or may be.
    SpelledOut,
    /// The same time in another form: `9 pm` and `21`, `the 60s` and `1960`.
    OtherForm,
    /// The value stands more often on this side than on the other.
    Repeated,
    /// The number of a name (`COVID-19`) stands on one side only.
    Code,
    /// It takes a comma for the decimal point.
    DecimalComma,
    /// It belongs to a range, whose ends may be shown in either order in text from right to left.
    Range,
}

/// One difference between the numbers of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// In what they differ.
    pub kind: DifferenceKind,
    /// The number in the source text, in UTF-8 bytes.
    pub source: Option<Range<usize>>,
    /// The number in the target text, in UTF-8 bytes.
    pub target: Option<Range<usize>>,
    /// What should stand at `target`, where that is certain.
    pub suggestion: Option<String>,
}

impl DifferenceKind {
    /// How much a difference of this kind matters.
    #[must_use]
    pub fn weight(self) -> Weight {
        match self {
            Self::Replaced | Self::Missing | Self::MixedDigits => Weight::Error,
            Self::Added
            | Self::ForeignDigits
            | Self::Magnitude
            | Self::Repeated
            | Self::Sign
            | Self::Proportion
            | Self::SolarYear => Weight::Warning,
            Self::MagnitudeWord
            | Self::SpelledOut
            | Self::OtherForm
            | Self::Code
            | Self::DecimalComma
            | Self::Range => Weight::Info,
        }
    }
}
