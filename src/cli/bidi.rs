//! Right-to-left text on a terminal: runs are wrapped in isolates, there and nowhere else.

/// Opens a right-to-left isolate.
const RLI: char = '\u{2067}';
/// Closes an isolate.
const PDI: char = '\u{2069}';

/// Wraps each run of right-to-left text of a line in an isolate, so that what stands around it keeps
/// its place. A run begins and ends with a right-to-left letter. Costs one pass.
pub(super) fn isolated(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line;
    while let Some(start) = rest.find(is_right_to_left) {
        let run = &rest[start..];
        let stop = run.find(is_left_to_right).unwrap_or(run.len());
        let end = run[..stop]
            .char_indices()
            .rfind(|(_, c)| is_right_to_left(*c));
        let end = end.map_or(stop, |(at, c)| at + c.len_utf8());
        out.push_str(&rest[..start]);
        out.push(RLI);
        out.push_str(&run[..end]);
        out.push(PDI);
        rest = &run[end..];
    }
    out.push_str(rest);
    out
}

/// Letters and marks of the scripts that run from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{1E900}'..='\u{1E95F}')
}

/// What ends a run: a letter of another script, or a character that moves the cursor.
fn is_left_to_right(c: char) -> bool {
    c.is_control() || (c.is_alphabetic() && !is_right_to_left(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_wrapped_and_nothing_else() {
        assert_eq!(isolated("plain 12"), "plain 12");
        assert_eq!(
            isolated("2 | \"کل آج\" | x"),
            "2 | \"\u{2067}کل آج\u{2069}\" | x"
        );
        assert_eq!(
            isolated("کل TTP آج"),
            "\u{2067}کل\u{2069} TTP \u{2067}آج\u{2069}"
        );
    }
}
