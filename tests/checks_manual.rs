//! Holds `docs/checks.md`, which the checks themselves write.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use tarjuman::project::write_atomically;
use tarjuman::quality::manual;

#[test]
fn the_page_is_what_the_checks_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let page = manual().unwrap();
    if std::env::var_os("RENEW").is_some() {
        write_atomically(&file, page.as_bytes()).unwrap();
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    assert!(
        kept == page,
        "docs/checks.md is not what the checks say: `RENEW=1 cargo test --test checks_manual` writes it anew"
    );
}
