//! What stands before the root element.

/// The text from the name of the root element on, as far as it is there; `None` when no root begins in it.
pub(crate) fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    while let Some(after) = after_prolog_part(rest) {
        rest = after.trim_start();
    }
    rest.strip_prefix('<')
}

/// What follows a comment, an instruction or a DOCTYPE that begins the text.
fn after_prolog_part(text: &str) -> Option<&str> {
    let end = if text.starts_with("<!--") {
        "-->"
    } else if text.starts_with("<?") {
        "?>"
    } else if text.starts_with("<!DOCTYPE") {
        ">"
    } else {
        return None;
    };
    text.find(end).map(|at| &text[at + end.len()..])
}
