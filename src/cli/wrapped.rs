//! Long texts on a terminal: lines that are broken between words.

/// The lines of a text of so many characters each, broken between words; a longer word has a line of its own.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut space, mut count) = (0, None, 0);
    for (at, c) in text.char_indices() {
        if c == ' ' {
            if count > width
                && let Some(end) = space
            {
                lines.push(&text[start..end]);
                start = end + 1;
                count = text[start..at].chars().count();
            }
            space = Some(at);
        }
        count += 1;
    }
    match space.filter(|end| count > width && *end > start) {
        Some(end) => lines.extend([&text[start..end], &text[end + 1..]]),
        None => lines.push(&text[start..]),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 80), ["one two three"]);
        assert_eq!(wrapped("abcdefgh i", 4), ["abcdefgh", "i"]);
        assert_eq!(wrapped("ایک دو تین", 6), ["ایک دو", "تین"]);
        assert_eq!(wrapped("", 6), [""]);
    }
}
