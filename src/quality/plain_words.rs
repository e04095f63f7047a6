//! Words that are there to be translated, told from names of programs, addresses and code.

use crate::text::words;

/// How many words of a text are there to be translated: two letters or more, not all capitals, and
/// no part of an address or of code.
pub(super) fn count_plain_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|chunk| !is_technical(chunk))
        .flat_map(|chunk| words(chunk).map(|word| &chunk[word]))
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .filter(|word| word.chars().any(char::is_lowercase) || word.chars().all(is_uncased))
        .count()
}

/// Whether a chunk between spaces is an address, a path, a placeholder or a name of a program.
pub(super) fn is_technical(chunk: &str) -> bool {
    chunk.contains(['/', '\\', '@', '_', '=', '<', '>', '{', '}', '$', '%', '`'])
        || chunk.contains("::")
        || chunk.trim_end_matches(['.', ':']).contains(['.', ':'])
        || chunk.starts_with("--")
        || has_inner_capital(chunk)
}

/// Whether a capital follows a small letter, as in names of programs.
fn has_inner_capital(chunk: &str) -> bool {
    let mut chars = chunk.chars();
    chars.any(char::is_lowercase) && chars.any(char::is_uppercase)
}

fn is_uncased(c: char) -> bool {
    !c.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_prose_are_counted_and_code_is_not() {
        assert_eq!(count_plain_words("Peace talks resume"), 3);
        assert_eq!(
            count_plain_words("COVID-19 at https://example.org, x = y_1"),
            1
        );
        assert_eq!(count_plain_words("NATO, WHO and GitHub"), 1);
    }
}
