//! What is known of a run before anything else of it is read.

use super::{ROWS_IN_CHUNK, WINDOWS};
use crate::matching::index::chunk::{opened, read_varint, sealed, write_varint};

/// The layout of the chunks; a run of another layout is to be built again.
const LAYOUT: u64 = 2;

/// Counts of a run, and where its texts are.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) texts: u32,
    /// How many different pieces there are.
    pub(super) pieces: u32,
    /// How many pieces the rows of all texts have.
    pub(super) in_rows: u32,
    /// How many chunks of postings.
    pub(super) posting_chunks: u32,
    /// How many chunks of grams.
    pub(super) gram_chunks: u32,
    /// How many chunks of gaps.
    pub(super) gap_chunks: u32,
    /// So many of the first pieces are all that the texts up to the age of each window have.
    pub(super) reaches: [u32; WINDOWS.len()],
    /// The highest number of each chunk of rows; they fall.
    pub(super) firsts: Vec<u64>,
}

impl Head {
    /// How many pieces a row has on average.
    pub(super) fn row_len(&self) -> u64 {
        u64::from(self.in_rows) / u64::from(self.texts.max(1))
    }

    /// Whether no text has a space; only the first chunk of gaps is there then.
    pub(super) fn has_no_gaps(&self) -> bool {
        self.gap_chunks <= 1
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_varint(&mut bytes, LAYOUT);
        let counts = [
            self.texts,
            self.pieces,
            self.in_rows,
            self.posting_chunks,
            self.gram_chunks,
            self.gap_chunks,
        ];
        for number in counts.into_iter().chain(self.reaches) {
            write_varint(&mut bytes, u64::from(number));
        }
        for first in &self.firsts {
            write_varint(&mut bytes, *first);
        }
        sealed(bytes)
    }

    pub(super) fn read(chunk: Vec<u8>) -> Option<Self> {
        let bytes = opened(chunk)?;
        let rest = &mut &bytes[..];
        if read_varint(rest)? != LAYOUT {
            return None;
        }
        let mut number = || u32::try_from(read_varint(rest)?).ok();
        let (texts, pieces, in_rows) = (number()?, number()?, number()?);
        let (posting_chunks, gram_chunks, gap_chunks) = (number()?, number()?, number()?);
        let mut reaches = [0; WINDOWS.len()];
        for reach in &mut reaches {
            *reach = number()?.min(pieces);
        }
        let chunks = (texts as usize).div_ceil(ROWS_IN_CHUNK);
        let firsts = (0..chunks).map(|_| read_varint(rest));
        Some(Self {
            texts,
            pieces,
            in_rows,
            posting_chunks,
            gram_chunks,
            gap_chunks,
            reaches,
            firsts: firsts.collect::<Option<_>>()?,
        })
    }
}
