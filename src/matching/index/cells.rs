//! Chunks that are read when they are first needed, and kept.

use std::cell::OnceCell;

use super::chunk::{Column, Store, opened};

/// Why an index cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexError<E> {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] E),
    /// A chunk is not what was written.
    #[error("chunk {number} of the index's {column:?} is damaged")]
    Damaged {
        /// Its column.
        column: Column,
        /// Its number.
        number: u32,
    },
}

/// A chunk that was read before, or is read now.
#[inline]
pub(super) fn cell<'a, T, S: Store>(
    store: &S,
    cells: &'a [OnceCell<T>],
    column: Column,
    number: usize,
    read: impl FnOnce(&[u8]) -> Option<T>,
) -> Result<&'a T, IndexError<S::Error>> {
    let cell = cells.get(number).ok_or_else(|| damaged(column, number))?;
    match cell.get() {
        Some(chunk) => Ok(chunk),
        None => fill(store, cell, column, number, read),
    }
}

#[cold]
fn fill<'a, T, S: Store>(
    store: &S,
    cell: &'a OnceCell<T>,
    column: Column,
    number: usize,
    read: impl FnOnce(&[u8]) -> Option<T>,
) -> Result<&'a T, IndexError<S::Error>> {
    let chunk = store.chunk(column, number as u32)?;
    let bytes = opened(chunk).ok_or_else(|| damaged(column, number))?;
    let chunk = read(&bytes).ok_or_else(|| damaged(column, number))?;
    Ok(cell.get_or_init(|| chunk))
}

pub(super) fn damaged<E>(column: Column, number: usize) -> IndexError<E> {
    IndexError::Damaged {
        column,
        number: number as u32,
    }
}

pub(super) fn cells<T>(count: usize) -> Box<[OnceCell<T>]> {
    (0..count).map(|_| OnceCell::new()).collect()
}
