//! What the aligner reads off a sentence: its stems, its marks and its length.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Letters of a word that stand for it: inflection and spelling vary behind them.
const STEM_LETTERS: usize = 5;

/// Words and marks read from one sentence at most; a line of a megabyte need not be read to its end.
const TOKENS_AT_MOST: usize = 400;

/// A kind of token: each kind is a witness of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TokenKind {
    /// A run of digits, with separators removed and every digit set read as ASCII.
    Number,
    /// The stem of a word.
    Word,
    /// A mark or symbol that a translation keeps: `?`, `:`, `(`, `%`.
    Mark,
}

/// A sentence as the witnesses see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Tokens in order: the kind, the stem (folded), the whole word (folded).
    pub(crate) tokens: Vec<Token>,
    /// Letters, digits and marks, without white space and controls.
    pub(crate) characters: usize,
}

/// One word, number or mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What kind of witness it is.
    pub(crate) kind: TokenKind,
    /// The folded word in full.
    pub(crate) word: String,
}

impl Token {
    /// The part of the word that stands for it in the lexicon.
    pub(crate) fn stem(&self) -> &str {
        stem(self.kind, &self.word)
    }
}

/// Cuts a folded word to its first letters; numbers and marks stay whole.
pub(crate) fn stem(kind: TokenKind, word: &str) -> &str {
    if kind != TokenKind::Word {
        return word;
    }
    match word.char_indices().nth(STEM_LETTERS) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

/// Reads a sentence. Works for any script: unspaced ones are cut into single characters.
pub(crate) fn read_sentence(text: &str) -> Reading {
    let mut reader = Reader::default();
    for letter in text.nfkd() {
        if reader.reading.tokens.len() >= TOKENS_AT_MOST {
            break;
        }
        reader.take(letter);
    }
    reader.finish_token();
    let mut reading = reader.reading;
    reading.characters = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control() && !is_invisible(*letter))
        .count();
    reading
}

#[derive(Default)]
struct Reader {
    reading: Reading,
    word: String,
    kind: Option<TokenKind>,
    /// A separator seen inside a number, dropped when a digit follows.
    separator: bool,
}

impl Reader {
    fn take(&mut self, letter: char) {
        if is_invisible(letter) || canonical_combining_class(letter) != 0 {
            return;
        }
        if let Some(digit) = decimal_digit(letter) {
            self.start(TokenKind::Number);
            self.word.push(digit);
            return;
        }
        if self.kind == Some(TokenKind::Number) && !self.separator && is_separator(letter) {
            self.separator = true;
            return;
        }
        if letter.is_alphanumeric() {
            self.take_letter(letter);
            return;
        }
        self.finish_token();
        if let Some(mark) = kept_mark(letter) {
            self.push(TokenKind::Mark, mark.to_string());
        }
    }

    fn take_letter(&mut self, letter: char) {
        if is_unspaced(letter) {
            self.finish_token();
            self.push(TokenKind::Word, letter.to_string());
            return;
        }
        self.start(TokenKind::Word);
        self.word.extend(letter.to_lowercase().map(fold_letter));
    }

    fn start(&mut self, kind: TokenKind) {
        if self.kind != Some(kind) || (self.separator && kind == TokenKind::Word) {
            self.finish_token();
            self.kind = Some(kind);
        }
        self.separator = false;
    }

    fn finish_token(&mut self) {
        self.separator = false;
        if let Some(kind) = self.kind.take() {
            let word = std::mem::take(&mut self.word);
            self.push(kind, word);
        }
    }

    fn push(&mut self, kind: TokenKind, word: String) {
        self.reading.tokens.push(Token { kind, word });
    }
}

/// Joins letters that writers of one language use for one another (compatibility forms are gone by now).
fn fold_letter(letter: char) -> char {
    match letter {
        'ي' | 'ى' | 'ې' | 'ۍ' | 'ے' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ګ' => 'گ',
        'ہ' | 'ھ' | 'ە' | 'ة' | 'ۃ' => 'ه',
        'ں' => 'ن',
        other => other,
    }
}

/// The ASCII digit of a decimal digit of the digit sets in wide use.
fn decimal_digit(letter: char) -> Option<char> {
    const ZEROS: [char; 8] = ['0', '٠', '۰', '०', '০', '੦', '૦', '௦'];
    ZEROS
        .iter()
        .map(|zero| (letter as u32).wrapping_sub(*zero as u32))
        .find(|value| *value < 10)
        .and_then(|value| char::from_digit(value, 10))
}

fn is_separator(letter: char) -> bool {
    matches!(letter, '.' | ',' | '،' | '٫' | '٬' | '\'' | '’')
}

/// Scripts that do not write spaces between words.
fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x309F | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The mark that stands for all marks of its kind; stops and commas say too little and are left out.
fn kept_mark(letter: char) -> Option<char> {
    match letter {
        '?' | '؟' | '\u{37E}' => Some('?'),
        ';' | '؛' => Some(';'),
        '%' | '٪' => Some('%'),
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => Some('"'),
        '!' | ':' | '(' | '/' | '+' | '=' | '@' | '#' | '&' | '*' | '<' | '$' | '€' | '£' | '['
        | '_' | '{' => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        read_sentence(text)
            .tokens
            .into_iter()
            .map(|token| token.word)
            .collect()
    }

    #[test]
    fn words_are_folded_and_numbers_lose_their_separators() {
        assert_eq!(words("Déjà 2,670 km²!"), ["deja", "2670", "km", "2", "!"]);
        assert_eq!(words("۲،۶۷۰ and ٧٩"), ["2670", "and", "79"]);
        assert_eq!(words("In 2003, two."), ["in", "2003", "two"]);
        assert_eq!(words("COVID-19"), ["covid", "19"]);
    }

    #[test]
    fn spelling_variants_of_one_word_meet() {
        assert_eq!(words("كيا"), words("کیا"));
        assert_eq!(words("\u{FEE3}\u{FEF4}\u{FB9F}"), words("میں"));
        assert_eq!(words("محـــمّد"), words("محمد"));
        assert_eq!(words("؟\u{200F}"), ["?"]);
    }

    #[test]
    fn unspaced_scripts_are_cut_into_characters() {
        assert_eq!(words("使用する"), ["使", "用", "す", "る"]);
    }

    #[test]
    fn a_stem_is_the_beginning_of_a_word() {
        let tokens = read_sentence("vaccinations 1234567").tokens;
        assert_eq!(tokens[0].stem(), "vacci");
        assert_eq!(tokens[1].stem(), "1234567");
    }
}
