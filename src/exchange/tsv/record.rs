//! Rows and cells: how a cell is kept apart from the next, and how it is written.

use std::borrow::Cow;

/// How cells are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Dialect {
    /// By tabs; `\t`, `\n`, `\r`, `\\` and a leading `\"` stand for what cannot stand as it is.
    Escaped,
    /// By this character; cells between quotation marks may hold anything (RFC 4180).
    Quoted(char),
}

/// What a piece of text is as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Row {
    /// All cells are there.
    Whole,
    /// All cells are there, and one without quotation marks around it has some inside.
    Loose,
    /// A quotation mark is open: the row goes on in the next line.
    Open,
    /// Something stands after a closing quotation mark.
    Broken,
}

impl Dialect {
    /// Guesses how a tabular text quotes, from its header and the lines after it.
    ///
    /// Programs differ: spreadsheets quote cells, text corpora quote nothing. A text with tabs quotes
    /// when its header does, or when every row of the sample makes sense that way and some must.
    pub(in crate::exchange) fn guess(delimiter: char, header: &str, sample: &str) -> Self {
        let quoted = Self::Quoted(delimiter);
        if delimiter != '\t' || header.starts_with('"') || header.contains("\t\"") {
            return quoted;
        }
        let width = header.split('\t').count();
        // The last line of a sample may be cut.
        let sample = sample.rfind('\n').map_or(sample, |end| &sample[..=end]);
        let mut needed = false;
        let mut cells = Vec::new();
        let mut row = String::new();
        for line in sample.split_inclusive('\n') {
            row.push_str(line);
            match quoted.cells(row.trim_end_matches(['\n', '\r']), &mut cells) {
                Row::Open => continue,
                Row::Whole if cells.len() == width || row.trim().is_empty() => {}
                _ => return Self::Escaped,
            }
            let special = |cell: &String| cell.contains(['"', '\t', '\n']);
            needed |= cells.iter().any(special);
            row.clear();
        }
        if needed { quoted } else { Self::Escaped }
    }

    /// Cuts a row, without its line end, into cells; the cells of the row before are overwritten.
    pub(in crate::exchange) fn cells(self, row: &str, cells: &mut Vec<String>) -> Row {
        match self {
            Self::Escaped => {
                let mut count = 0;
                for part in row.split('\t') {
                    unescape(part, next_cell(cells, &mut count));
                }
                cells.truncate(count);
                Row::Whole
            }
            Self::Quoted(delimiter) => quoted_cells(row, delimiter, cells),
        }
    }

    /// The character between cells.
    pub(in crate::exchange) fn delimiter(self) -> char {
        match self {
            Self::Escaped => '\t',
            Self::Quoted(delimiter) => delimiter,
        }
    }

    /// What ends a row when it is written.
    pub(in crate::exchange) fn line_end(self) -> &'static str {
        match self {
            Self::Escaped => "\n",
            Self::Quoted(_) => "\r\n",
        }
    }

    /// A cell as it is written; reading gives back the same text, whatever it holds.
    pub(in crate::exchange) fn written(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::Escaped => escaped(cell),
            Self::Quoted(delimiter) => {
                let special = |c: char| matches!(c, '"' | '\n' | '\r') || c == delimiter;
                let edges = cell.starts_with(' ') || cell.ends_with(' ');
                if cell.contains(special) || edges {
                    Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
                } else {
                    Cow::Borrowed(cell)
                }
            }
        }
    }
}

fn next_cell<'c>(cells: &'c mut Vec<String>, count: &mut usize) -> &'c mut String {
    if *count == cells.len() {
        cells.push(String::new());
    }
    let cell = &mut cells[*count];
    cell.clear();
    *count += 1;
    cell
}

fn quoted_cells(row: &str, delimiter: char, cells: &mut Vec<String>) -> Row {
    let mut count = 0;
    let mut rest = row;
    let mut outcome = Row::Whole;
    loop {
        let cell = next_cell(cells, &mut count);
        if let Some(mut inner) = rest.strip_prefix('"') {
            loop {
                let Some(at) = inner.find('"') else {
                    return Row::Open;
                };
                cell.push_str(&inner[..at]);
                inner = &inner[at + 1..];
                let Some(after) = inner.strip_prefix('"') else {
                    break;
                };
                cell.push('"');
                inner = after;
            }
            rest = inner;
        } else {
            let end = rest.find(delimiter).unwrap_or(rest.len());
            cell.push_str(&rest[..end]);
            if cell.contains('"') {
                outcome = Row::Loose;
            }
            rest = &rest[end..];
        }
        if rest.is_empty() {
            cells.truncate(count);
            return outcome;
        }
        let Some(after) = rest.strip_prefix(delimiter) else {
            return Row::Broken;
        };
        rest = after;
    }
}

fn unescape(cell: &str, into: &mut String) {
    let mut rest = cell;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        let meant = match rest.as_bytes().get(at + 1) {
            Some(b't') => '\t',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b'\\') => '\\',
            Some(b'"') if at == 0 && rest.len() == cell.len() => '"',
            _ => {
                into.push('\\');
                rest = &rest[at + 1..];
                continue;
            }
        };
        into.push(meant);
        rest = &rest[at + 2..];
    }
    into.push_str(rest);
}

fn escaped(cell: &str) -> Cow<'_, str> {
    if !cell.starts_with('"') && !cell.contains(['\t', '\n', '\r', '\\']) {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len() + 8);
    if cell.starts_with('"') {
        out.push('\\');
    }
    for c in cell.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(dialect: Dialect, row: &str) -> (Row, Vec<String>) {
        let mut cells = vec!["old".to_owned(); 5];
        let whole = dialect.cells(row, &mut cells);
        (whole, cells)
    }

    #[test]
    fn quotation_marks_of_rfc_4180_are_read() {
        let comma = Dialect::Quoted(',');
        let (row, found) = cells(comma, "a,\"b, \"\"c\"\"\r\nd\",,\"\",e\"f");
        assert_eq!(row, Row::Loose);
        assert_eq!(found, ["a", "b, \"c\"\r\nd", "", "", "e\"f"]);
        assert_eq!(cells(comma, "a,\"b").0, Row::Open);
        assert_eq!(cells(comma, "\"a\"b,c").0, Row::Broken);
    }

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        let (_, found) = cells(Dialect::Escaped, "a\\tb\t\\\"c\\\"\tC:\\dir\\\\new\t\\");
        assert_eq!(found, ["a\tb", "\"c\\\"", "C:\\dir\\new", "\\"]);
    }

    #[test]
    fn the_way_of_quoting_is_guessed() {
        let tab = |sample| Dialect::guess('\t', "en\tur", sample);
        assert_eq!(tab("a\t\"b\nc\"\n\"d"), Dialect::Quoted('\t'));
        assert_eq!(tab("\"a\tb\nc\td\n"), Dialect::Escaped);
        assert_eq!(tab("\"He said \"\"no\"\"\"\tx\n"), Dialect::Quoted('\t'));
        assert_eq!(tab("\"Hello,\" he said.\tx\n"), Dialect::Escaped);
        assert_eq!(tab("\"Hello.\"\tx\n"), Dialect::Escaped);
        assert_eq!(tab("5\" pipe\t\"a \"\"b\"\"\"\n"), Dialect::Escaped);
        assert_eq!(
            Dialect::guess('\t', "\"en\"\t\"ur\"", ""),
            Dialect::Quoted('\t')
        );
    }
}
