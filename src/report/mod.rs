//! Pages for people, in HTML: self-contained, without script, the same bytes for the same input.

mod alignment;
mod autonym;
mod diff_page;
mod diff_text;
mod escape;
mod findings_page;
mod fonts;
mod inline;
mod list;
mod page;
mod reading_copy;

pub use alignment::{AlignedRow, AlignedTexts, Grade, alignment_page};
pub use diff_page::{DiffPage, diff_page};
pub use findings_page::{FindingsPage, FoundText, findings_page};
pub use reading_copy::{ReadingCopy, reading_copy};
