//! The value of a number: an unsigned decimal of any length.

use std::fmt;

/// An unsigned decimal number, exact and of any length, in plain form: `2670`, `1.5`, `0`.
///
/// Equal numbers are equal strings: no leading zeros, no trailing zeros after the point.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(String);

impl Value {
    /// A value from ASCII digits before and after the decimal point; either may be empty.
    #[must_use]
    pub fn new(whole: &str, fraction: &str) -> Self {
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let fraction = fraction.trim_end_matches('0');
        Self(if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        })
    }

    /// A value from its plain form, such as `1.5`; what is no digit counts as the point.
    #[must_use]
    pub fn parse(plain: &str) -> Self {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        Self::new(whole, fraction)
    }

    /// The plain form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value as an integer, when it is one below 2^64.
    #[must_use]
    pub fn integer(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The value in hundredths, when that is an integer below 2^64.
    pub(super) fn hundredths(&self) -> Option<u64> {
        self.times_ten_to(2).integer()
    }

    /// The value of so many hundredths.
    pub(super) fn from_hundredths(hundredths: u64) -> Self {
        Self::new(
            &(hundredths / 100).to_string(),
            &format!("{:02}", hundredths % 100),
        )
    }

    /// The value multiplied by a power of ten.
    #[must_use]
    pub fn times_ten_to(&self, exponent: usize) -> Self {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let moved = exponent.min(fraction.len());
        let zeros = "0".repeat(exponent - moved);
        Self::new(
            &format!("{whole}{}{zeros}", &fraction[..moved]),
            &fraction[moved..],
        )
    }
}

impl From<u64> for Value {
    fn from(integer: u64) -> Self {
        Self(integer.to_string())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_equal_values() {
        assert_eq!(Value::new("007", "50"), Value::parse("7.5"));
        assert_eq!(Value::new("", ""), Value::from(0));
        assert_eq!(Value::parse("1000").integer(), Some(1000));
        assert_eq!(Value::parse("1.5").integer(), None);
        assert_eq!(Value::parse("1.5").hundredths(), Some(150));
        assert_eq!(Value::from_hundredths(205), Value::parse("2.05"));
    }

    #[test]
    fn powers_of_ten_move_the_point() {
        let times = |plain, exponent| Value::parse(plain).times_ten_to(exponent).to_string();
        assert_eq!(times("2.5", 6), "2500000");
        assert_eq!(times("2.125", 2), "212.5");
        assert_eq!(times("0.5", 5), "50000");
        assert_eq!(times("10", 5), "1000000");
        assert_eq!(times("0", 3), "0");
    }
}
