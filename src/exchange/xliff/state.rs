//! How far a translation has come, in the words of either version.

use super::dialect::Version;
use crate::model::{State, Variant};

/// The `subState` of XLIFF 2 for a text that needs work.
pub(super) const NEEDS_WORK: &str = "tarjuman:needs-work";

/// The `state` of XLIFF 1.2 for a text that needs work.
const NEEDS_REVIEW: &str = "needs-review-translation";

/// What a file says of the state of a target.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// The `state` of the segment or target.
    pub(super) state: Option<String>,
    /// The `subState` of the segment.
    pub(super) sub_state: Option<String>,
    /// Whether the unit is `approved`.
    pub(super) approved: bool,
}

/// Gives a target its state, and whether it needs work, with the file's word for a reason.
///
/// A text without a word on its state is translated; the names are those of the two specifications.
pub(super) fn apply(said: &Said, target: &mut Variant) {
    let assumed = if target.text.is_empty() && target.codes.is_empty() {
        State::Initial
    } else {
        State::Translated
    };
    let word = said.state.as_deref().unwrap_or_default();
    target.state = match word {
        "new" | "needs-translation" => State::Initial,
        "translated" if said.approved => State::Reviewed,
        "signed-off" => State::Reviewed,
        "" if said.approved && assumed == State::Translated => State::Reviewed,
        _ => State::from_name(word).unwrap_or(assumed),
    };
    if word.starts_with("needs-") && word != "needs-translation" {
        target.needs_work = Some(word.to_owned());
    }
    if said.sub_state.as_deref() == Some(NEEDS_WORK) {
        target.needs_work = Some(String::new());
    }
}

/// Whether a reason for work is what the file's own word for it is read as.
pub(super) fn is_plain_reason(version: Version, reason: &str) -> bool {
    match version {
        Version::One => reason == NEEDS_REVIEW,
        Version::Two => reason.is_empty(),
    }
}

/// The word for the state of a target.
pub(super) fn word(version: Version, target: &Variant) -> &'static str {
    match (version, target.state) {
        (Version::Two, state) => state.as_str(),
        (Version::One, _) if target.needs_work.is_some() => NEEDS_REVIEW,
        (Version::One, State::Initial) => "new",
        (Version::One, State::Translated) => "translated",
        (Version::One, State::Reviewed) => "signed-off",
        (Version::One, State::Final) => "final",
    }
}

/// The states of XLIFF 1.2; others begin with `x-`.
pub(super) const STATES: &str = "final needs-adaptation needs-l10n needs-review-adaptation needs-review-l10n \
    needs-review-translation needs-translation new signed-off translated";

/// The values of `state-qualifier` in XLIFF 1.2; others begin with `x-`.
pub(super) const QUALIFIERS: &str = "exact-match fuzzy-match id-match leveraged-glossary leveraged-inherited \
    leveraged-mt leveraged-repository leveraged-tm mt-suggestion rejected-grammar rejected-inaccurate \
    rejected-length rejected-spelling tm-suggestion";

/// Whether someone has approved a target, and nothing is left to do.
pub(super) fn is_approved(target: &Variant) -> bool {
    target.needs_work.is_none() && matches!(target.state, State::Reviewed | State::Final)
}
