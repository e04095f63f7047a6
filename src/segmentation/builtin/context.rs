//! Sees what stands around a mark, and says it in features.

use super::chars::{
    is_arabic_letter, is_bullet, is_closing_bracket, is_dash, is_emphasis, is_inner, is_invisible,
    is_opening_bracket, is_quote, is_word,
};
use super::features::{Features, Side, shape};
use super::run::Run;
use super::table::Table;

/// The longest word that is looked up, in bytes; a longer one is in no list. It bounds the cost of a mark.
const LONGEST: usize = 64;

/// Within how many words before a mark a verb is looked for.
const CLAUSE: usize = 8;

/// What stands around a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'t> {
    /// The features, side by side.
    pub(super) features: Features,
    /// The word at the mark.
    pub(super) before: &'t str,
    /// The word after it.
    pub(super) after: &'t str,
    /// The segment up to the word at the mark.
    head: &'t str,
    /// The segment up to the mark.
    course: &'t str,
}

impl<'t> Context<'t> {
    /// Looks around a run in a text whose present segment begins at `segment`.
    pub(super) fn of(table: &Table, text: &'t str, segment: usize, run: &Run) -> Self {
        let mut features = Features::none();
        let stem = text[segment..run.start].trim_end().len() + segment;
        let mut mark_bits = run.bits;
        if stem < run.start {
            mark_bits |= shape::SPACED;
        }
        let before = last_word(&text[segment..stem]);
        let word_start = stem - before.len();
        let mut bits = word_shape(before) | listed(table, before);
        if before.is_empty() {
            bits |= shape::BARE;
        }
        if begins(&text[segment..word_start]) {
            bits |= shape::START;
            if is_marker(before) {
                bits |= shape::MARKER;
            }
        }
        features.add(Side::Before, bits);
        let (after, after_bits) = following(table, &text[run.next..]);
        features.add(Side::After, after_bits);
        if run.bits & shape::GLUED != 0
            && is_address(&text[segment..word_start], before, &text[run.next..])
        {
            features.add(Side::Before, shape::ADDRESS);
        }
        features.add(Side::Mark, mark_bits);
        Self {
            features,
            before,
            after,
            head: &text[segment..word_start],
            course: &text[segment..stem],
        }
    }

    /// The features of what stands before the word at the mark.
    pub(super) fn prior(&self, table: &Table) -> u64 {
        prior(table, self.head) | course(table, self.course)
    }
}

/// The word that a text ends in, without what opens before it; empty when it ends in something else.
fn last_word(text: &str) -> &str {
    let plain = text
        .bytes()
        .rev()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_lowercase())
        .count();
    if text[..text.len() - plain].ends_with(' ') {
        // Most words: the same as below, in fewer steps.
        return &text[text.len() - plain..];
    }
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
    let near = &text[from..];
    let start = near.rfind(|c| !is_inner(c)).map_or(0, |at| {
        at + near[at..].chars().next().map_or(1, char::len_utf8)
    });
    near[start..].trim_start_matches(['\'', '’', '.'])
}

/// Whether nothing but brackets, quotes and bullets stands before a word in its segment.
fn begins(text: &str) -> bool {
    text.len() <= LONGEST
        && text.chars().all(|c| {
            c.is_whitespace()
                || is_quote(c)
                || is_opening_bracket(c)
                || is_bullet(c)
                || is_invisible(c)
                || is_emphasis(c)
                || is_dash(c)
        })
}

/// Whether a word is a number or a letter that counts items.
fn is_marker(word: &str) -> bool {
    if word.len() > 8 {
        return false;
    }
    let count = word.chars().count();
    let roman = count <= 5
        && word
            .bytes()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'i' | b'v' | b'x'));
    let number = count <= 3 && word.chars().all(char::is_numeric);
    let letter = count == 1 && word.chars().all(char::is_alphabetic);
    let outline = word.contains('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    count > 0 && (roman || number || letter || outline)
}

/// The shapes of the word before a mark.
fn word_shape(word: &str) -> u64 {
    if word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        // Most words: the same as below, in fewer steps.
        let vowel = |byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let vowelless = if word.bytes().any(vowel) {
            0
        } else {
            shape::VOWELLESS
        };
        let short = if word.len() <= 4 { shape::SHORT } else { 0 };
        return shape::LOWER | shape::WORD | vowelless | short;
    }
    let Some(first) = word.chars().next() else {
        return 0;
    };
    let count = Count::of(word);
    let of = |letters: &str| word.ends_with(|c| letters.contains(c));
    let only = |digits: &[u8]| word.bytes().all(|byte| digits.contains(&byte));
    let mut bits = letter_case(first, shape::CAPITAL, shape::LOWER, shape::CASELESS);
    let mut add = |yes: bool, bit: u64| bits |= if yes { bit } else { 0 };
    add(of(VOWEL_ENDS), shape::VOWEL_END);
    add(count.letters > 1 && count.dots == 0, shape::WORD);
    add(
        count.letters > 1 && count.upper == count.letters,
        shape::UPPER,
    );
    add(count.letters == 1 && count.digits == 0, shape::LETTER);
    let dotted = count.dots > 0 && count.longest <= 2 && count.digits == 0;
    add(count.letters > 1 && dotted, shape::DOTTED);
    add(count.letters == 0 && count.digits > 0, shape::NUMBER);
    let vowelless = count.vowels == 0 && count.digits == 0;
    add(count.letters > 1 && vowelless, shape::VOWELLESS);
    add((1..=4).contains(&count.letters), shape::SHORT);
    let ordinal = count.dots == 0 && (1..=2).contains(&count.digits);
    add(count.letters == 0 && ordinal, shape::ORDINAL);
    add(only(b"IVXLCDM"), shape::ROMAN);
    bits
}

/// Letters of the Arabic script that write a vowel, and so end most Urdu verbs.
const VOWEL_ENDS: &str = "ایےںوہئۓيېۍه";

/// What a word is made of.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    letters: u32,
    upper: u32,
    vowels: u32,
    digits: u32,
    dots: u32,
    /// The most letters between two dots.
    longest: u32,
}

impl Count {
    fn of(word: &str) -> Self {
        let mut count = Self::default();
        let mut part = 0;
        for c in word.chars() {
            let arabic = is_arabic_letter(c);
            if arabic || c.is_alphabetic() {
                part += 1;
                count.letters += 1;
                count.longest = count.longest.max(part);
                count.upper += u32::from(!arabic && c.is_uppercase());
                let vowel = matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
                count.vowels += u32::from(vowel || !c.is_ascii());
            } else if c == '.' {
                count.dots += 1;
                part = 0;
            } else {
                count.digits += u32::from(c.is_numeric());
            }
        }
        count
    }
}

fn letter_case(c: char, upper: u64, lower: u64, caseless: u64) -> u64 {
    if is_arabic_letter(c) {
        caseless
    } else if c.is_uppercase() {
        upper
    } else if c.is_lowercase() {
        lower
    } else if c.is_alphabetic() {
        caseless
    } else {
        0
    }
}

/// The lists that hold a word as it is written, or in lower case.
fn listed(table: &Table, word: &str) -> u64 {
    if word.is_empty() || word.len() > LONGEST / 2 {
        return 0;
    }
    let mut bits = table.word_bits(word);
    let mut buffer = [0u8; LONGEST * 2];
    if word.is_ascii() {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let lower = &mut buffer[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            bits |= std::str::from_utf8(lower).map_or(0, |lower| table.word_bits(lower));
        }
    } else if word
        .chars()
        .any(|c| !is_arabic_letter(c) && c.is_uppercase())
    {
        let mut length = 0;
        for c in word.chars().flat_map(char::to_lowercase) {
            length += c.encode_utf8(&mut buffer[length..]).len();
        }
        bits |= std::str::from_utf8(&buffer[..length]).map_or(0, |lower| table.word_bits(lower));
    }
    bits
}

/// What stands before the word at the mark.
fn prior(table: &Table, text: &str) -> u64 {
    let before = text.trim_end();
    let word = last_word(
        before
            .strip_suffix('.')
            .or(before.strip_suffix('۔'))
            .unwrap_or(before),
    );
    if word.is_empty() {
        return shape::BARE;
    }
    word_shape(word) | listed(table, word)
}

/// What can be said of the segment up to here: that it is no more than an opening phrase such as `At 5 p.m.`, or
/// that it has three words or more, and among the last ones neither a comma nor one of the list of verbs.
fn course(table: &Table, text: &str) -> u64 {
    let mut bits = 0;
    let openers = table.known.preposition;
    if openers != 0 && text.len() <= LONGEST {
        let mut words = text.split_whitespace();
        let first = words.next().map_or(0, |word| listed(table, word));
        if first & openers != 0 && words.count() <= 3 {
            bits |= shape::OPENING;
        }
    }
    let verbs = table.known.verb;
    if verbs != 0 {
        let near = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST * 8))..];
        let (clause, count) = last_words(near);
        let verbal = |word: &str| table.word_bits(word) & verbs != 0;
        let listing = clause.contains(['،', '؛', ',']);
        if count > 2 && !listing && !clause.split(|c| !is_word(c)).any(verbal) {
            bits |= shape::VERBLESS;
        }
    }
    bits
}

/// The part of a text that its last words make up, and their number.
fn last_words(text: &str) -> (&str, usize) {
    let (mut count, mut inside, mut start) = (0, false, text.len());
    for (at, c) in text.char_indices().rev() {
        let word = is_word(c);
        if word && !inside {
            if count == CLAUSE {
                break;
            }
            count += 1;
        }
        inside = word;
        start = at;
    }
    (&text[start..], count)
}

/// The first word of what follows, and its features.
fn following<'t>(table: &Table, text: &'t str) -> (&'t str, u64) {
    let opener =
        |c: char| is_quote(c) || is_opening_bracket(c) || is_invisible(c) || is_emphasis(c);
    let letter_first = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphanumeric());
    let rest = if letter_first {
        text
    } else {
        text.trim_start_matches(opener)
    };
    let mut bits = if rest.len() < text.len() {
        shape::OPENER
    } else {
        0
    };
    let Some(first) = rest.chars().next() else {
        return ("", bits | shape::END);
    };
    bits |= letter_case(
        first,
        shape::CAPITAL_AFTER,
        shape::LOWER_AFTER,
        shape::CASELESS_AFTER,
    );
    if !is_word(first) {
        return ("", bits | other_shape(table, first));
    }
    let word = first_word(rest);
    let behind = &rest[word.len()..];
    if behind.starts_with(' ')
        && word.len() > 1
        && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
    {
        // Most words: the same as below, in fewer steps.
        bits |= if first.is_numeric() {
            shape::DIGIT
        } else {
            shape::WORD_AFTER
        };
        return (word, bits | listed(table, word));
    }
    (
        word,
        bits | following_shape(word, behind) | listed(table, word),
    )
}

/// The shapes of the word after a mark.
fn following_shape(word: &str, behind: &str) -> u64 {
    let count = Count::of(word);
    let marker = behind.starts_with(['.', ')']) && is_marker(word) && ends_marker(behind);
    let only = |digits: &[u8]| word.bytes().all(|byte| digits.contains(&byte));
    let mut bits = 0;
    let mut add = |yes: bool, bit: u64| bits |= if yes { bit } else { 0 };
    add(word.starts_with(char::is_numeric), shape::DIGIT);
    add(count.letters > 1, shape::WORD_AFTER);
    add(count.letters == 1 && count.digits == 0, shape::SHORT_AFTER);
    add(
        count.letters > 1 && count.upper == count.letters,
        shape::UPPER_AFTER,
    );
    add(
        count.letters == 1 && count.upper == 1 && behind.starts_with('.'),
        shape::INITIAL,
    );
    add(behind.starts_with(['.', '۔']), shape::STOPPED);
    add(marker, shape::MARKER_AFTER);
    add(only(b"IVXLC"), shape::ROMAN_AFTER);
    add(is_address_head(word, behind), shape::ADDRESS_AFTER);
    bits
}

/// The word that a text begins with.
fn first_word(text: &str) -> &str {
    let plain = text
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return &text[..plain];
    }
    let near = &text[..text.floor_char_boundary(LONGEST)];
    &near[..near.find(|c| !is_word(c)).unwrap_or(near.len())]
}

fn other_shape(table: &Table, c: char) -> u64 {
    if matches!(c, ',' | ';' | ':' | '،' | '؛' | '、') {
        shape::COMMA
    } else if is_dash(c) {
        shape::DASH
    } else if is_bullet(c) {
        shape::BULLET
    } else if is_closing_bracket(c) {
        shape::CLOSER
    } else if table.mark_bits(c) != 0 {
        shape::MARK_AFTER
    } else if c.is_numeric() {
        shape::DIGIT
    } else {
        shape::SYMBOL
    }
}

fn ends_marker(behind: &str) -> bool {
    let mut chars = behind.chars();
    match chars.next() {
        Some('.') => chars.next().is_some_and(|c| c.is_whitespace() || c == ')'),
        Some(')') => chars.next().is_some_and(char::is_whitespace),
        _ => false,
    }
}

/// Whether a word begins an address: `www.…`, `http://…`, `name@…`.
fn is_address_head(word: &str, behind: &str) -> bool {
    behind.starts_with('@')
        || (behind.starts_with([':', '.'])
            && matches!(word, "www" | "http" | "https" | "ftp" | "mailto"))
}

/// Whether a mark without a space stands inside an address, a path or a name of a file.
fn is_address(head: &str, before: &str, rest: &str) -> bool {
    let joins = |c: char| matches!(c, '/' | '@' | '\\' | '_' | '#' | '=' | '%' | '~' | ':');
    let inside = |c: char| is_inner(c) || joins(c) || c == '-';
    let tail = &rest[..rest.floor_char_boundary(LONGEST)];
    let tail = &tail[..tail.find(|c| !inside(c)).unwrap_or(tail.len())];
    let tail = tail.trim_end_matches('.');
    before.contains(['@', '.'])
        || head.ends_with(joins)
        || tail.contains(joins)
        || tail.contains('.')
}
