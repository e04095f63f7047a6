//! The nouns of the project: plain data that every room shares, without input or output.

mod concept;
mod document;
mod finding;
mod inline;
mod revision;
mod time;
mod unit;

pub use concept::{Concept, Detail, Term, TermStatus, Usage, can_be_term};
pub use document::{DocumentName, DocumentNameError, Segment};
pub use finding::{Edit, Finding, Place, Severity};
pub use inline::{CodeKind, InlineCode};
pub use revision::Revision;
pub use time::Timestamp;
pub use unit::{Attributes, Placement, Remark, RemarkKind, Saved, State, Unit, UnitId, Variant};
