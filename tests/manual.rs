//! Holds `docs/checks.md` and `docs/formats`, which the checks and the formats themselves write.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use tarjuman::exchange;
use tarjuman::project::write_atomically;
use tarjuman::quality;

/// Asserts that a page is what the code says of itself; writes it anew when it is asked to.
fn assert_page(file: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("RENEW").is_some() {
        write_atomically(&path, page.as_bytes()).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == page,
        "{file} is not what the code says: `RENEW=1 cargo test --test manual` writes it anew"
    );
}

#[test]
fn the_page_of_the_checks_is_what_they_say() {
    assert_page("docs/checks.md", &quality::manual().unwrap());
}

#[test]
fn the_pages_of_the_formats_are_what_they_say() {
    for (name, page) in exchange::manual() {
        assert_page(&format!("docs/formats/{name}"), &page);
    }
}
