//! Several values in one cell, parted by semicolons.

/// The values of a cell; those between two semicolons may be empty.
///
/// A backslash before a semicolon or a backslash takes its meaning away.
pub(super) fn split(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let value = values.len() - 1;
        match (c, chars.peek()) {
            (';', _) => values.push(String::new()),
            ('\\', Some(next @ (';' | '\\'))) => {
                values[value].push(*next);
                chars.next();
            }
            _ => values[value].push(c),
        }
    }
    let trimmed = values.into_iter().map(|value| value.trim().to_owned());
    trimmed.collect()
}

/// The cell of some values; reading gives the same values without the white space around them.
pub(super) fn join<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let values = values.into_iter();
    let escaped = values.map(|value| value.replace('\\', "\\\\").replace(';', "\\;"));
    escaped.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn semicolons_part_values() {
        assert_eq!(split("a; b ;c\\;d; C:\\e"), ["a", "b", "c;d", "C:\\e"]);
        assert_eq!(split(""), [""]);
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_again(values in proptest::collection::vec("[a;\\\\ب]{1,4}", 1..5)) {
            let joined = join(values.iter().map(String::as_str));
            prop_assert_eq!(split(&joined), values);
        }
    }
}
