//! Markup that is kept to the letter: whether it is well-formed by itself, and what it is made of.

use super::characters::find_forbidden;
use super::doctype::is_reserved;
use super::scan::{Kind, scan};

/// How deep elements may nest inside a fragment.
const MAX_DEPTH: usize = 32;

/// Whether a fragment is well-formed and holds only what `admit` allows.
///
/// `admit` is asked for each start tag: the element around it (empty at the top), its name, and
/// the names and raw values of its attributes.
pub(crate) fn check_fragment(
    markup: &str,
    mut admit: impl FnMut(&str, &str, &[(&str, &str)]) -> bool,
) -> bool {
    if find_forbidden(markup).is_some() || markup.contains('\r') {
        return false;
    }
    // A tag at the end makes every text before it whole.
    let closed = format!("{markup}<!---->");
    let mut attributes = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < markup.len() {
        let Ok(Some(token)) = scan(&closed, at, &mut attributes) else {
            return false;
        };
        let name = &closed[token.inner.clone()];
        match token.kind {
            Kind::Start => {
                let pairs: Vec<(&str, &str)> = attributes
                    .iter()
                    .map(|one| (&closed[one.name.clone()], &closed[one.value.clone()]))
                    .collect();
                let around = open.last().copied().unwrap_or_default();
                if open.len() == MAX_DEPTH || !admit(around, name, &pairs) {
                    return false;
                }
                if !token.simple {
                    open.push(name);
                }
            }
            Kind::End if open.pop() != Some(name) => return false,
            Kind::Instruction if is_reserved(name) => return false,
            Kind::Doctype | Kind::EndOfFile => return false,
            Kind::End | Kind::Text | Kind::Cdata | Kind::Comment | Kind::Instruction => {}
        }
        at = token.raw.end;
    }
    open.is_empty() && at == markup.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_markup_passes() {
        for good in [
            "",
            "a",
            "&lt;b&gt;",
            "<sub>x</sub>",
            "<sub/>a<!-- c -->",
            "a>b",
        ] {
            assert!(check_fragment(good, |_, _, _| true), "{good}");
        }
        for bad in [
            "<",
            "&",
            "&nbsp;",
            "<sub>",
            "</sub>",
            "<a></b>",
            "a\u{B}",
            "<!--",
            "<!-- -",
            "&#0;",
            "]]>",
            "<?xml?>",
            "a\rb",
            "<a",
            "<!DOCTYPE a>",
            "&am",
        ] {
            assert!(!check_fragment(bad, |_, _, _| true), "{bad}");
        }
        assert!(!check_fragment("<b/>", |_, name, _| name == "sub"));
    }
}
