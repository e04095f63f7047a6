//! Faults of each kind, planted in a good pair of texts.

/// A kind of fault.
pub(super) struct Fault {
    /// The check that should find it.
    pub(super) check: &'static str,
    /// What it is.
    pub(super) name: &'static str,
    /// Plants it; `None` where the pair has no place for it.
    pub(super) plant: fn(&mut Random, &str, &str, &str) -> Option<Planted>,
}

/// A pair without and with a fault.
pub(super) struct Planted {
    pub(super) source: String,
    pub(super) good: String,
    pub(super) bad: String,
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        (!all.is_empty()).then(|| &all[self.below(all.len())])
    }
}

const fn fault(
    check: &'static str,
    name: &'static str,
    plant: fn(&mut Random, &str, &str, &str) -> Option<Planted>,
) -> Fault {
    Fault { check, name, plant }
}

/// A fault in the target alone.
fn target(source: &str, good: &str, bad: String) -> Option<Planted> {
    (good != bad).then(|| Planted {
        source: source.to_owned(),
        good: good.to_owned(),
        bad,
    })
}

/// The offsets of a character.
fn places(text: &str, wanted: impl Fn(char) -> bool) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| wanted(*c)).collect()
}

/// The text with one of its characters of a kind replaced.
fn replaced(
    random: &mut Random,
    text: &str,
    wanted: impl Fn(char) -> bool,
    new: &str,
) -> Option<String> {
    let all = places(text, wanted);
    let (at, c) = *random.of(&all)?;
    Some(format!(
        "{}{new}{}",
        &text[..at],
        &text[at + c.len_utf8()..]
    ))
}

/// The text with something put in at a space, in place of it.
fn at_space(random: &mut Random, text: &str, new: &str) -> Option<String> {
    let all = places(text, |c| c == ' ');
    let inner: Vec<_> = all
        .into_iter()
        .filter(|(at, _)| {
            let (before, after) = (
                text[..*at].chars().next_back(),
                text[at + 1..].chars().next(),
            );
            before.is_some_and(is_letter) && after.is_some_and(is_letter)
        })
        .collect();
    let (at, _) = *random.of(&inner)?;
    Some(format!("{}{new}{}", &text[..at], &text[at + 1..]))
}

/// The text with a word of its script taken through a change.
fn with_word(
    random: &mut Random,
    text: &str,
    least: usize,
    change: impl Fn(&str) -> String,
) -> Option<String> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        if word.chars().count() >= least && word.chars().all(is_letter) {
            words.push((at, word));
        }
        at += word.len() + 1;
    }
    let (at, word) = *random.of(&words)?;
    Some(format!(
        "{}{}{}",
        &text[..at],
        change(word),
        &text[at + word.len()..]
    ))
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}') && c != '\u{640}'
}

/// Something put in both texts, and something else in the target.
fn both(
    random: &mut Random,
    source: &str,
    text: &str,
    right: &str,
    wrong: &str,
) -> Option<Planted> {
    let put = |text: &str, at: usize, new: &str| {
        let spaces = places(text, |c| c == ' ');
        let (at, _) = *spaces.get(at % spaces.len().max(1))?;
        Some(format!("{} {new}{}", &text[..at], &text[at..]))
    };
    let (a, b) = (random.below(99), random.below(99));
    Some(Planted {
        source: put(source, a, right)?,
        good: put(text, b, right)?,
        bad: if wrong.is_empty() {
            text.to_owned()
        } else {
            put(text, b, wrong)?
        },
    })
}

/// A number of the text in ASCII or extended digits: its place.
fn number(random: &mut Random, text: &str) -> Option<std::ops::Range<usize>> {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '۰'..='۹');
    let mut numbers = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        if !word.is_empty() && word.chars().all(is_digit) {
            numbers.push(at..at + word.len());
        }
        at += word.len() + 1;
    }
    random.of(&numbers).cloned()
}

/// A digit changed for another of its set.
fn next_digit(c: char) -> char {
    match c {
        '9' => '1',
        '۹' => '۱',
        _ => char::from_u32(c as u32 + 1).unwrap(),
    }
}

fn other_set(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(c as u32 - 0x30 + 0x6F0).unwrap(),
        _ => char::from_u32(c as u32 - 0x6F0 + 0x30).unwrap(),
    }
}

/// A word of a source of four small letters or more.
fn plain_word(random: &mut Random, source: &str) -> Option<String> {
    let words: Vec<&str> = source
        .split(' ')
        .filter(|word| word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect();
    random.of(&words).map(|word| (*word).to_owned())
}

pub(super) const FAULTS: &[Fault] = &[
    fault("empty-target", "nothing but a space", |_, _, s, t| {
        target(s, t, " ".to_owned())
    }),
    fault("same-as-source", "the source copied", |_, _, s, t| {
        target(s, t, s.to_owned())
    }),
    fault("latin-left", "a word of the source", |r, _, s, t| {
        let word = plain_word(r, s)?;
        target(s, t, with_word(r, t, 2, |_| word.clone())?)
    }),
    fault("latin-left", "no letter of the script", |_, _, s, t| {
        target(
            s,
            t,
            t.chars()
                .map(|c| {
                    if is_letter(c) {
                        char::from(b'a' + (c as u32 % 26) as u8)
                    } else {
                        c
                    }
                })
                .collect(),
        )
    }),
    fault("corrupted-text", "a lost character", |r, _, s, t| {
        target(s, t, replaced(r, t, is_letter, "\u{FFFD}")?)
    }),
    fault(
        "corrupted-text",
        "read in the wrong encoding",
        |_, _, s, t| target(s, t, t.bytes().map(encoding).collect()),
    ),
    fault(
        "corrupted-text",
        "question marks for letters",
        |_, _, s, t| {
            target(
                s,
                t,
                t.chars()
                    .map(|c| if is_letter(c) { '?' } else { c })
                    .collect(),
            )
        },
    ),
    fault("number-differs", "a digit changed", |r, _, s, t| {
        let span = number(r, t)?;
        let digits: Vec<char> = t[span.clone()].chars().collect();
        let at = r.below(digits.len());
        let new: String = digits
            .iter()
            .enumerate()
            .map(|(i, c)| if i == at { next_digit(*c) } else { *c })
            .collect();
        target(s, t, format!("{}{new}{}", &t[..span.start], &t[span.end..]))
    }),
    fault("number-differs", "a number left out", |r, _, s, t| {
        let span = number(r, t)?;
        target(s, t, format!("{}{}", &t[..span.start], &t[span.end..]))
    }),
    fault("digits-mixed", "a number in the other set", |r, _, s, t| {
        let spans: Vec<_> = (0..9).filter_map(|_| number(r, t)).collect();
        let first = spans.first()?;
        spans.iter().find(|span| *span != first)?;
        let new: String = t[first.clone()].chars().map(other_set).collect();
        target(
            s,
            t,
            format!("{}{new}{}", &t[..first.start], &t[first.end..]),
        )
    }),
    fault("length-ratio", "cut to a quarter", |_, _, s, t| {
        let words: Vec<&str> = t.split(' ').collect();
        (s.chars().count() > 40).then(|| target(s, t, words[..words.len() / 4].join(" ")))?
    }),
    fault("length-ratio", "the text three times", |_, _, s, t| {
        target(s, t, [t, t, t].join(" "))
    }),
    fault("sentence-count", "a sentence more", |_, _, s, t| {
        let ends = t.ends_with(['۔', '.', '؟']);
        ends.then(|| target(s, t, format!("{t} {t}")))?
    }),
    fault("inconsistent", "another translation", |r, _, s, t| {
        target(
            s,
            t,
            with_word(r, t, 4, |word| word.chars().rev().collect())?,
        )
    }),
    fault("placeholders", "%s left out", |r, _, s, t| {
        both(r, s, t, "%s", "")
    }),
    fault("placeholders", "%d for %s", |r, _, s, t| {
        both(r, s, t, "%s", "%d")
    }),
    fault("placeholders", "{name} changed", |r, _, s, t| {
        both(r, s, t, "{name}", "{nome}")
    }),
    fault("placeholders", "{{x}} left out", |r, _, s, t| {
        both(r, s, t, "{{x}}", "")
    }),
    fault("placeholders", "$VAR changed", |r, _, s, t| {
        both(r, s, t, "$VAR", "$VAL")
    }),
    fault("placeholders", "&amp; broken", |r, _, s, t| {
        both(r, s, t, "&copy;", "&copy")
    }),
    fault("placeholders", "</b> left out", |r, _, s, t| {
        both(r, s, t, "<b>x</b>", "<b>x")
    }),
    fault("address-differs", "address changed", |r, _, s, t| {
        both(r, s, t, "https://example.org/a1", "https://example.org/a2")
    }),
    fault("address-differs", "e-mail left out", |r, _, s, t| {
        both(r, s, t, "me@example.org", "")
    }),
    fault("starts-with-mark", "the end mark first", |_, _, s, t| {
        let mark = t
            .chars()
            .next_back()
            .filter(|c| matches!(c, '۔' | '.' | '؟'))?;
        target(s, t, format!("{mark}{}", t.trim_end_matches(mark)))
    }),
    fault("end-mark", "no end mark", |_, _, s, t| {
        let ends = s.ends_with(['.', '?']) && t.ends_with(['۔', '.', '؟']);
        ends.then(|| target(s, t, t.trim_end_matches(['۔', '.', '؟']).to_owned()))?
    }),
    fault("end-mark", "a mark of the Latin script", |_, lang, s, t| {
        let wrong = if lang == "ur" { "." } else { "?" };
        let mark = if lang == "ur" { '۔' } else { '؟' };
        target(s, t, format!("{}{wrong}", t.strip_suffix(mark)?))
    }),
    fault("latin-mark", ", for ،", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == '،', ",")?)
    }),
    fault("latin-mark", "; for ،", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == '،', ";")?)
    }),
    fault("latin-mark", ". inside the text", |r, lang, s, t| {
        let stops: Vec<_> = t.match_indices("۔ ").collect();
        let (at, _) = *r.of(&stops)?;
        (lang == "ur").then(|| target(s, t, format!("{}. {}", &t[..at], &t[at + 3..])))?
    }),
    fault("brackets", "not closed", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("({word}"))?)
    }),
    fault("brackets", "closes nothing", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("{word}]"))?)
    }),
    fault("brackets", "the wrong way round", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("){word}("))?)
    }),
    fault("quotes", "“ not closed", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("“{word}"))?)
    }),
    fault("quotes", "’’ not closed", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("’’{word}"))?)
    }),
    fault("quotes", "» not opened", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("{word}»"))?)
    }),
    fault("quotes", "»x«", |r, _, s, t| {
        target(s, t, with_word(r, t, 3, |word| format!("»{word}«"))?)
    }),
    fault("spaces", "double", |r, _, s, t| {
        target(s, t, at_space(r, t, "  ")?)
    }),
    fault("spaces", "before a mark", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == '،', " ،")?)
    }),
    fault("spaces", "missing after a mark", |r, _, s, t| {
        let commas: Vec<_> = t
            .match_indices("، ")
            .filter(|(at, _)| t[at + 3..].starts_with(is_letter))
            .collect();
        let (at, _) = *r.of(&commas)?;
        target(s, t, format!("{}،{}", &t[..at], &t[at + 3..]))
    }),
    fault("spaces", "at the end", |_, _, s, t| {
        target(s, t, format!("{t} "))
    }),
    fault("spaces", "no-break beside a space", |r, _, s, t| {
        target(s, t, at_space(r, t, "\u{A0} ")?)
    }),
    fault("spaces", "ZWNJ beside a space", |r, _, s, t| {
        target(s, t, at_space(r, t, "\u{200C} ")?)
    }),
    fault("wrong-letter", "ك for ک", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == 'ک', "ك")?)
    }),
    fault("wrong-letter", "ي for ی", |r, lang, s, t| {
        (lang == "ur").then(|| target(s, t, replaced(r, t, |c| c == 'ی', "ي")?))?
    }),
    fault("wrong-letter", "ه for ہ, ہ for ه", |r, lang, s, t| {
        let (right, wrong) = if lang == "ur" {
            ('ہ', "ه")
        } else {
            ('ه', "ہ")
        };
        target(s, t, replaced(r, t, |c| c == right, wrong)?)
    }),
    fault("wrong-letter", "ھ first", |r, lang, s, t| {
        let words: Vec<_> = t
            .match_indices(" ہ")
            .filter(|(at, _)| t[at + 3..].starts_with(is_letter))
            .collect();
        let (at, _) = *r.of(&words)?;
        (lang == "ur").then(|| target(s, t, format!("{} ھ{}", &t[..at], &t[at + 3..])))?
    }),
    fault("wrong-letter", "no space after ے", |r, lang, s, t| {
        let words: Vec<_> = t
            .match_indices("ے ")
            .filter(|(at, _)| t[at + 3..].starts_with(is_letter))
            .collect();
        let (at, _) = *r.of(&words)?;
        (lang == "ur").then(|| target(s, t, format!("{}ے{}", &t[..at], &t[at + 3..])))?
    }),
    fault("wrong-letter", "ۓ for ئے", |r, lang, s, t| {
        let words: Vec<_> = t.match_indices("ئے").collect();
        let (at, old) = *r.of(&words)?;
        (lang == "ur").then(|| target(s, t, format!("{}ۓ{}", &t[..at], &t[at + old.len()..])))?
    }),
    fault("presentation-form", "a shape of lam", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == 'ل', "\u{FEDF}")?)
    }),
    fault("invisible-character", "zero-width space", |r, _, s, t| {
        target(s, t, at_space(r, t, " \u{200B}")?)
    }),
    fault("invisible-character", "byte order mark", |_, _, s, t| {
        target(s, t, format!("\u{FEFF}{t}"))
    }),
    fault("invisible-character", "tatweel", |r, _, s, t| {
        target(
            s,
            t,
            with_word(r, t, 4, |word| word.replacen('ن', "نـ", 1))?,
        )
    }),
    fault("bidi-controls", "override", |r, _, s, t| {
        target(
            s,
            t,
            with_word(r, t, 2, |word| format!("\u{202E}{word}\u{202C}"))?,
        )
    }),
    fault("bidi-controls", "not closed", |r, _, s, t| {
        target(s, t, with_word(r, t, 2, |word| format!("\u{2067}{word}"))?)
    }),
    fault("bidi-controls", "closes nothing", |r, _, s, t| {
        target(s, t, with_word(r, t, 2, |word| format!("{word}\u{202C}"))?)
    }),
    fault("not-normalised", "آ in two", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == 'آ', "ا\u{653}")?)
    }),
    fault("not-normalised", "ئ in two", |r, _, s, t| {
        target(s, t, replaced(r, t, |c| c == 'ئ', "ی\u{654}")?)
    }),
    fault("repeated-word", "a postposition", |r, lang, s, t| {
        let words: &[&str] = if lang == "ur" {
            &[" کا ", " کی ", " کے ", " میں ", " اور ", " سے "]
        } else {
            &[" د ", " په ", " چې ", " او "]
        };
        let all: Vec<_> = words.iter().filter(|word| t.contains(**word)).collect();
        let word = **r.of(&all)?;
        target(
            s,
            t,
            t.replacen(word, &format!("{word}{}", word.trim_start()), 1),
        )
    }),
    fault("repeated-word", "any word", |r, _, s, t| {
        target(s, t, with_word(r, t, 4, |word| format!("{word} {word}"))?)
    }),
];

/// A byte as Windows-1252 shows it, as far as the bytes of Arabic letters go.
fn encoding(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
