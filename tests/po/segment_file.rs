//! What a segment file says of its units, and how it changes.

use tarjuman::exchange::po::SegmentFile;
use tarjuman::model::State;

use crate::{empty_file, entry, garden, id, language, position, sound};

/// The garden as the program writes it.
const GARDEN: &str = include_str!("garden.po");

#[test]
fn a_new_file_is_the_golden_one() {
    assert_eq!(garden().to_text(), GARDEN);
}

#[test]
fn a_file_says_which_document_and_languages_it_holds() {
    let file = sound(GARDEN);
    assert_eq!(file.language(), Some(language("ur")));
    assert_eq!(file.source_language(), Some(language("en")));
    assert_eq!(file.document().unwrap().as_str(), "garden");
    assert_eq!(file.header_field("project-id-version").unwrap(), "gardens");
}

#[test]
fn what_was_written_is_read() {
    let file = sound(GARDEN);
    let entries: Vec<_> = file.entries().collect();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0].id(), id("a3"));
    assert_eq!(entries[0].source(), "The garden is old.");
    assert_eq!(entries[0].target(), "باغ پرانا ہے۔");
    assert_eq!(entries[0].position(), Some(position(1, 1, 3)));
    let states: Vec<_> = entries.iter().map(|entry| entry.state()).collect();
    assert_eq!(states, [State::Translated, State::Reviewed, State::Initial]);
    assert!(entries.iter().all(|entry| entry.needs_work().is_none()));
}

#[test]
fn a_review_holds_for_the_text_that_was_reviewed() {
    let mut file = garden();
    let mut gate = file.entry_mut(&id("b7")).unwrap();
    gate.set_target("دروازہ بند تھا۔");
    assert_eq!(gate.view().state(), State::Translated);
    gate.set_target("دروازہ کھلا تھا۔");
    assert_eq!(gate.view().state(), State::Reviewed);
    gate.set_state(State::Final);
    assert_eq!(gate.view().state(), State::Final);
    gate.set_target("");
    assert_eq!(gate.view().state(), State::Initial);
}

#[test]
fn a_review_holds_for_the_same_text_in_another_normal_form() {
    let mut file = empty_file();
    let mut new = entry("n", 1, "of the garden", "باغِ نو \u{0626}");
    new.state = State::Reviewed;
    file.insert(0, [new]).unwrap();
    let mut unit = file.entry_mut(&id("n")).unwrap();
    unit.set_target("باغِ نو \u{06CC}\u{0654}");
    assert_eq!(unit.view().state(), State::Reviewed);
}

#[test]
fn text_in_an_entry_marked_initial_counts_as_translated() {
    let text = GARDEN.replace(
        "msgid \"Nobody came.\"\nmsgstr \"\"",
        "msgid \"Nobody came.\"\nmsgstr \"کوئی نہ آیا۔\"",
    );
    let mut file = sound(&text);
    assert_eq!(file.entry(&id("c9")).unwrap().state(), State::Translated);
    let mut unit = file.entry_mut(&id("c9")).unwrap();
    assert!(!unit.set_state(State::Translated));
    assert!(unit.settle());
    assert!(!unit.settle());
    assert!(file.to_text().contains("#. ¶1.3 translated\n"));
}

#[test]
fn needs_work_is_a_flag_with_a_reason() {
    let mut file = garden();
    let mut gate = file.entry_mut(&id("a3")).unwrap();
    assert!(gate.mark_needs_work("the number changed"));
    assert!(!gate.mark_needs_work("the number changed"));
    assert_eq!(gate.view().needs_work().unwrap(), "the number changed");
    let text = file.to_text();
    assert!(text.contains(
        "#. ¶1.1 translated\n#. needs work: the number changed\n#: sources/garden.txt:3\n#, fuzzy\n"
    ));
    assert!(file.entry_mut(&id("a3")).unwrap().clear_needs_work());
    assert_eq!(file.to_text(), GARDEN);
}

#[test]
fn a_reason_of_several_lines_stays_one_reason() {
    let mut file = garden();
    let mut gate = file.entry_mut(&id("a3")).unwrap();
    gate.mark_needs_work("one\ntwo\n\nthree");
    assert_eq!(gate.view().needs_work().unwrap(), "one\ntwo\n\nthree");
    gate.clear_needs_work();
    assert_eq!(file.to_text(), GARDEN);
}

#[test]
fn the_reason_goes_after_the_translator_took_the_flag_away() {
    let mut file = garden();
    file.entry_mut(&id("a3"))
        .unwrap()
        .mark_needs_work("look again");
    let mut file = sound(&file.to_text().replace("#, fuzzy\n", ""));
    assert_eq!(file.entry(&id("a3")).unwrap().needs_work(), None);
    assert!(file.to_text().contains("look again"));
    file.entry_mut(&id("a3"))
        .unwrap()
        .set_position(&position(1, 1, 4));
    assert!(!file.to_text().contains("look again"));
}

#[test]
fn a_flag_without_a_reason_needs_work_too() {
    let text = GARDEN.replace("msgctxt \"a3\"", "#, c-format,fuzzy\nmsgctxt \"a3\"");
    let mut file = sound(&text);
    assert_eq!(file.entry(&id("a3")).unwrap().needs_work().unwrap(), "");
    file.entry_mut(&id("a3")).unwrap().clear_needs_work();
    assert!(file.to_text().contains("#, c-format\nmsgctxt \"a3\""));
}

#[test]
fn a_changed_source_keeps_the_one_that_the_target_was_made_from() {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    unit.set_source("The garden is very old.");
    unit.mark_needs_work("the source changed");
    unit.set_source("The garden is quite old.");
    assert_eq!(unit.view().previous_source().unwrap(), "The garden is old.");
    let text = file.to_text();
    assert!(text.contains("#, fuzzy\n#| msgid \"The garden is old.\"\nmsgctxt \"a3\"\nmsgid \"The garden is quite old.\"\n"));
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    unit.set_source("The garden is old.");
    assert_eq!(unit.view().previous_source(), None);
    unit.clear_needs_work();
    assert_eq!(file.to_text(), GARDEN);
}

#[test]
fn a_source_without_target_has_no_previous_one() {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("c9")).unwrap();
    assert!(unit.set_source("Nobody ever came."));
    assert_eq!(unit.view().previous_source(), None);
}

#[test]
fn a_previous_source_that_was_dealt_with_is_replaced() {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    unit.set_source("B");
    unit.set_source("C");
    assert_eq!(unit.view().previous_source().unwrap(), "B");
}

#[test]
fn an_entry_retires_and_comes_back() {
    let mut file = garden();
    file.entry_mut(&id("a3")).unwrap().set_source("B");
    file.entry_mut(&id("a3")).unwrap().mark_needs_work("why");
    let before = file.to_text();
    assert!(file.retire(&id("a3")));
    assert!(!file.retire(&id("a3")));
    assert!(file.entry(&id("a3")).unwrap().is_obsolete());
    assert_eq!(file.entry(&id("a3")).unwrap().target(), "باغ پرانا ہے۔");
    assert!(file.arrange(&[id("b7"), id("c9")]));
    let text = file.to_text();
    assert!(text.ends_with("#. ¶1.1 translated\n#. needs work: why\n#, fuzzy\n#~| msgid \"The garden is old.\"\n#~ msgctxt \"a3\"\n#~ msgid \"B\"\n#~ msgstr \"باغ پرانا ہے۔\"\n"));
    let mut file = sound(&text);
    assert!(file.revive(&id("a3")));
    file.entry_mut(&id("a3"))
        .unwrap()
        .set_position(&position(1, 1, 3));
    assert!(file.arrange(&[id("a3"), id("b7"), id("c9")]));
    assert_eq!(file.to_text(), before);
}

#[test]
fn entries_are_put_where_they_belong() {
    let mut file = garden();
    file.retire(&id("c9"));
    file.insert(1, [entry("x1", 5, "X.", ""), entry("x2", 6, "Y.", "")])
        .unwrap();
    file.insert(usize::MAX, [entry("x3", 7, "Z.", "")]).unwrap();
    let order =
        |file: &SegmentFile| -> Vec<String> { file.entries().map(|entry| entry.id().0).collect() };
    assert_eq!(order(&file), ["a3", "x1", "x2", "b7", "x3"]);
    assert!(file.arrange(&[id("x3"), id("b7"), id("unknown"), id("a3")]));
    assert_eq!(order(&file), ["x3", "b7", "a3", "x1", "x2"]);
    assert_eq!(file.entry(&id("x1")).unwrap().source(), "X.");
    assert_eq!(file.obsolete_entries().next().unwrap().id(), id("c9"));
    let read = sound(&file.to_text());
    assert_eq!(order(&read), order(&file));
    assert!(file.to_text().ends_with("#~ msgstr \"\"\n"));
    assert!(file.insert(0, [entry("x3", 1, "again", "")]).is_err());
    assert!(
        file.insert(0, [entry("y", 1, "again", ""), entry("y", 1, "again", "")])
            .is_err()
    );
}

#[test]
fn notes_are_the_translators_comments() {
    let mut file = sound(&GARDEN.replacen("#. ¶1.1", "# first\n#\n# second\n#. ¶1.1", 1));
    assert_eq!(file.entry(&id("a3")).unwrap().notes(), ["first", "second"]);
    let notes = ["one\ntwo".to_owned(), "↵ three".to_owned()];
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    assert!(unit.set_notes(&notes));
    assert!(!unit.set_notes(&notes));
    assert_eq!(unit.view().notes(), notes);
    assert!(unit.set_notes(&[]));
    assert_eq!(file.to_text(), GARDEN);
}

#[test]
fn a_file_with_windows_line_ends_stays_one() {
    let mut file = sound(&GARDEN.replace('\n', "\r\n"));
    file.entry_mut(&id("c9")).unwrap().mark_needs_work("why");
    file.insert(0, [entry("n", 1, "N.", "")]).unwrap();
    file.retire(&id("b7"));
    let text = file.to_text();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    sound(&text);
}

#[test]
fn a_unit_of_two_segments_and_a_file_with_a_space_in_its_name() {
    let mut file = garden();
    let mut joined = position(2, 1, 9);
    joined.segments = 2;
    joined.file = "sources/my garden.txt".to_owned();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    assert!(unit.set_position(&joined));
    assert_eq!(unit.view().position(), Some(joined));
    assert!(
        file.to_text()
            .contains("#. ¶2.1+1 translated\n#: \u{2068}sources/my garden.txt\u{2069}:9\n")
    );
}

#[test]
fn a_target_whose_line_breaks_gettext_would_refuse_is_flagged() {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    unit.set_target("باغ پرانا ہے۔\n");
    assert!(unit.view().needs_work().unwrap().contains("line break"));
    unit.clear_needs_work();
    assert!(unit.view().needs_work().is_some());
    unit.set_target("باغ پرانا ہے۔");
    assert_eq!(unit.view().needs_work(), None);
    assert_eq!(file.to_text(), GARDEN);
}

#[test]
fn what_gettext_refuses_in_a_text_is_replaced_once() {
    let mut file = garden();
    let mut unit = file.entry_mut(&id("a3")).unwrap();
    assert!(unit.set_target("a\0b\u{4}c"));
    assert_eq!(unit.view().target(), "a\u{FFFD}b\u{FFFD}c");
    assert!(!unit.set_target("a\0b\u{4}c"));
}
