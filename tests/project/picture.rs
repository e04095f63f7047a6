//! The picture of README: there, readable, and made by the script that says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::fixture::has;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Width and height of a PNG.
fn size(picture: &[u8]) -> (u32, u32) {
    assert!(picture.starts_with(SIGNATURE));
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn readme_shows_the_picture_with_words_for_who_cannot_see_it() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (words, _) = readme.split_once("](docs/diff.png)").unwrap();
    let (_, words) = words.rsplit_once("![").unwrap();
    assert!(words.contains("Urdu") && words.contains("Pashto"));
    let picture = fs::read(repository().join("docs/diff.png")).unwrap();
    assert!(picture.len() < 220_000, "{} bytes", picture.len());
    assert!(size(&picture).0 >= 900);
}

#[test]
fn the_script_renders_it() {
    if !has("sh")
        || !["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .any(|name| has(name))
    {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("picture.png");
    let run = Command::new("sh")
        .arg(repository().join("docs/picture.sh"))
        .arg(env!("CARGO_BIN_EXE_tarjuman"))
        .arg(&picture)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let kept = fs::read(repository().join("docs/diff.png")).unwrap();
    assert_eq!(size(&fs::read(picture).unwrap()), size(&kept));
}
