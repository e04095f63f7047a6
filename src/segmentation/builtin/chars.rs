//! What the characters around a mark are: quotes, brackets, invisible marks, letters.

/// Whether a character takes part in a quotation, on either side: which one opens differs by language.
#[inline]
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '«' | '»' | '\u{2018}'
            ..='\u{201F}' | '‹' | '›' | '「' | '」' | '『' | '』' | '`' | '´' | '″'
    )
}

/// Whether a character closes a bracket.
#[inline]
pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '）' | '］' | '〉' | '》' | '】')
}

/// Whether a character opens a bracket.
#[inline]
pub(super) fn is_opening_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '［' | '〈' | '《' | '【')
}

/// Whether a character is not seen: direction marks, joiners, the byte order mark, the soft hyphen.
#[inline]
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
            | '\u{061C}' | '\u{FEFF}' | '\u{00AD}'
    )
}

/// Whether a character marks emphasis in plain text.
#[inline]
pub(super) fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

/// Whether a character is drawn before the items of a list.
#[inline]
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '◦'
            | '‣'
            | '⁃'
            | '∙'
            | '·'
            | '▪'
            | '●'
            | '○'
            | '■'
            | '□'
            | '➢'
            | '►'
            | '✓'
            | '❖'
    )
}

/// Whether a character is a dash or a hyphen.
#[inline]
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '−' | '‐' | '‑')
}

/// Whether a character belongs to a word: letters, digits, vowel signs.
#[inline]
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else if is_arabic_letter(c) {
        true
    } else {
        c.is_alphanumeric() || is_combining(c)
    }
}

/// Whether a character may stand inside the word before a mark: what a word is made of, and `U.S`, `o'clock`, `AT&T`, `N°`.
#[inline]
pub(super) fn is_inner(c: char) -> bool {
    is_word(c)
        || matches!(
            c,
            '.' | '\'' | '’' | '&' | '@' | '°' | '\u{200C}'..='\u{200F}'
        )
}

/// Whether a character is written over or under another one.
fn is_combining(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
            | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{08D3}'..='\u{08FF}' | '\u{0900}'..='\u{0903}'
            | '\u{093A}'..='\u{094F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}'
    )
}

/// Whether a character is a letter of the Arabic script, of those that Urdu and Pashto use. Quicker than to ask Unicode.
#[inline]
pub(super) fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{0671}'..='\u{06D3}')
}
