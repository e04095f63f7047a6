use super::Origin::{Edited, Merged, Moved, New, Split, Unchanged};
use super::*;

const OLD: &[&str] = &[
    "It rained.",
    "The road was closed all day.",
    "We waited.",
    "Then we left.",
];

fn carried(old: &[&str], new: &[&str]) -> Carried {
    carry(old, new, &Language::default())
}

#[test]
fn an_inserted_sentence_disturbs_no_other() {
    let new = [
        "It rained.",
        "The road was closed all day.",
        "Nobody came.",
        "We waited.",
        "Then we left.",
    ];
    let carried = carried(OLD, &new);
    assert_eq!(
        carried.origins,
        [Unchanged(0), Unchanged(1), New, Unchanged(2), Unchanged(3)]
    );
    assert!(carried.obsolete.is_empty());
}

#[test]
fn an_edited_sentence_keeps_its_origin() {
    let new = [
        "It rained.",
        "The road was closed for two days.",
        "We waited.",
        "Then we left.",
    ];
    assert_eq!(
        carried(OLD, &new).origins,
        [Unchanged(0), Edited(1), Unchanged(2), Unchanged(3)]
    );
}

#[test]
fn a_moved_sentence_is_found_and_a_lost_one_is_named() {
    let new = ["Then we left.", "It rained.", "We waited."];
    let carried = carried(OLD, &new);
    assert_eq!(carried.origins, [Moved(3), Unchanged(0), Unchanged(2)]);
    assert_eq!(carried.obsolete, [1]);
}

#[test]
fn each_old_sentence_is_used_once() {
    let carried = carried(&["Yes.", "No."], &["Yes.", "Yes.", "Yes.", "No."]);
    let used = carried
        .origins
        .iter()
        .filter(|origin| **origin != New)
        .count();
    assert_eq!((used, carried.obsolete.len()), (2, 0));
}

#[test]
fn nothing_is_carried_from_or_into_nothing() {
    assert_eq!(carried(&[], &["a"]).origins, [New]);
    assert_eq!(carried(&["a"], &[]).obsolete, [0]);
}

#[test]
fn a_split_sentence_is_offered_at_all_its_parts() {
    let old = [
        "It rained.",
        "The ferryman tied the boat to the willow, and his daughter carried the lamps up to the mill.",
        "We waited.",
    ];
    let new = [
        "It rained.",
        "The ferryman tied the boat to the willow.",
        "Then his daughter carried the lamps up to the mill.",
        "We waited.",
    ];
    assert_eq!(
        carried(&old, &new).origins,
        [Unchanged(0), Split(1), Split(1), Unchanged(2)]
    );
    assert_eq!(
        carried(&new, &old).origins,
        [Unchanged(0), Merged { first: 1, last: 2 }, Unchanged(3)]
    );
}

#[test]
fn a_rewritten_sentence_is_known_by_its_neighbours() {
    let old = [
        "It rained.",
        "The miller opened the sluice before the flood came.",
        "We waited.",
    ];
    let new = [
        "It rained.",
        "When water rose in the valley, somebody had to look after the sluice.",
        "We waited.",
    ];
    assert_eq!(
        carried(&old, &new).origins,
        [Unchanged(0), Edited(1), Unchanged(2)]
    );
    let strange = [
        "It rained.",
        "Nobody asked who sold so many lamps.",
        "We waited.",
    ];
    assert_eq!(
        carried(&old, &strange).origins,
        [Unchanged(0), New, Unchanged(2)]
    );
}

#[test]
fn common_words_in_order_tell_a_half_rewritten_line_beside_one_neighbour() {
    let line = |n: usize| format!("Tools for the work in house number {n}");
    let mut old: Vec<String> = (0..60).map(line).collect();
    let mut new = old.clone();
    old[30] = "Tools for the garden gate, the fence and seven apple trees".to_owned();
    new[30] = "Tools for the repair of clocks which nobody wants".to_owned();
    new.insert(31, "Everybody smiles when bells ring.".to_owned());
    let origins = |list: &[String]| -> Vec<Origin> {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        carried(&old, &list).origins
    };
    assert_eq!(
        origins(&new)[29..33],
        [Unchanged(29), Edited(30), New, Unchanged(31)]
    );
    new[30] = "Wants of nobody: repaired clocks, the bells, tools and gloves".to_owned();
    assert_eq!(
        origins(&new)[29..33],
        [Unchanged(29), New, New, Unchanged(31)]
    );
}

#[test]
fn typography_and_case_are_no_other_sentence_wherever_it_stands() {
    let old = ["He said \"yes\".", "One came.", "Two went -- far."];
    let new = [
        "Two went \u{2014} far.",
        "HE SAID \u{201c}YES\u{201d}.",
        "One came.",
    ];
    assert_eq!(
        carried(&old, &new).origins,
        [Edited(2), Edited(0), Unchanged(1)]
    );
}

#[test]
fn equal_sentences_stay_with_their_neighbours_when_their_paragraph_moves() {
    let old = ["Gate.", "Closed.", "Wall.", "Mill.", "Closed.", "Well."];
    let new = ["Mill.", "Closed.", "Well.", "Gate.", "Closed.", "Wall."];
    let olds: Vec<_> = carried(&old, &new)
        .origins
        .into_iter()
        .map(|origin| origin.single().unwrap())
        .collect();
    assert_eq!(olds, [3, 4, 5, 0, 1, 2]);
}

#[test]
fn long_texts_of_the_worst_kinds_are_carried_over_at_all() {
    let many = |word: &str| -> Vec<String> {
        (0..20_000)
            .map(|n| format!("{word} {n} tells of house {} and road {}.", n * 7, n % 13))
            .collect()
    };
    let texts = |list: &[String]| -> Vec<String> { list.to_vec() };
    let (lines, others) = (many("Line"), many("Other"));
    let reversed: Vec<String> = lines.iter().rev().cloned().collect();
    let equal = vec!["Yes.".to_owned(); 20_000];
    let some_equal: Vec<String> = (0..20_000)
        .map(|n| ["Yes.", "No."][n * n % 7 % 2].to_owned())
        .collect();
    for (old, new) in [
        (&lines, &others),
        (&lines, &reversed),
        (&equal, &texts(&equal[7..])),
        (&some_equal, &equal),
        (&some_equal, &texts(&some_equal[3..])),
    ] {
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        assert_eq!(carried(&old, &new).origins.len(), new.len());
    }
}
