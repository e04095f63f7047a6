//! Points in time, to the second, in UTC.

use std::fmt;

use jiff::fmt::strtime;
use serde::{Deserialize, Serialize};

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// As TMX writes dates: `20261122T094332Z`. A year outside 0–9999 gives the nearest bound.
    #[must_use]
    pub fn tmx(self) -> String {
        self.format("%Y%m%dT%H%M%SZ")
    }

    /// Reads a date of TMX, `YYYYMMDDThhmmssZ`; `None` when it is not one.
    #[must_use]
    pub fn from_tmx(date: &str) -> Option<Self> {
        if date.len() != 16 || !date.ends_with('Z') {
            return None;
        }
        let parsed = strtime::parse("%Y%m%dT%H%M%SZ", date).ok()?;
        let time = parsed
            .to_datetime()
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?;
        Some(Self(time.timestamp().as_second()))
    }

    /// The first and the last second that `2026-11-22` or `2026-11-22T09:43:32Z` means; `None` for other words.
    #[must_use]
    pub fn span_of(words: &str) -> Option<(Self, Self)> {
        if let Ok(time) = words.parse::<jiff::Timestamp>() {
            let moment = Self(time.as_second());
            return Some((moment, moment));
        }
        let day = strtime::parse("%Y-%m-%d", words).ok()?.to_date().ok()?;
        let begin = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        let begin = begin.timestamp().as_second();
        Some((Self(begin), Self(begin + 86_399)))
    }

    fn format(self, pattern: &str) -> String {
        let time = jiff::Timestamp::from_second(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        time.strftime(pattern).to_string()
    }
}

/// As RFC 3339 writes it: `2026-11-22T09:43:32Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_all_its_seconds() {
        let (begin, end) = Timestamp::span_of("2026-11-22").unwrap();
        assert_eq!(begin.to_string(), "2026-11-22T00:00:00Z");
        assert_eq!(end.to_string(), "2026-11-22T23:59:59Z");
        let (begin, end) = Timestamp::span_of("2026-11-22T09:43:32Z").unwrap();
        assert_eq!(
            (begin, end),
            (Timestamp(1_795_340_612), Timestamp(1_795_340_612))
        );
        for bad in ["", "yesterday", "2026-13-01", "22.11.2026"] {
            assert_eq!(Timestamp::span_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn tmx_dates_go_both_ways() {
        let time = Timestamp(1_795_340_612);
        assert_eq!(time.tmx(), "20261122T094332Z");
        assert_eq!(Timestamp::from_tmx("20261122T094332Z"), Some(time));
        assert_eq!(time.to_string(), "2026-11-22T09:43:32Z");
        for bad in [
            "",
            "2026",
            "20261322T094332Z",
            "20261122T094332",
            "2026-11-22T09:43Z",
        ] {
            assert_eq!(Timestamp::from_tmx(bad), None, "{bad}");
        }
    }
}
