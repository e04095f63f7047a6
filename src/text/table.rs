//! Reading of the built-in tables: tab-separated, `#` opens a remark, the first other line names the columns.

/// The rows of a table after its remarks and its header, each cut at its tabs.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// The string that hexadecimal code points parted by spaces stand for; `None` when one is not valid.
pub(crate) fn from_code_points(codes: &str) -> Option<String> {
    codes.split(' ').map(from_code_point).collect()
}

/// The character of a hexadecimal code point, with or without `U+` before it.
pub(crate) fn from_code_point(code: &str) -> Option<char> {
    let digits = code.strip_prefix("U+").unwrap_or(code);
    u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)
}
