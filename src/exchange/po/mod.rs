//! PO, the format of gettext: segment files, and what other tools write.

mod charset;
mod comment;
mod entry;
mod escape;
mod fault;
mod file;
mod header;
mod line;
mod mark;
mod parse;
mod plural;
mod segment_entry;
mod segment_file;

pub use segment_entry::{NewEntry, Position, SegmentEntry, SegmentEntryMut};
pub use segment_file::{SegmentFile, SegmentFileError, SegmentFileHeading};
