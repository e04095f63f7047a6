//! Lists that run on in one line: `1) the first 2) the second`.

use memchr::memmem;

use super::chars::{is_bullet, is_dash};

/// How far the next item is looked for, in bytes. It bounds the cost of a marker.
const REACH: usize = 2000;

/// Words after which a number is a reference and begins no item: `in section 2. Then`.
const REFERRING: &[&str] = &[
    "a", "about", "above", "act", "after", "and", "appendix", "article", "at", "before", "below",
    "between", "book", "box", "by", "chapter", "class", "exactly", "figure", "for", "from",
    "grade", "in", "least", "level", "line", "most", "no", "number", "of", "on", "only", "option",
    "or", "over", "page", "part", "phase", "point", "question", "rule", "scene", "section",
    "stage", "step", "table", "than", "the", "to", "type", "under", "until", "version", "volume",
    "was", "were", "with", "is", "are",
];

/// A marker at the beginning of a segment, in bytes from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker<'t> {
    bullet: &'t str,
    open: bool,
    count: Count,
    close: &'t str,
    /// After the marker.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    Number(u32),
    Letter(u8),
}

impl<'t> Marker<'t> {
    /// Reads the marker that a segment begins with.
    pub(super) fn read(segment: &'t str) -> Option<Self> {
        let first = segment.chars().next()?;
        if !(first.is_ascii_alphanumeric() || first == '(' || is_bullet(first)) {
            return None;
        }
        let rest = segment
            .trim_start_matches(is_bullet)
            .trim_start_matches(' ');
        let bullet = &segment[..segment.len() - rest.len()];
        let open = rest.starts_with('(');
        let rest = &rest[usize::from(open)..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (count, length) = match digits {
            0 => (
                Count::Letter(rest.bytes().next().filter(u8::is_ascii_alphabetic)?),
                1,
            ),
            1..=3 => (Count::Number(rest[..digits].parse().ok()?), digits),
            _ => return None,
        };
        let close = [".)", ")", "."]
            .into_iter()
            .find(|close| rest[length..].starts_with(close))?;
        let behind = &rest[length + close.len()..];
        // `A.` is more often the initial of a name than the first of a list.
        let initial =
            close == "." && matches!(count, Count::Letter(letter) if letter.is_ascii_uppercase());
        if initial || !behind.starts_with([' ', '\t', '\u{a0}']) {
            return None;
        }
        let end = segment.len() - behind.len();
        Some(Self {
            bullet,
            open,
            count,
            close,
            end,
        })
    }

    /// Where the next item of the same list begins in its segment, in bytes.
    pub(super) fn next_item(&self, segment: &str) -> Option<usize> {
        let next = match self.count {
            Count::Number(number) => format!("{}{}", self.bullet, number + 1),
            Count::Letter(letter) => format!("{}{}", self.bullet, char::from(letter + 1)),
        };
        let open = if self.open { "(" } else { "" };
        let needle = format!(" {open}{next}{} ", self.close);
        let reach = &segment[..segment.floor_char_boundary(REACH)];
        let at = memmem::find(reach.as_bytes().get(self.end..)?, needle.as_bytes())? + self.end + 1;
        let behind = &segment[at + needle.len() - 2..];
        let ahead = segment[..at].trim_end();
        (self.starts_item(ahead) && !behind.trim_start().is_empty()).then_some(at)
    }

    /// Whether what stands before the next marker lets an item begin there.
    fn starts_item(&self, ahead: &str) -> bool {
        if !self.bullet.is_empty() || self.close != "." {
            return true;
        }
        let word = ahead
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or("");
        !ahead.ends_with(is_dash) && !REFERRING.contains(&word.to_ascii_lowercase().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(text: &str) -> Option<&str> {
        let marker = Marker::read(text)?;
        marker.next_item(text).map(|at| &text[at..])
    }

    #[test]
    fn the_next_item_has_the_next_count_in_the_same_dress() {
        assert_eq!(next("1.) One 2.) Two"), Some("2.) Two"));
        assert_eq!(next("9) One 10) Two"), Some("10) Two"));
        assert_eq!(next("• 9. One • 10. Two"), Some("• 10. Two"));
        assert_eq!(next("⁃9. One ⁃10. Two"), Some("⁃10. Two"));
        assert_eq!(next("(a) one (b) two"), Some("(b) two"));
        assert_eq!(next("a. one b. two"), Some("b. two"));
        assert_eq!(next("1) One 3) Three"), None);
        assert_eq!(next("1. See section 2. Then go."), None);
        assert_eq!(next("A. Smith met B. Jones"), None);
        assert_eq!(next("1.5 times 2.5"), None);
        assert_eq!(next("1) One 2) "), None);
    }
}
