//! Source documents in and out: bytes to text, text to blocks and segments, translations to a document.

mod block;
mod decode;
mod format;
mod line;
mod markdown;
mod plain;
mod rebuild;
mod segments;

pub use block::{Block, BlockKind, Lines, LogicalLine};
pub use decode::{DecodeError, Decoded, Encoding, decode};
pub use format::{DOCUMENT_FORMATS, DocumentFormat, LineEnds, format_of};
pub use markdown::Markdown;
pub use plain::PlainText;
pub use rebuild::rebuild;
pub use segments::{Cut, SegmentText, each_segment, segments};
