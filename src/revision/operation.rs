//! Operations: what makes one text out of another, from its beginning to its end.

use std::ops::Range;

use serde::Serialize;

use super::Figures;

/// What differs between two texts: the one list from which every face is drawn.
///
/// The old parts of all operations in order are the old text, the new parts the new one, byte for byte.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The operations in the order of both texts.
    pub operations: Vec<Operation>,
    /// What was counted.
    pub figures: Figures,
}

/// A stretch of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What is done.
    pub kind: OperationKind,
    /// What sort of change that is; `None` when nothing is changed.
    pub class: Option<Class>,
    /// The part of the old text.
    pub old: Part,
    /// The part of the new text.
    pub new: Part,
    /// The number of the move whose one end this is, counted from 1.
    pub moved: Option<usize>,
    /// What differs and cannot be seen, or hardly.
    pub unseen: Vec<Unseen>,
}

/// A part of a text with the markup in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Where it stands, in UTF-8 bytes.
    pub bytes: Range<usize>,
    /// Which of the text's inline codes stand in it, by their number.
    pub codes: Range<usize>,
    /// What to emphasise, in UTF-8 bytes of the whole text: pieces that are drawn as one, never less. Empty
    /// where the part differs as a whole.
    pub emphasis: Vec<Range<usize>>,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// Both parts are the same.
    Equal,
    /// The old part is left out.
    Delete,
    /// The new part is put in.
    Insert,
    /// The new part stands for the old one.
    Replace,
}

/// What sort of change an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Other words.
    Wording,
    /// The same words at another place.
    Move,
    /// Another number, or other digits.
    Number,
    /// The same words written otherwise.
    Spelling,
    /// Vowel signs and other marks.
    Mark,
    /// Punctuation marks and signs.
    Punctuation,
    /// White space, joiners, direction marks, normal form.
    Invisible,
    /// Markup in the text.
    Code,
}

/// Characters that were exchanged and look alike, or cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unseen {
    /// Those of the old text.
    pub old: String,
    /// Those of the new text.
    pub new: String,
    /// How often this happens in the operation.
    pub times: usize,
}

impl Class {
    /// All classes, from the weightiest to the lightest.
    pub const ALL: [Self; 8] = [
        Self::Wording,
        Self::Move,
        Self::Number,
        Self::Spelling,
        Self::Mark,
        Self::Punctuation,
        Self::Invisible,
        Self::Code,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wording => "wording",
            Self::Move => "move",
            Self::Number => "number",
            Self::Spelling => "spelling",
            Self::Mark => "mark",
            Self::Punctuation => "punctuation",
            Self::Invisible => "invisible",
            Self::Code => "code",
        }
    }
}

impl OperationKind {
    /// What is done when one side, or neither, is empty.
    pub(super) fn of(old: &Part, new: &Part) -> Self {
        match (old.is_empty(), new.is_empty()) {
            (false, true) => Self::Delete,
            (true, false) => Self::Insert,
            _ => Self::Replace,
        }
    }
}

impl Part {
    /// Whether it holds neither text nor markup.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.codes.is_empty()
    }
}

impl Comparison {
    /// Whether something is changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changes().next().is_some()
    }

    /// The operations that change something.
    pub fn changes(&self) -> impl Iterator<Item = &Operation> {
        self.operations
            .iter()
            .filter(|operation| operation.kind != OperationKind::Equal)
    }

    /// What cannot be seen in its changes, each exchange once.
    #[must_use]
    pub fn unseen(&self) -> Vec<Unseen> {
        let mut all: Vec<Unseen> = Vec::new();
        for unseen in self.changes().flat_map(|change| &change.unseen) {
            match all
                .iter_mut()
                .find(|known| known.old == unseen.old && known.new == unseen.new)
            {
                Some(known) => known.times += unseen.times,
                None => all.push(unseen.clone()),
            }
        }
        all
    }

    /// The classes of its changes, each once, from the weightiest to the lightest.
    #[must_use]
    pub fn classes(&self) -> Vec<Class> {
        let has = |class: &Class| self.changes().any(|change| change.class == Some(*class));
        Class::ALL.into_iter().filter(has).collect()
    }
}
