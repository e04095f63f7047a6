//! Beads that are kept: carried over to other versions of the texts, and those that the aligner finds around them.

use std::collections::HashSet;
use std::ops::Range;

use super::keep::{BeadStatus, KeptAlignment, KeptBead, rounded, tidy};
use crate::alignment::Bead;
use crate::revision::carry;
use crate::workbench::source::Source;

impl KeptAlignment {
    /// The settled beads whose sentences still stand together in other versions of both texts.
    pub(super) fn carried(&self, source: &[String], target: &[String]) -> Vec<KeptBead> {
        let sides = [
            (&self.source, source, &self.source_language),
            (&self.target, target, &self.target_language),
        ];
        let sides = sides.map(|(old, new, language)| {
            let mut places = vec![None; old.len()];
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let origins = carry(&old, &new, language).origins;
            for (at, origin) in origins.into_iter().enumerate() {
                if let Some(from) = origin.single() {
                    places[from] = Some(at);
                }
            }
            places
        });
        let settled = self.beads.iter().filter(|kept| kept.is_settled());
        let carried = settled.filter_map(|kept| {
            let bead = Bead {
                source: moved(&kept.bead.source, &sides[0])?,
                target: moved(&kept.bead.target, &sides[1])?,
                confidence: 1.0,
            };
            Some(KeptBead { bead, ..*kept })
        });
        carried.collect()
    }
}

/// Where sentences stand now, if they still follow one another.
fn moved(range: &Range<usize>, places: &[Option<usize>]) -> Option<Range<usize>> {
    let Some(first) = range.clone().next() else {
        return Some(0..0);
    };
    let start = places[first]?;
    let together = range
        .clone()
        .zip(start..)
        .all(|(old, new)| places[old] == Some(new));
    together.then(|| start..start + range.len())
}

/// Beads of the aligner as they are kept; those that were fixed stay settled.
pub(super) fn kept_beads(beads: Vec<Bead>, fixed: &[Bead]) -> Vec<KeptBead> {
    let sides = |bead: &Bead| (bead.source.clone(), bead.target.clone());
    let fixed: HashSet<_> = fixed.iter().map(sides).collect();
    let beads = beads.into_iter().map(|bead| {
        let bead = Bead {
            source: tidy(bead.source),
            target: tidy(bead.target),
            confidence: rounded(bead.confidence),
        };
        let status = match (fixed.contains(&sides(&bead)), bead.is_two_sided()) {
            (false, _) => BeadStatus::Proposed,
            (true, true) => BeadStatus::Confirmed,
            (true, false) => BeadStatus::Untranslated,
        };
        KeptBead { bead, status }
    });
    beads.collect()
}

/// The texts of a source's segments.
pub(super) fn sentences_of(source: &Source) -> Vec<String> {
    let segments = source.segments.iter();
    segments.map(|segment| segment.text.clone()).collect()
}

/// The numbers of the segments that begin a paragraph.
pub(super) fn beginnings(source: &Source) -> Vec<usize> {
    let segments = source.segments.iter().enumerate();
    let begins = segments.filter(|(_, segment)| segment.sentence == 1);
    begins.map(|(at, _)| at).collect()
}
