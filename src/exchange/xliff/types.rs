//! What values of attributes are, by the types that the schemas of XLIFF give them.

use crate::exchange::validation::{has_word, is_own_word};
use crate::exchange::xml::is_name_token;

/// A language tag as schemas know it: no more is looked at than letters, digits and hyphens.
pub(super) fn is_language(value: &str) -> bool {
    let mut parts = value.trim().split('-');
    let is_part = |part: &str| matches!(part.len(), 1..=8);
    let is_first = |part: &str| is_part(part) && part.chars().all(|c| c.is_ascii_alphabetic());
    parts.next().is_some_and(is_first)
        && parts.all(|part| is_part(part) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// A language tag, or nothing, by which `xml:lang` takes the language back.
pub(super) fn is_language_or_none(value: &str) -> bool {
    value.trim().is_empty() || is_language(value)
}

/// Name tokens, parted by white space.
pub(super) fn are_name_tokens(value: &str) -> bool {
    !value.trim().is_empty() && value.split_whitespace().all(is_name_token)
}

/// A number from 1 to 10.
pub(super) fn is_priority(value: &str) -> bool {
    matches!(value.trim().parse(), Ok(1..=10))
}

/// A whole number from 1 on.
pub(super) fn is_positive(value: &str) -> bool {
    value.trim().parse::<u64>().is_ok_and(|number| number > 0)
}

/// Hexadecimal digits, two for each octet.
pub(super) fn is_hex(value: &str) -> bool {
    let digits = value.trim();
    digits.len().is_multiple_of(2) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A prefix, a colon and a word.
pub(super) fn is_prefixed(value: &str) -> bool {
    let is_word = |text: &str| !text.is_empty() && !text.contains([' ', '\t', '\r', '\n', ':']);
    let parts = value.split_once(':');
    parts.is_some_and(|(prefix, word)| is_word(prefix) && is_word(word))
}

/// The type of an annotation of XLIFF 2.
pub(super) fn is_annotation(value: &str) -> bool {
    has_word("generic comment term", value) || is_prefixed(value)
}

/// Where something stands on a screen: four numbers, or `#` for one that is not known.
pub(super) fn are_coordinates(value: &str) -> bool {
    let is_number = |part: &str| {
        let digits = part.strip_prefix('-').unwrap_or(part);
        part == "#" || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    value.split(';').count() == 4 && value.split(';').all(is_number)
}

/// `yes` or `no`, or what may be changed, word by word.
pub(super) fn is_reformat(value: &str) -> bool {
    const PARTS: &str = "coord coord-x coord-y coord-cx coord-cy font font-name font-size font-weight \
                         css-style style ex-style";
    let is_part = |word: &str| has_word(PARTS, word) || is_own_word(word);
    matches!(value, "yes" | "no") || value.split_whitespace().all(is_part)
}

/// What contexts are for, word by word.
pub(super) fn are_purposes(value: &str) -> bool {
    let is_purpose = |word: &str| has_word("information location match", word) || is_own_word(word);
    value.split_whitespace().all(is_purpose)
}

/// A type of media, of those that XLIFF 1.2 knows.
pub(super) fn is_media_type(value: &str) -> bool {
    const KINDS: &str = "text multipart message application image audio video model";
    let kind = value.split('/').next().unwrap_or_default();
    kind.trim() == kind && has_word(KINDS, kind) && !value.ends_with('/')
}

/// A date and a time, as `2024-03-01T10:00:00Z`.
pub(super) fn is_date_time(value: &str) -> bool {
    let value = value.trim();
    let Some((date, rest)) = value.split_once('T') else {
        return false;
    };
    let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone);
    let mut clock = time.splitn(3, ':');
    let (hours, minutes) = (clock.next(), clock.next());
    let seconds = clock.next().unwrap_or_default();
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let mut days = date.strip_prefix('-').unwrap_or(date).splitn(3, '-');
    is_number(days.next(), 4, 1..=u32::MAX)
        && is_number(days.next(), 2, 1..=12)
        && is_number(days.next(), 2, 1..=31)
        && is_number(hours, 2, 0..=24)
        && is_number(minutes, 2, 0..=59)
        && is_number(Some(whole), 2, 0..=59)
        && !fraction.is_empty()
        && fraction.bytes().all(|digit| digit.is_ascii_digit())
        && (matches!(zone, "" | "Z") || is_offset(&zone[1..]))
}

fn is_offset(zone: &str) -> bool {
    let mut parts = zone.splitn(2, ':');
    is_number(parts.next(), 2, 0..=14) && is_number(parts.next(), 2, 0..=59)
}

/// Whether a part is a number of so many digits (more for a year), within bounds.
fn is_number(part: Option<&str>, digits: usize, bounds: std::ops::RangeInclusive<u32>) -> bool {
    part.is_some_and(|part| {
        part.len() >= digits
            && (part.len() == digits || digits == 4)
            && part.bytes().all(|digit| digit.is_ascii_digit())
            && part.parse().is_ok_and(|number| bounds.contains(&number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_takes_what_is_of_it_alone() {
        let dates = ["2024-03-01T10:00:00Z", "2024-03-01T10:00:00.25+05:00"];
        assert!(dates.into_iter().all(is_date_time));
        let others = [
            "2024-03-01",
            "2024-13-01T10:00:00Z",
            "24-03-01T10:00:00Z",
            "2024-03-01T10:00Z",
        ];
        assert!(!others.into_iter().any(is_date_time));
        assert!(is_language("ur-PK") && !is_language("ur_PK") && !is_language(""));
        assert!(are_coordinates("1;-2;#;4") && !are_coordinates("1;2;3"));
        assert!(is_reformat("no") && is_reformat("font x-own") && !is_reformat("fonts"));
        assert!(is_media_type("image/png") && !is_media_type("picture/png"));
        assert!(is_prefixed("own:word") && !is_prefixed("own") && !is_prefixed("a:b:c"));
    }
}
