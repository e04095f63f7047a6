//! Where the search looks: for every number of source sentences read, a range of numbers of target sentences read.

/// A band of the lattice, rising with its rows; every row holds at least one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Corridor {
    /// First place of each row.
    low: Vec<u32>,
    /// Last place of each row, inclusive.
    high: Vec<u32>,
    /// Where each row begins among all places.
    offsets: Vec<usize>,
}

impl Corridor {
    /// The whole lattice of `source` by `target` sentences.
    pub(crate) fn whole(source: usize, target: usize) -> Self {
        Self::from_ranges(vec![(0, target); source + 1])
    }

    /// A corridor of the given rows; they are widened until each touches the next.
    pub(crate) fn from_ranges(mut rows: Vec<(usize, usize)>) -> Self {
        for row in 1..rows.len() {
            rows[row].1 = rows[row].1.max(rows[row - 1].1);
            rows[row].0 = rows[row].0.min(rows[row - 1].1);
        }
        for row in (1..rows.len()).rev() {
            rows[row - 1].0 = rows[row - 1].0.min(rows[row].0);
            rows[row - 1].1 = rows[row - 1].1.max(rows[row].0);
        }
        let mut offsets = vec![0];
        for (low, high) in &rows {
            offsets.push(offsets[offsets.len() - 1] + high - low + 1);
        }
        Self {
            low: rows.iter().map(|(low, _)| *low as u32).collect(),
            high: rows.iter().map(|(_, high)| *high as u32).collect(),
            offsets,
        }
    }

    /// How many rows there are: one more than source sentences.
    pub(crate) fn rows(&self) -> usize {
        self.low.len()
    }

    /// The last column of the last row: the number of target sentences.
    pub(crate) fn last_column(&self) -> usize {
        self.high.last().map_or(0, |high| *high as usize)
    }

    /// The columns of a row.
    pub(crate) fn columns(&self, row: usize) -> std::ops::RangeInclusive<usize> {
        self.low[row] as usize..=self.high[row] as usize
    }

    /// How many places there are in all.
    pub(crate) fn places(&self) -> usize {
        self.offsets[self.rows()]
    }

    /// The number of a place, if the corridor holds it.
    #[inline]
    pub(crate) fn place(&self, row: usize, column: usize) -> Option<usize> {
        let low = self.low[row] as usize;
        (column >= low && column <= self.high[row] as usize)
            .then(|| self.offsets[row] + column - low)
    }

    /// For every column the first and last row that hold it.
    pub(crate) fn rows_by_column(&self) -> Vec<(usize, usize)> {
        let mut rows = vec![(usize::MAX, 0); self.last_column() + 1];
        for row in 0..self.rows() {
            for column in self.columns(row) {
                rows[column].0 = rows[column].0.min(row);
                rows[column].1 = row;
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_widened_until_a_path_fits_through() {
        let corridor = Corridor::from_ranges(vec![(0, 0), (3, 4), (2, 2), (6, 6)]);
        let rows: Vec<_> = (0..4).map(|row| corridor.columns(row)).collect();
        assert_eq!(rows, [0..=0, 0..=4, 2..=4, 4..=6]);
        assert_eq!(corridor.place(1, 2), Some(3));
        assert_eq!(corridor.place(2, 5), None);
        assert_eq!(corridor.rows_by_column()[3], (1, 2));
    }
}
