//! How the digits of a number and the separators between them can be read.

use super::Value;

/// What a run of digits and separators can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Readings {
    /// The possible values, the likeliest first; empty when it cannot be one number.
    pub(super) values: Vec<Value>,
    /// Whether the likeliest reading takes a comma for the decimal point.
    pub(super) has_decimal_comma: bool,
}

/// Reads groups of ASCII digits with separators between them (one fewer than groups).
///
/// A comma before three digits groups thousands, as `،` and `٬` do, also in the Indian way
/// (`1,50,000`). Before another count of digits it is a decimal comma. A point is decimal; unless the
/// text is `strict` (English), either can be the other when three digits follow.
pub(super) fn read(groups: &[&str], separators: &[char], strict: bool) -> Readings {
    let none = Readings {
        values: Vec::new(),
        has_decimal_comma: false,
    };
    match (groups, separators) {
        ([whole], []) => Readings {
            values: vec![Value::new(whole, "")],
            ..none
        },
        ([whole, rest], [separator]) => read_one(whole, rest, *separator, strict),
        (_, [first, .., last]) => {
            let (whole, fraction) = groups.split_at(groups.len() - 1);
            if separators.iter().all(|other| other == first) && are_groups(groups) {
                Readings {
                    values: vec![Value::new(&groups.concat(), "")],
                    ..none
                }
            } else if is_decimal(*last)
                && first != last
                && separators[..separators.len() - 1]
                    .iter()
                    .all(|other| other == first)
                && are_groups(whole)
            {
                Readings {
                    values: vec![Value::new(&whole.concat(), fraction[0])],
                    ..none
                }
            } else {
                none
            }
        }
        _ => none,
    }
}

/// Reads two groups with one separator.
fn read_one(whole: &str, rest: &str, separator: char, strict: bool) -> Readings {
    let decimal = Value::new(whole, rest);
    let grouped = are_groups(&[whole, rest]).then(|| Value::new(&format!("{whole}{rest}"), ""));
    let is_point = matches!(separator, '.' | '\u{66B}');
    let (values, has_decimal_comma) = match grouped {
        // Nobody writes three zeros after a decimal point.
        Some(grouped) if rest == "000" => (vec![grouped], false),
        Some(_) if is_point && strict => (vec![decimal], false),
        Some(grouped) if is_point => (vec![decimal, grouped], false),
        Some(grouped) if strict || !is_decimal(separator) => (vec![grouped], false),
        Some(grouped) => (vec![grouped, decimal], false),
        None if is_decimal(separator) => (vec![decimal], !is_point),
        None => (Vec::new(), false),
    };
    Readings {
        values,
        has_decimal_comma,
    }
}

/// Whether a separator can stand before decimals; the others only group.
fn is_decimal(separator: char) -> bool {
    matches!(separator, '.' | ',' | '\u{60C}' | '\u{66B}')
}

/// Whether digits are grouped in threes, or in twos before a last group of three.
fn are_groups(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else {
        return false;
    };
    let is_by = |first_max: usize, size: usize| {
        first.len() <= first_max && middle.iter().all(|group| group.len() == size)
    };
    !first.starts_with('0') && last.len() == 3 && (is_by(3, 3) || is_by(2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(groups: &[&str], separators: &[char]) -> Vec<String> {
        let readings = read(groups, separators, false);
        readings.values.iter().map(Value::to_string).collect()
    }

    #[test]
    fn three_digits_after_one_separator_are_ambiguous() {
        assert_eq!(values(&["2", "670"], &['\u{60C}']), ["2670", "2.67"]);
        assert_eq!(values(&["2", "670"], &['.']), ["2.67", "2670"]);
        assert_eq!(values(&["2", "670"], &['\u{66C}']), ["2670"]);
        assert_eq!(values(&["0", "500"], &[',']), ["0.5"]);
        assert_eq!(values(&["42", "000"], &['.']), ["42000"]);
        assert_eq!(read(&["2", "670"], &['.'], true).values.len(), 1);
        assert_eq!(read(&["2", "670"], &[','], true).values.len(), 1);
    }

    #[test]
    fn groups_of_three_and_indian_groups() {
        assert_eq!(values(&["1", "000", "000"], &[',', ',']), ["1000000"]);
        assert_eq!(values(&["1", "50", "000"], &[',', ',']), ["150000"]);
        assert_eq!(values(&["1", "234", "56"], &[',', '.']), ["1234.56"]);
        assert_eq!(values(&["1", "234", "567"], &['.', ',']), ["1234.567"]);
    }

    #[test]
    fn what_is_no_number_has_no_value() {
        assert!(
            values(&["1", "2", "3"], &['.', '.']).is_empty(),
            "a version"
        );
        assert!(
            values(&["15", "08", "2021"], &['.', '.']).is_empty(),
            "a date"
        );
        assert!(values(&["1", "2"], &['\u{66C}']).is_empty());
    }

    #[test]
    fn a_decimal_comma_is_told() {
        assert!(read(&["1", "5"], &['\u{60C}'], false).has_decimal_comma);
        assert!(!read(&["1", "5"], &['\u{66B}'], false).has_decimal_comma);
    }
}
