//! The cell that holds the states of a unit's targets.
//!
//! One word says the state of every target: `reviewed`. Where targets differ, each is named:
//! `ur:reviewed ps:translated`. A text that needs work has `+needs-work` behind its state.

use crate::model::{State, Unit, Variant};
use crate::text::Language;

/// What marks a text that needs work; the reason has no room here.
const NEEDS_WORK: &str = "needs-work";

/// The cell for these targets in a table from `source`; empty when there is none.
pub(super) fn written(targets: &[&Variant], source: &Language) -> String {
    let words: Vec<String> = targets.iter().map(|target| word(target)).collect();
    // A word alone is never about the table's source, which some unit may have as a target.
    let about_others = targets.iter().all(|target| target.language != *source);
    match words.first() {
        None => String::new(),
        Some(first) if about_others && words.iter().all(|word| word == first) => first.clone(),
        Some(_) => {
            let named = targets.iter().zip(&words);
            let parts: Vec<String> = named
                .map(|(target, word)| format!("{}:{word}", target.language))
                .collect();
            parts.join(" ")
        }
    }
}

fn word(target: &Variant) -> String {
    match target.needs_work {
        Some(_) => format!("{}+{NEEDS_WORK}", target.state),
        None => target.state.to_string(),
    }
}

/// Gives the targets of a unit the states that a cell says.
///
/// # Errors
/// The word that cannot be understood; the words before it hold.
pub(super) fn read(cell: &str, unit: &mut Unit) -> Result<(), String> {
    for word in cell.split_whitespace() {
        let (language, value) = match word.split_once(':') {
            Some((tag, value)) => {
                let language = Language::parse(tag).map_err(|_| word.to_owned())?;
                (Some(language), value)
            }
            None => (None, word),
        };
        let (state, needs_work) = meaning(value).ok_or_else(|| word.to_owned())?;
        let source = unit.source_language.clone();
        let meant = |variant: &&mut Variant| match &language {
            Some(language) => variant.language == *language,
            None => Some(&variant.language) != source.as_ref(),
        };
        for target in unit.variants.iter_mut().filter(meant) {
            target.state = state.unwrap_or(target.state);
            target.needs_work = needs_work.then(String::new);
        }
    }
    Ok(())
}

/// A state, and whether work is needed.
fn meaning(word: &str) -> Option<(Option<State>, bool)> {
    let lower = word.to_lowercase();
    if lower == NEEDS_WORK {
        return Some((None, true));
    }
    let (name, needs_work) = match lower.split_once('+') {
        Some((name, NEEDS_WORK)) => (name, true),
        Some(_) => return None,
        None => (lower.as_str(), false),
    };
    State::from_name(name).map(|state| (Some(state), needs_work))
}
