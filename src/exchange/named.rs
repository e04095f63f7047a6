//! Properties under which what only our model has a noun for travels in formats of others.

/// The property that holds a variant's state.
pub(super) const STATE: &str = "x-state";

/// The property that holds why a variant needs work.
pub(super) const NEEDS_WORK: &str = "x-needs-work";

/// The property that names a unit's document.
pub(super) const DOCUMENT: &str = "x-document";

/// The property that says where in the document a unit stands: paragraph and sentence, `2.3`.
pub(super) const PLACE: &str = "x-place";
