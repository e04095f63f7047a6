//! A kept alignment into the segment files of its document: beads become units with their translations.

use std::collections::HashMap;

use super::keep::{KeptAlignment, KeptBead};
use crate::exchange::po::SegmentEntry;
use crate::memory::Memory;
use crate::model::{State, UnitId};
use crate::workbench::draft::Draft;
use crate::workbench::reshape::{Leave, Reshape};
use crate::workbench::segment_files::LanguageFile;
use crate::workbench::source::Source;
use crate::workbench::{Workbench, WorkbenchError};

/// The confidence below which a pair that nobody has confirmed is marked for a person to look at.
pub const DOUBTFUL: f64 = 0.8;

/// The confidence from which on a pair teaches others, and needs no second look.
pub(super) const SURE: f64 = 0.95;

/// How the reason for a mark begins.
const REASON: &str = "the alignment is not sure:";

/// How many sentences of a translation may be missing between two that stand in one unit.
const GAP: usize = 8;

/// What becomes of translations that stand in a segment file and do not come from the alignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// They stay.
    #[default]
    Keep,
    /// The alignment's take their place; the memory keeps them in its history.
    Replace,
}

/// A document with the translations of an alignment, not yet written.
pub(super) struct Applied {
    /// The document and its segment files.
    pub(super) draft: Draft,
    /// What the alignment did to the file of its language.
    pub(super) counts: Counts,
}

/// What an alignment did to a segment file.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Units that had no translation and have one now.
    pub(super) filled: usize,
    /// Units that have another translation, or none, now.
    pub(super) replaced: usize,
    /// Units of several sentences.
    pub(super) joined: usize,
    /// Units marked as doubtful.
    pub(super) doubtful: usize,
    /// Units whose translation is another, and was left as it is.
    pub(super) left: Vec<UnitId>,
}

impl Workbench {
    /// Brings the segment files of a document up to date with its alignment; nothing is written.
    ///
    /// `earlier` are the sentences of the translation that an alignment brought here before: a text made
    /// of them may give way to another such text.
    pub(super) fn applied(
        &self,
        kept: &KeptAlignment,
        source: Source,
        memory: Option<&Memory>,
        earlier: &[String],
        existing: Existing,
    ) -> Result<Applied, WorkbenchError> {
        let policy = Policy {
            own: OwnTexts::of(earlier),
            existing,
        };
        let allows = |entry: SegmentEntry<'_>| policy.gives_way(entry);
        let linked = kept.beads.iter().filter(|kept| kept.bead.is_two_sided());
        let joins = linked.filter(|kept| kept.bead.source.len() > 1);
        let reshape = Reshape {
            joins: joins.map(|kept| kept.bead.source.clone()).collect(),
            leave: Some(Leave {
                language: &kept.target_language,
                allows: &allows,
            }),
        };
        let mut draft = self.draft(source, None, memory, &reshape)?;
        let mut counts = Counts::default();
        let wishes = wishes(kept, &draft);
        let file = (draft.files.iter_mut()).find(|file| file.language == kept.target_language);
        if let Some(file) = file {
            for wish in &wishes {
                wish.fulfil(file, &policy, &mut counts);
            }
        }
        Ok(Applied { draft, counts })
    }
}

/// Which translations give way to those of an alignment.
struct Policy<'a> {
    own: OwnTexts<'a>,
    existing: Existing,
}

impl Policy<'_> {
    /// Whether an entry has a translation that an alignment brought, and nobody has reviewed it since.
    fn is_own(&self, entry: SegmentEntry<'_>) -> bool {
        entry.state() <= State::Translated && self.own.made(&entry.target())
    }

    fn gives_way(&self, entry: SegmentEntry<'_>) -> bool {
        self.existing == Existing::Replace || self.is_own(entry)
    }
}

/// What the alignment says a unit should be.
#[derive(Debug)]
struct Wish {
    unit: UnitId,
    segments: u32,
    /// The translation; `None` when a bead reaches beyond the unit.
    target: Option<String>,
    /// The lowest confidence of its beads.
    confidence: f64,
}

/// What an alignment says of the units of a draft, in order.
fn wishes(kept: &KeptAlignment, draft: &Draft) -> Vec<Wish> {
    let mut linked: Vec<&KeptBead> = kept.beads.iter().collect();
    linked.retain(|kept| kept.bead.is_two_sided());
    linked.sort_by_key(|kept| kept.bead.source.start);
    let mut start = 0;
    let mut first = 0;
    let units = draft.plan.units.iter().zip(&draft.source.segments);
    let wishes = units.map(|(unit, segment)| {
        let run = start..start + segment.segments as usize;
        start = run.end;
        while linked
            .get(first)
            .is_some_and(|kept| kept.bead.source.end <= run.start)
        {
            first += 1;
        }
        let rest = linked[first..].iter();
        let own: Vec<_> = rest
            .take_while(|kept| kept.bead.source.start < run.end)
            .collect();
        let inside = |kept: &&KeptBead| {
            run.start <= kept.bead.source.start && kept.bead.source.end <= run.end
        };
        let mut numbers: Vec<usize> = own
            .iter()
            .flat_map(|kept| kept.bead.target.clone())
            .collect();
        numbers.sort_unstable();
        let texts: Vec<&str> = numbers.iter().map(|at| kept.target[*at].as_str()).collect();
        Wish {
            unit: unit.id.clone(),
            segments: segment.segments,
            target: own.iter().all(|kept| inside(kept)).then(|| texts.join(" ")),
            confidence: own.iter().map(|kept| kept.confidence()).fold(1.0, f64::min),
        }
    });
    wishes.collect()
}

impl KeptBead {
    /// How sure the bead is; a person is sure.
    fn confidence(&self) -> f64 {
        if self.is_settled() {
            1.0
        } else {
            self.bead.confidence
        }
    }
}

impl Wish {
    fn fulfil(&self, file: &mut LanguageFile, policy: &Policy<'_>, counts: &mut Counts) {
        let (target, entry) = match (&self.target, file.file.entry(&self.unit)) {
            (Some(target), Some(entry)) => (target, entry),
            (None, _) => return counts.left.push(self.unit.clone()),
            (Some(target), None) if target.is_empty() => return,
            (Some(_), None) => return counts.left.push(self.unit.clone()),
        };
        counts.joined += usize::from(self.segments > 1 && !target.is_empty());
        let (empty, same) = (entry.target().is_empty(), entry.target() == *target);
        if same {
            self.reconsider(file);
        } else if empty || policy.is_own(entry) || (policy.gives_way(entry) && !target.is_empty()) {
            self.write(target, file);
            *(if empty {
                &mut counts.filled
            } else {
                &mut counts.replaced
            }) += 1;
        } else if !target.is_empty() {
            counts.left.push(self.unit.clone());
        }
        let flagged = file
            .file
            .entry(&self.unit)
            .and_then(|entry| entry.needs_work());
        counts.doubtful += usize::from(flagged.is_some_and(|reason| reason.starts_with(REASON)));
    }

    fn write(&self, target: &str, file: &mut LanguageFile) {
        let Some(mut entry) = file.file.entry_mut(&self.unit) else {
            return;
        };
        entry.set_target(target);
        entry.clear_needs_work();
        entry.settle();
        if !target.is_empty() && self.confidence < DOUBTFUL {
            entry.mark_needs_work(&format!("{REASON} confidence {:.2}", self.confidence));
        }
    }

    /// Takes the mark of doubt away when there is none any more.
    fn reconsider(&self, file: &mut LanguageFile) {
        if self.confidence >= DOUBTFUL
            && let Some(mut entry) = file.file.entry_mut(&self.unit)
            && has_ours(entry.view())
        {
            entry.clear_needs_work();
        }
    }
}

/// Whether an entry is flagged because its alignment is not sure.
fn has_ours(entry: SegmentEntry<'_>) -> bool {
    entry
        .needs_work()
        .is_some_and(|reason| reason.starts_with(REASON))
}

/// The sentences that an alignment has brought, to tell texts that are made of them.
struct OwnTexts<'a> {
    sentences: &'a [String],
    /// Where the sentences stand that begin with a word.
    begins: HashMap<&'a str, Vec<usize>>,
}

impl<'a> OwnTexts<'a> {
    fn of(sentences: &'a [String]) -> Self {
        let mut begins: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, sentence) in sentences.iter().enumerate() {
            begins.entry(first_word(sentence)).or_default().push(at);
        }
        Self { sentences, begins }
    }

    /// Whether a text is some of the sentences, one after the other.
    fn made(&self, text: &str) -> bool {
        let begins = self.begins.get(first_word(text)).into_iter().flatten();
        begins.into_iter().any(|at| self.made_from(*at, text))
    }

    fn made_from(&self, at: usize, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.sentences[at].as_str()) else {
            return false;
        };
        let Some(rest) = rest.strip_prefix(' ') else {
            return rest.is_empty();
        };
        let next = at + 1..(at + 1 + GAP).min(self.sentences.len());
        next.into_iter().any(|next| self.made_from(next, rest))
    }
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_made_of_the_sentences_are_told_from_others() {
        let sentences = ["One came.", "Two went.", "One came back."].map(str::to_owned);
        let own = OwnTexts::of(&sentences);
        for text in [
            "One came.",
            "One came. Two went.",
            "One came. One came back.",
            "One came back.",
        ] {
            assert!(own.made(text), "{text}");
        }
        for text in [
            "",
            "One",
            "One came. Three.",
            "Two went. One came.",
            "One came.Two went.",
        ] {
            assert!(!own.made(text), "{text}");
        }
    }
}
