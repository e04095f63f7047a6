//! The best match in each of several languages, for one question and for many.

use super::{Found, Memories, Offers};
use crate::memory::Question;
use crate::model::Variant;
use crate::text::Language;
use crate::workbench::WorkbenchError;

impl Memories {
    /// The best match for each of some languages, with a settled text in it; `question.to` is not looked at.
    ///
    /// One question answers for all languages that the best unit has, unless what is deducted depends on them.
    ///
    /// # Errors
    /// As for [`Self::best`].
    pub(in crate::workbench) fn best_of_each(
        &mut self,
        question: &Question<'_>,
        languages: &[Language],
    ) -> Result<Vec<Option<Found>>, WorkbenchError> {
        let mut best: Vec<Option<Found>> = languages.iter().map(|_| None).collect();
        let is_apart = self.penalties.iter().any(|table| table.state.is_some());
        let mut open: Vec<usize> = (0..languages.len()).collect();
        while let Some(first) = open.first().copied() {
            let together = if is_apart { &open[..1] } else { &open[..] };
            let to: Vec<_> = together.iter().map(|at| languages[*at].clone()).collect();
            let question = Question {
                to: &to,
                most: 1,
                ..*question
            };
            let found = self.best(&question, Offers::Settled)?.pop();
            match &found {
                None if is_apart => open.retain(|at| *at != first),
                None => break,
                Some(found) => open.retain(|at| {
                    let has =
                        found.settled(&languages[*at]).is_some() && (!is_apart || *at == first);
                    if has {
                        best[*at] = Some(found.clone());
                    }
                    !has
                }),
            }
        }
        Ok(best)
    }

    /// The points of the best match for each of many questions in each of some languages, as
    /// [`Self::best_of_each`] has it; 0 where there is none. `question.to` is not looked at.
    ///
    /// # Errors
    /// As for [`Self::best`].
    pub(in crate::workbench) fn points_of_many(
        &mut self,
        questions: &[Question<'_>],
        languages: &[Language],
    ) -> Result<Vec<Vec<u8>>, WorkbenchError> {
        let mut points = vec![vec![0; languages.len()]; questions.len()];
        let is_apart = self.penalties.iter().any(|table| table.state.is_some());
        // The questions that are open in each language.
        let mut open: Vec<Vec<usize>> = vec![(0..questions.len()).collect(); languages.len()];
        if !is_apart && languages.len() > 1 {
            let found = self.best_of_many(questions, languages)?;
            for (language, open) in languages.iter().zip(&mut open) {
                // Where the best unit lacks the language another one may have it.
                let lacks = |at: &usize| {
                    let found: &Option<Found> = &found[*at];
                    found
                        .as_ref()
                        .is_some_and(|found| found.settled(language).is_none())
                };
                open.retain(lacks);
            }
            for (points, found) in points.iter_mut().zip(&found) {
                for (points, language) in points.iter_mut().zip(languages) {
                    let found = found
                        .as_ref()
                        .filter(|found| found.settled(language).is_some());
                    *points = found.map_or(0, |found| found.matched.score.points);
                }
            }
        }
        for (at, open) in open.into_iter().enumerate() {
            let own: Vec<_> = open.iter().map(|question| questions[*question]).collect();
            let found = self.best_of_many(&own, &languages[at..=at])?;
            for (question, found) in open.into_iter().zip(found) {
                points[question][at] = found.map_or(0, |found| found.matched.score.points);
            }
        }
        Ok(points)
    }

    /// The best match of all memories for each of many questions, with a settled text in one of some languages.
    fn best_of_many(
        &mut self,
        questions: &[Question<'_>],
        to: &[Language],
    ) -> Result<Vec<Option<Found>>, WorkbenchError> {
        let questions = questions
            .iter()
            .map(|question| Question { to, ..*question });
        let questions: Vec<_> = questions.collect();
        let mut best: Vec<Option<Found>> = questions.iter().map(|_| None).collect();
        let rank = |one: &Found| (one.matched.score.points, one.matched.score.similarity);
        self.ask_all(|asked, penalties| {
            let found = asked.best_of_many(&questions, penalties)?;
            for (best, found) in best.iter_mut().zip(found) {
                if found.as_ref().map(rank) > best.as_ref().map(rank) {
                    *best = found;
                }
            }
            Ok(())
        })?;
        Ok(best)
    }
}

impl Found {
    /// The text that is offered in a language, or in a variant of it, if nobody has flagged it: the one that has
    /// come furthest.
    pub(in crate::workbench) fn settled(&self, language: &Language) -> Option<&Variant> {
        let of_language = self.matched.targets.iter().filter(|target| {
            target.needs_work.is_none()
                && !target.text.is_empty()
                && target.language.primary() == language.primary()
        });
        of_language.max_by_key(|target| (target.language == *language, target.state))
    }
}
