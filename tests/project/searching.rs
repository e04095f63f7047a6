//! `tarjuman search` on the terminal.

use crate::fixture::TestProject;

#[test]
fn a_search_shows_hits_their_translations_and_how_to_go_on() {
    let project = TestProject::letter();
    let run = project.run(&["search", "ROSE"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (Some(0), "1 text found, 1 to 1 shown.\n")
    );
    assert!(
        run.out.contains("The river rose.") && run.out.contains("دریا چڑھا۔"),
        "{}",
        run.out
    );
    // Typed on an Arabic keyboard.
    let run = project.run(&["search", "دريا", "--lang", "ur"]);
    assert!(run.out.contains("دریا چڑھا۔"), "{}", run.out);
    let run = project.run(&["search", "e", "--max", "1", "--lang", "en"]);
    assert!(
        run.err.starts_with("3 texts found, 1 to 1 shown.\n"),
        "{}",
        run.err
    );
    assert!(run.err.contains("--page 2"), "{}", run.err);
    let second = project.run(&["search", "e", "--max", "1", "--lang", "en", "--page", "2"]);
    assert!(
        second.err.starts_with("3 texts found, 2 to 2 shown.\n"),
        "{}",
        second.err
    );
    assert_ne!(second.out, run.out);
    let run = project.run(&["search", "again", "--context"]);
    assert!(
        run.out.contains("… The river rose.") && run.out.contains("… We went home."),
        "{}",
        run.out
    );
}

#[test]
fn programs_get_records_and_the_number_of_all() {
    let project = TestProject::letter();
    let run = project.run(&["search", "it fell", "--json", "--max", "0"]);
    assert_eq!(
        run.out,
        "{\"type\":\"found\",\"v\":1,\"all\":1,\"page\":1,\"shown\":0}\n"
    );
    let run = project.run(&["search", "\\bwent\\b", "--regex", "--json"]);
    let first: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!(first["type"], "hit");
    assert_eq!(first["spans"], serde_json::json!([[3, 7]]));
    assert!(
        run.out.ends_with("\"all\":1,\"page\":1,\"shown\":1}\n"),
        "{}",
        run.out
    );
}

#[test]
fn any_words_are_a_clear_question() {
    let project = TestProject::letter();
    let long = "word ".repeat(10_000);
    for words in [
        "", " ", "\u{301}", "!?", "\" OR *", "NEAR(", "%", "--", &long,
    ] {
        let run = project.run(&["search", "--", words]);
        assert_eq!(run.code, Some(0), "{words:?}: {}", run.err);
        assert!(
            run.err.starts_with("0 texts found"),
            "{words:?}: {}",
            run.err
        );
    }
    let run = project.run(&["search", "rose", "--lang", "sd"]);
    assert!(
        run.err.contains("nothing in `sd`; it has `en`, `"),
        "{}",
        run.err
    );
    let run = project.run(&["search", "(", "--regex"]);
    assert_eq!(run.code, Some(2));
    let run = TestProject::with("A river.\n").run(&["search", "river"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("tarjuman build"), "{}", run.err);
}
