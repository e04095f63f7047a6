//! Values of attributes as TMX 1.4 wants them.

use std::borrow::Cow;

use super::dtd;
use crate::exchange::find;
use crate::model::{Remark, Timestamp};
use crate::text::Language;

pub(super) fn is_source_language(value: &str) -> bool {
    value.eq_ignore_ascii_case("*all*") || Language::parse(value).is_ok()
}

/// A value as TMX 1.4 wants it; owned when it had to change, `None` when it cannot be told what was meant.
pub(super) fn normal_value<'v>(name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match name {
        "srclang" => is_source_language(value).then_some(Cow::Borrowed(value)),
        "adminlang" => normal_language(value),
        "segtype" if !dtd::SEGTYPES.contains(&value) => {
            let lower = value.trim().to_ascii_lowercase();
            let is_known = dtd::SEGTYPES.contains(&lower.as_str());
            is_known.then_some(Cow::Owned(lower))
        }
        "lastusagedate" | "creationdate" | "changedate" => normal_date(value),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn normal_language(value: &str) -> Option<Cow<'_, str>> {
    let language = Language::parse(value).ok()?;
    Some(match language.as_str() == value {
        true => Cow::Borrowed(value),
        false => Cow::Owned(language.to_string()),
    })
}

fn normal_date(value: &str) -> Option<Cow<'_, str>> {
    if is_date(value) {
        return Some(Cow::Borrowed(value));
    }
    let instant: jiff::Timestamp = value.trim().parse().ok()?;
    Some(Cow::Owned(Timestamp(instant.as_second()).tmx())).filter(|date| is_date(date))
}

/// Whether a text is a date as TMX writes it; the calendar is asked for the last days of a month only.
fn is_date(value: &str) -> bool {
    let &[
        _,
        _,
        _,
        _,
        m1,
        m2,
        d1,
        d2,
        b'T',
        h1,
        h2,
        n1,
        n2,
        s1,
        s2,
        b'Z',
    ] = value.as_bytes()
    else {
        return false;
    };
    let digits = |tens: u8, ones: u8| 10 * u32::from(tens - b'0') + u32::from(ones - b'0');
    let all_digits = value
        .bytes()
        .enumerate()
        .all(|(at, byte)| at == 8 || at == 15 || byte.is_ascii_digit());
    all_digits
        && matches!(digits(m1, m2), 1..=12)
        && digits(h1, h2) < 24
        && digits(n1, n2) < 60
        && digits(s1, s2) < 60
        && match digits(d1, d2) {
            0 => false,
            1..=28 => true,
            _ => Timestamp::from_tmx(value).is_some(),
        }
}

pub(super) fn remark_language(remark: &Remark) -> Option<Language> {
    find(&remark.attributes, "xml:lang")
        .or_else(|| find(&remark.attributes, "lang"))
        .and_then(|tag| Language::parse(tag).ok())
}
