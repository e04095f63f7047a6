//! Cells that a spreadsheet would take for formulas, written so that it takes them for text.
//!
//! A table written so has a last column [`COLUMN`], empty in every row; its presence tells the reader to take
//! the apostrophes away again, also after a person has edited the table.

use std::borrow::Cow;

/// The name of the column that marks a table written so.
pub(super) const COLUMN: &str = "spreadsheet-safe";

/// What stands before a guarded cell.
const GUARD: char = '\'';

/// Whether a spreadsheet may take a cell that begins so for a formula; the wide forms count, too.
fn begins_formula(cell: &str) -> bool {
    cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}',
    ])
}

/// The cell with an apostrophe before what a spreadsheet would take for a formula, or for a guarded cell.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if begins_formula(cell) || is_guarded(cell) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was.
pub(super) fn unguarded(cell: &str) -> &str {
    if is_guarded(cell) {
        &cell[GUARD.len_utf8()..]
    } else {
        cell
    }
}

/// Whether a cell is an apostrophe before a formula, or before another such cell.
fn is_guarded(cell: &str) -> bool {
    let bare = cell.trim_start_matches(GUARD);
    bare.len() < cell.len() && begins_formula(bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_guarded_and_nothing_else() {
        for formula in ["=1+1", "+92 300", "-5", "@here", "＝x", "\tx"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for text in ["", "'Tis late.", "a=b", "'", "پل -", "''quoted''"] {
            assert_eq!(guarded(text), text);
            assert_eq!(unguarded(text), text, "typed by a person");
        }
        assert_eq!(guarded("'=x"), "''=x");
    }

    proptest! {
        #[test]
        fn any_cell_comes_back_and_is_no_formula(cell in "['=+@\\-\tَa-cا＝]{0,6}") {
            let safe = guarded(&cell);
            prop_assert_eq!(unguarded(&safe), &cell);
            prop_assert!(!begins_formula(&safe));
        }
    }
}
