//! The best match in each of several languages, for many questions.

use super::{Found, Memories};
use crate::memory::Question;
use crate::model::Variant;
use crate::text::Language;
use crate::workbench::WorkbenchError;

impl Memories {
    /// The best match of all memories for each of many questions, in each of some languages, with a settled text in
    /// it; `question.to` is not looked at.
    ///
    /// # Errors
    /// As for [`Self::best`].
    pub(in crate::workbench) fn best_of_many(
        &mut self,
        questions: &[Question<'_>],
        languages: &[Language],
    ) -> Result<Vec<Vec<Option<Found>>>, WorkbenchError> {
        let mut best: Vec<Vec<Option<Found>>> = Vec::new();
        best.resize_with(questions.len(), || languages.iter().map(|_| None).collect());
        let rank = |one: &Found| (one.matched.score.points, one.matched.score.similarity);
        self.ask_all(|asked, penalties| {
            let found = asked.best_of_many(questions, languages, penalties)?;
            let found = found.into_iter().flatten();
            for (best, found) in best.iter_mut().flatten().zip(found) {
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
