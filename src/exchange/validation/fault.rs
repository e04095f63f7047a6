//! What can be wrong with the elements and attributes of a file, by the grammar of its format.

use std::fmt;

/// One fault; which rule it breaks is the format's to say.
#[derive(Debug)]
pub(in crate::exchange) enum Fault<'a> {
    /// An element that the format does not have.
    UnknownElement { name: &'a str, format: &'a str },
    /// An element that cannot stand right inside another.
    Misplaced { name: &'a str, around: &'a str },
    /// An element that stands twice where one may.
    Second { name: &'a str, around: &'a str },
    /// An element behind those that must follow it.
    Order { name: &'a str, around: &'a str },
    /// An element that lacks another.
    Lacks { name: &'a str, around: &'a str },
    /// An attribute that is not there.
    NoAttribute { name: &'a str, element: &'a str },
    /// An attribute that the element does not have.
    UnknownAttribute {
        name: &'a str,
        element: &'a str,
        format: &'a str,
    },
    /// An attribute with a value that it cannot have.
    BadValue {
        name: &'a str,
        element: &'a str,
        value: &'a str,
        wanted: &'a str,
    },
    /// Text where none may stand.
    StrayText { around: &'a str },
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownElement { name, format } => {
                write!(f, "`{name}` is no element of {format}")
            }
            Self::Misplaced { name, around } => {
                write!(f, "`{name}` cannot stand right inside `{around}`")
            }
            Self::Second { name, around } => write!(f, "a second `{name}` in one `{around}`"),
            Self::Order { name, around } => {
                write!(f, "`{name}` stands after what must follow it in `{around}`")
            }
            Self::Lacks { name, around } => write!(f, "`{around}` has no `{name}`"),
            Self::NoAttribute { name, element } => {
                write!(f, "`{element}` lacks the attribute `{name}`")
            }
            Self::UnknownAttribute {
                name: "xmlns",
                element,
                ..
            } => write!(
                f,
                "`{element}` declares a namespace that is not the format's"
            ),
            Self::UnknownAttribute {
                name,
                element,
                format,
            } => write!(f, "`{element}` has no attribute `{name}` in {format}"),
            Self::BadValue {
                name,
                element,
                value,
                wanted,
            } => write!(f, "`{name}` of `{element}` is `{value}`; {wanted}"),
            Self::StrayText { around } => write!(f, "text right inside `{around}`"),
        }
    }
}
