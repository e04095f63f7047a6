//! The best match for each of many texts in each of some languages.

use super::matches::{Asked, Match, Penalties, Question};
use super::side::Side as Indexed;
use crate::matching::index::Candidate;
use crate::matching::{Sequence, Similarity};
use crate::memory::past::NOW;
use crate::memory::read::Reader;
use crate::memory::{Memory, MemoryError, Reason};
use crate::text::{Language, match_key};

/// Fewer questions are answered one by one: a pass over the index costs as much as some dozens of them.
const MANY: usize = 32;

/// So many candidates are taken for each question; where these leave the answer open it is asked alone, which costs
/// as much as hundreds of them: most units of a memory of many languages may lack the one that is asked for.
const CANDIDATES: usize = 256;

/// How many more are then asked for at first.
const GROWTH: usize = 4;

/// The score down to which asking one by one is cheap, whatever the number of texts.
const CHEAP: u8 = 60;

/// The best match in each language.
pub type BestOfEach = Vec<Option<Match>>;

impl Memory {
    /// The best match for each of many texts in one language, in each of some languages: what [`Memory::matches`] has
    /// when one match is asked for, to that language. What the questions say of languages and numbers of matches is
    /// not looked at. `penalties` says what to deduct for a unit when it is offered for some languages.
    ///
    /// All languages are answered together. When some dozens of texts must be looked for far down, they and all behind
    /// them are looked for in one pass over the index.
    ///
    /// # Errors
    /// As for [`Memory::matches`].
    pub fn best_matches(
        &self,
        questions: &[Question<'_>],
        languages: &[Language],
        penalties: &Penalties<'_>,
    ) -> Result<Vec<BestOfEach>, MemoryError> {
        let Some(first) = questions.first() else {
            return Ok(Vec::new());
        };
        self.with_side(first.language, |connection, side| {
            let many = Many {
                reader: Reader::new(connection, NOW)?,
                side,
                languages,
                penalties,
            };
            many.answer(questions)
        })
    }
}

/// Answers many questions.
struct Many<'a> {
    reader: Reader<'a>,
    side: &'a Indexed,
    languages: &'a [Language],
    penalties: &'a Penalties<'a>,
}

impl Many<'_> {
    fn answer(mut self, questions: &[Question<'_>]) -> Result<Vec<BestOfEach>, Reason> {
        let mut best = vec![vec![None; self.languages.len()]; questions.len()];
        let mut open = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            let sequence = sequence_of(question);
            if sequence.is_empty() {
                continue;
            }
            let is_far = question.least < CHEAP;
            if !is_far || open.len() < MANY {
                let near = Question {
                    least: question.least.max(CHEAP),
                    ..*question
                };
                self.ask(&near, &sequence, None, &mut best[at])?;
            }
            if is_far && best[at].iter().any(Option::is_none) {
                open.push((at, sequence));
            }
        }
        let surveyed = match open.len() {
            ..MANY => Vec::new(),
            _ => self.survey(questions, &open)?,
        };
        let mut surveyed = surveyed.into_iter();
        for (at, sequence) in &open {
            self.ask(&questions[*at], sequence, surveyed.next(), &mut best[*at])?;
        }
        Ok(best)
    }

    /// Finds the best match in each language that has none yet; `surveyed` are the first candidates, where they are known.
    fn ask(
        &mut self,
        question: &Question<'_>,
        sequence: &Sequence,
        surveyed: Option<Vec<Candidate>>,
        best: &mut BestOfEach,
    ) -> Result<(), Reason> {
        let question = Question {
            most: 1,
            ..*question
        };
        let open = (0..best.len()).filter(|at| best[*at].is_none());
        let open: Vec<usize> = open.collect();
        let to = open.iter().map(|at| &self.languages[*at..=*at]);
        let mut asked = Asked::new(&mut self.reader, &question, to, self.penalties);
        match surveyed {
            None => asked.best(self.side, sequence, question.most)?,
            Some(candidates) => {
                if !asked.settle(&candidates, CANDIDATES)? {
                    asked.best(self.side, sequence, CANDIDATES * GROWTH)?;
                }
            }
        }
        let answers: Vec<_> = asked.into_answers().collect();
        for (at, matches) in open.into_iter().zip(answers) {
            best[at] = matches.into_iter().next();
        }
        Ok(())
    }

    /// The best candidates for each of some questions, in one pass over the index.
    fn survey(
        &self,
        questions: &[Question<'_>],
        open: &[(usize, Sequence)],
    ) -> Result<Vec<Vec<Candidate>>, Reason> {
        let least = open.iter().map(|(at, _)| questions[*at].least).min();
        let least = Similarity::of_per_cent(least.unwrap_or(0));
        let sequences = open.iter().map(|(_, sequence)| sequence.clone()).collect();
        self.side
            .survey(self.reader.connection, sequences, least, CANDIDATES)
    }
}

fn sequence_of(question: &Question<'_>) -> Sequence {
    Sequence::of_key(&match_key(question.text, question.language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Deduction, Reason};
    use crate::memory::Commit;
    use crate::model::{Timestamp, Unit, UnitId, Variant};

    /// A text of ten of twenty-nine words, another for each number.
    fn text(number: u64) -> String {
        let word = |at: u64| format!("w{}", (number * number + number * at * 7 + at * 3) % 29);
        (0..10).map(word).collect::<Vec<_>>().join(" ")
    }

    fn tag(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    /// A unit of which some have Urdu, some Pashto, few German.
    fn unit(number: u64) -> Unit {
        let id = UnitId(format!("u{number}"));
        let mut unit = Unit::new(id, Variant::new(tag("en"), text(number)));
        for (language, has) in [
            ("ur", number % 3 == 1),
            ("ps", number.is_multiple_of(5)),
            ("de", number.is_multiple_of(61)),
        ] {
            let translation = Variant::new(tag(language), "متن");
            unit.variants.extend(has.then_some(translation));
        }
        unit
    }

    /// Units in two runs and some that are in none yet.
    fn fill(memory: &mut Memory) {
        for part in [0..300, 300..320, 320..330] {
            let units: Vec<_> = part.clone().map(unit).collect();
            let commit = Commit::new("Ahmad", Timestamp(1), "");
            let commit = Commit {
                units: &units,
                ..commit
            };
            memory.commit(&commit).unwrap();
            if part.end < 330 {
                memory.reindex().unwrap();
            }
        }
    }

    /// Some points are lost in all languages, some in one.
    fn penalties(unit: &Unit, _: Option<u32>, to: &[Language]) -> Vec<Deduction> {
        let is_bad = unit.id.0.ends_with('7') || (unit.id.0.ends_with('4') && to == [tag("ps")]);
        let penalty = Deduction::new(Reason::Penalty("bad".to_owned()), 9);
        Vec::from_iter(is_bad.then_some(penalty))
    }

    #[test]
    fn many_questions_are_answered_as_each_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = Memory::create(folder.path().join("memory.db")).unwrap();
        fill(&mut memory);
        let en = tag("en");
        let texts: Vec<String> = (1000..1200).map(text).chain([String::new()]).collect();
        let languages = ["ur", "ps", "de", "sd"].map(tag);
        for least in [30, 50, 70] {
            let questions = texts.iter().map(|text| Question {
                least,
                ..Question::new(text, &en)
            });
            let questions: Vec<_> = questions.collect();
            let together = memory.best_matches(&questions, &languages, &penalties);
            let together = together.unwrap();
            for (at, language) in languages.iter().enumerate() {
                let of_language = together.iter().map(|best| &best[at]);
                let found = of_language.clone().flatten().count();
                assert_eq!(found > 0, at < 3, "{language} {least}");
                let to = std::slice::from_ref(language);
                for (question, found) in questions.iter().zip(of_language) {
                    let question = Question {
                        to,
                        most: 1,
                        ..*question
                    };
                    let own = |unit: &Unit, intake| penalties(unit, intake, to);
                    let alone = memory.matches(&question, &own).unwrap().pop();
                    assert_eq!(*found, alone, "{language} {}", question.text);
                }
            }
        }
    }
}
