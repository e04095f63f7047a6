//! The built-in rules: rule files read into tables, and the engine that asks them at every mark.

mod chars;
mod context;
mod cutter;
mod features;
mod list;
mod reading;
mod row;
mod run;
mod scan;
mod table;
mod words;

use std::sync::{Mutex, OnceLock};

pub(super) use cutter::Cutter;
use row::Memo;
use table::{RuleFile, Table};

use crate::text::Language;

/// The rules of one language, read from its files.
#[derive(Debug)]
pub(super) struct BuiltInRules {
    table: Table,
    /// Decisions that earlier searches remembered, for the next ones.
    memos: Mutex<Vec<Memo>>,
}

/// A language, its rule file, and the rules once they were read.
struct BuiltIn {
    language: &'static str,
    file: RuleFile,
    rules: OnceLock<BuiltInRules>,
}

const DEFAULT: RuleFile = RuleFile {
    name: "default.txt",
    text: include_str!("../rules/default.txt"),
};

/// Every language with rules of its own. A new language is one new file and one line here.
static LANGUAGES: [BuiltIn; 4] = [
    BuiltIn::new("en", "en.txt", include_str!("../rules/en.txt")),
    BuiltIn::new("ur", "ur.txt", include_str!("../rules/ur.txt")),
    BuiltIn::new("ps", "ps.txt", include_str!("../rules/ps.txt")),
    BuiltIn::new("und", "und.txt", include_str!("../rules/und.txt")),
];

impl BuiltIn {
    const fn new(language: &'static str, name: &'static str, text: &'static str) -> Self {
        Self {
            language,
            file: RuleFile { name, text },
            rules: OnceLock::new(),
        }
    }
}

impl BuiltInRules {
    /// The rules for a language, by its primary subtag; those of the default when it has none of its own.
    pub(super) fn for_language(language: &Language) -> &'static Self {
        let own = LANGUAGES
            .iter()
            .find(|known| known.language == language.primary());
        let known = own.unwrap_or(&LANGUAGES[LANGUAGES.len() - 1]);
        known.rules.get_or_init(|| Self {
            table: Table::read(&[known.file, DEFAULT]).unwrap_or_else(|_| Table::empty()),
            memos: Mutex::default(),
        })
    }

    fn take_memo(&self) -> Memo {
        let kept = self.memos.lock().ok().and_then(|mut memos| memos.pop());
        kept.unwrap_or_else(Memo::empty)
    }

    fn keep_memo(&self, memo: Memo) {
        if let Ok(mut memos) = self.memos.lock() {
            memos.push(memo);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_can_be_read() {
        for known in &LANGUAGES {
            if let Err(error) = Table::read(&[known.file, DEFAULT]) {
                panic!("{error}");
            }
        }
    }
}
