//! The best match for each of many texts.

use super::family;
use super::matches::{Asked, Match, Question};
use crate::matching::{Deduction, Sequence, Similarity};
use crate::memory::{Memory, MemoryError, schema};
use crate::model::Unit;
use crate::text::match_key;

/// Fewer questions are answered one by one: a pass over the index costs as much as some dozens of them.
const MANY: usize = 32;

/// So many candidates are taken for each question; where these leave the answer open it is asked alone, which costs
/// as much as hundreds of them: most units of a memory of many languages may lack the one that is asked for.
const CANDIDATES: usize = 256;

/// The score down to which asking one by one is cheap, whatever the number of texts.
const CHEAP: u8 = 60;

impl Memory {
    /// The best match for each of many texts in one language: what [`Memory::matches`] has for each of them
    /// when one is asked for. When some dozens must be looked for far down, they and all behind them are looked for in
    /// one pass over the index.
    ///
    /// # Errors
    /// As for [`Memory::matches`].
    pub fn best_matches(
        &self,
        questions: &[Question<'_>],
        penalties: &dyn Fn(&Unit, Option<u32>) -> Vec<Deduction>,
    ) -> Result<Vec<Option<Match>>, MemoryError> {
        let mut best = vec![None; questions.len()];
        let mut open = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            let is_far = question.least < CHEAP;
            if is_far && open.len() >= MANY {
                open.push(at);
                continue;
            }
            let question = Question {
                most: 1,
                least: question.least.max(CHEAP),
                ..*question
            };
            best[at] = self.matches(&question, penalties)?.pop();
            if is_far && best[at].is_none() {
                open.push(at);
            }
        }
        let of_open = open.iter().map(|at| Question {
            most: 1,
            ..questions[*at]
        });
        let of_open: Vec<_> = of_open.collect();
        for (at, found) in open.into_iter().zip(self.far_matches(&of_open, penalties)?) {
            best[at] = found;
        }
        Ok(best)
    }

    /// The best match for each of some texts, in one pass when they are many.
    fn far_matches(
        &self,
        questions: &[Question<'_>],
        penalties: &dyn Fn(&Unit, Option<u32>) -> Vec<Deduction>,
    ) -> Result<Vec<Option<Match>>, MemoryError> {
        let (Some(first), true) = (questions.first(), questions.len() >= MANY) else {
            let best = |question| Ok(self.matches(question, penalties)?.pop());
            return questions.iter().map(best).collect();
        };
        let sequence = |question: &Question<'_>| {
            Sequence::of_key(&match_key(question.text, question.language))
        };
        let sequences: Vec<_> = questions.iter().map(sequence).collect();
        let least = questions.iter().map(|question| question.least).min();
        let least = Similarity::of_per_cent(least.unwrap_or(0));
        self.read(|connection| {
            let newest = schema::newest_revision(connection)?;
            let family = family(first.language);
            let side = self.index.sides.borrow_mut().remove(family);
            let mut side = side.unwrap_or_default();
            side.refresh(connection, family, newest)?;
            let found = side.survey(connection, sequences.clone(), least, CANDIDATES)?;
            let mut best = Vec::with_capacity(questions.len());
            for ((question, sequence), candidates) in questions.iter().zip(&sequences).zip(found) {
                let mut asked = Asked::new(connection, question, penalties)?;
                if !sequence.is_empty() && !asked.settle(&candidates, CANDIDATES)? {
                    asked.best(&side, sequence)?;
                }
                best.push(asked.matches.pop());
            }
            let mut sides = self.index.sides.borrow_mut();
            sides.insert(family.to_owned(), side);
            Ok(best)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Reason;
    use crate::memory::Commit;
    use crate::model::{Timestamp, UnitId, Variant};
    use crate::text::Language;

    /// A text of ten of twenty-nine words, another for each number.
    fn text(number: u64) -> String {
        let word = |at: u64| format!("w{}", (number * number + number * at * 7 + at * 3) % 29);
        (0..10).map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn many_questions_are_answered_as_each_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::create(folder.path().join("memory.db")).unwrap();
        let (en, ur) = (Language::default(), Language::parse("ur").unwrap());
        let unit = |number: u64| {
            let id = UnitId(format!("u{number}"));
            let mut unit = Unit::new(id, Variant::new(en.clone(), text(number)));
            if !number.is_multiple_of(3) {
                unit.variants.push(Variant::new(ur.clone(), "متن"));
            }
            unit
        };
        for part in [0..300_u64, 300..320] {
            let units: Vec<_> = part.map(unit).collect();
            let commit = Commit::new("Ahmad", Timestamp(1), "");
            memory
                .commit(&Commit {
                    units: &units,
                    ..commit
                })
                .unwrap();
            memory.reindex().unwrap();
        }
        let fresh: Vec<_> = (320..330).map(unit).collect();
        let commit = Commit::new("Ahmad", Timestamp(1), "");
        memory
            .commit(&Commit {
                units: &fresh,
                ..commit
            })
            .unwrap();
        let texts: Vec<String> = (1000..1200).map(text).chain([String::new()]).collect();
        let to = [ur];
        let penalties = |unit: &Unit, _: Option<u32>| {
            let is_bad = unit.id.0.ends_with('7');
            let penalty = Deduction::new(Reason::Penalty("seven".to_owned()), 9);
            Vec::from_iter(is_bad.then_some(penalty))
        };
        for least in [30, 50, 70] {
            let questions: Vec<_> = texts
                .iter()
                .map(|text| Question {
                    to: &to,
                    least,
                    most: 1,
                    ..Question::new(text, &en)
                })
                .collect();
            let together = memory.best_matches(&questions, &penalties).unwrap();
            assert!(together.iter().any(Option::is_some), "{least}");
            for (question, found) in questions.iter().zip(together) {
                let alone = memory.matches(question, &penalties).unwrap().pop();
                assert_eq!(found, alone, "{}", question.text);
            }
        }
    }
}
