//! Writes units as a bilingual PO file.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use super::draft::{Draft, Loss};
use super::entry::{EntryKind, before, now};
use super::escape::{REFUSED, clean};
use super::header::NewHeader;
use super::identity::{derived, digest};
use super::label::Level;
use super::line::Keyword;
use super::mark::{LINE_BREAKS_DIFFER, Mark, Spot, edges};
use super::plural::{form_count, plural_forms};
use super::unit::property;
use crate::exchange::{UnitWriter, WriteError, WriteOptions};
use crate::model::{DocumentName, Finding, Placement, Remark, Severity, State, Unit, Variant};
use crate::text::Language;

/// The end of the lines that are written.
const END: &str = "\n";

/// What the header calls the file.
const PROJECT: &str = "tarjuman";

/// The reasons that make gettext refuse an entry unless a person is to look at it.
const FORMS_DIFFER: &str = "it has not as many plural forms as the language";

/// Writes one entry a unit, in the order in which they come.
pub(super) struct Writer<'a> {
    output: &'a mut dyn Write,
    source: &'a Language,
    target: &'a Language,
    /// How many plural forms the header asks for.
    forms: usize,
    /// The contexts and sources that were written: gettext refuses a pair twice.
    seen: HashSet<u128>,
    /// The place in its document that the next unit has by the order of the file.
    orders: HashMap<DocumentName, u32>,
    findings: Vec<Finding>,
}

/// What stands as `msgctxt`.
enum Context {
    /// Nothing.
    Absent,
    /// A context that tells equal sources apart.
    Plain(String),
    /// The id of the unit.
    Id(String),
}

impl<'a> Writer<'a> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// When the languages are not the source and one target, or the output fails.
    pub(super) fn new(
        options: &'a WriteOptions,
        output: &'a mut dyn Write,
    ) -> Result<Self, WriteError> {
        let target = options.one_target("a PO file")?;
        let header = NewHeader {
            project: PROJECT,
            document: None,
            source: &options.source,
            target,
        };
        output.write_all(header.entry(END).as_bytes())?;
        Ok(Self {
            output,
            source: &options.source,
            target,
            forms: form_count(plural_forms(target)).unwrap_or(2),
            seen: HashSet::new(),
            orders: HashMap::new(),
            findings: Vec::new(),
        })
    }

    fn report(&mut self, unit: &Unit, id: &str, message: String, hint: &str) {
        let mut finding = Finding::new(id, Severity::Warning, message).with_hint(hint);
        finding.unit = Some(unit.id.clone());
        finding.lang = Some(self.target.clone());
        self.findings.push(finding);
    }

    /// Chooses the context of a unit, such that reading gives its id back, and no other entry is the same.
    fn context(&mut self, unit: &Unit, source: &str, marked: bool) -> Context {
        let plain = context_of(unit);
        let own = derived(plain, source);
        let id = if unit.id.as_str().is_empty() {
            own.as_str()
        } else {
            unit.id.as_str()
        };
        let context = match plain {
            _ if id != own.as_str() => Context::Id(clean(id).into_owned()),
            Some(plain) if !marked => Context::Plain(clean(plain).into_owned()),
            Some(_) => Context::Id(clean(id).into_owned()),
            None if source.is_empty() => Context::Id(clean(id).into_owned()),
            None => Context::Absent,
        };
        if self.seen.insert(digest(context.text(), source)) {
            return context;
        }
        let free = (2_u64..)
            .map(|number| format!("{}~{number}", clean(id)))
            .find(|id| self.seen.insert(digest(Some(id), source)))
            .unwrap_or_default();
        self.report(
            unit,
            "duplicate-entry",
            format!("another unit has the same id and source; this one is written as `{free}`"),
            "PO tells entries apart by `msgctxt` and `msgid`",
        );
        Context::Id(free)
    }

    fn place(&mut self, draft: &mut Draft, placement: &Placement) {
        draft.reference(placement.document.as_str(), placement.line);
        let expected = self.orders.entry(placement.document.clone()).or_default();
        if *expected != placement.order {
            draft.labelled_property(Level::Unit, property::ORDER, &placement.order.to_string());
        }
        *expected = placement.order.saturating_add(1);
    }

    fn write(&mut self, unit: &Unit, source: &Variant, target: &Variant) -> Result<(), WriteError> {
        let source_text = clean(&source.text);
        let target_text = clean(&target.text);
        let obsolete = unit.remarks.iter().any(is_obsolete);
        let mut draft = Draft::new(if obsolete {
            EntryKind::Obsolete
        } else {
            EntryKind::Message
        });
        let usual = State::assumed(&target_text);
        let marked = unit.placement.is_some() || (target.state != usual && !target_text.is_empty());
        let context = self.context(unit, &source_text, marked);
        if let Some(text) = context.text() {
            draft.text(now(Keyword::Msgctxt), text);
        }
        if is_renamed(unit) {
            draft.lose(Loss::Character);
        }
        if self.has_second_text(unit) {
            draft.lose(Loss::SecondText);
        }
        draft.text(now(Keyword::Msgid), &source_text);
        let forms = draft.plural(source, target, &target_text);
        if marked || matches!(context, Context::Id(_)) {
            let spot = unit.placement.as_ref().map(spot_of);
            let mark = Mark::nowhere(target.state).with_state(target.state, &target_text);
            draft.mark(Mark { spot, ..mark });
        }
        if let Some(placement) = &unit.placement {
            self.place(&mut draft, placement);
        }
        for remark in &unit.remarks {
            let consumed = match &context {
                Context::Plain(_) => is_context(remark),
                _ => false,
            };
            if !consumed && !is_obsolete(remark) {
                draft.remark(remark);
            }
        }
        draft.attributes(Level::Unit, &unit.attributes);
        draft.sayings(Level::Source, source);
        draft.sayings(Level::Target, target);
        let refused = refused(&source_text, &target_text, &forms, self.forms);
        match (&target.needs_work, refused) {
            (Some(reason), _) => draft.needs_work(reason),
            (None, Some((id, reason))) if !obsolete => {
                draft.needs_work(reason);
                self.report(
                    unit,
                    id,
                    format!("marked as needing work: {reason}"),
                    "gettext refuses the file otherwise",
                );
            }
            _ => {}
        }
        self.report_losses(unit, &draft.losses);
        self.output.write_all(END.as_bytes())?;
        self.output.write_all(draft.finish().as_bytes())?;
        Ok(())
    }

    fn has_second_text(&self, unit: &Unit) -> bool {
        let more_than_one = |language: &Language| {
            let mut own = unit.variants.iter();
            own.by_ref().any(|variant| variant.language == *language)
                && own.any(|variant| variant.language == *language)
        };
        more_than_one(self.source) || more_than_one(self.target)
    }

    fn report_losses(&mut self, unit: &Unit, losses: &[Loss]) {
        for loss in losses {
            self.report(unit, loss.id(), loss.message().to_owned(), loss.hint());
        }
    }
}

impl UnitWriter for Writer<'_> {
    fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        match (unit.variant(self.source), unit.variant(self.target)) {
            (Some(source), Some(target)) => self.write(unit, source, target),
            (Some(source), None) => {
                let target = Variant::new(self.target.clone(), "");
                self.write(unit, source, &target)
            }
            (None, Some(_)) => {
                self.report(
                    unit,
                    "no-source-text",
                    format!("left out: it has no text in `{}`", self.source),
                    "an entry of PO is found by its source",
                );
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    fn finish(self: Box<Self>) -> Result<Vec<Finding>, WriteError> {
        self.output.flush()?;
        Ok(self.findings)
    }
}

impl Context {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Absent => None,
            Self::Plain(text) | Self::Id(text) => Some(text),
        }
    }
}

/// The one target language.
fn is_property(remark: &Remark, name: &str) -> bool {
    super::draft::plain_property(remark) == Some(name)
}

fn is_context(remark: &Remark) -> bool {
    is_property(remark, property::CONTEXT)
}

fn is_obsolete(remark: &Remark) -> bool {
    is_property(remark, property::OBSOLETE) && remark.text == property::YES
}

/// The context that a unit had in the file that it came from; a unit with several has none.
fn context_of(unit: &Unit) -> Option<&str> {
    let mut contexts = unit.remarks.iter().filter(|remark| is_context(remark));
    let first = contexts.next()?;
    contexts.next().is_none().then_some(first.text.as_str())
}

/// Whether a character of the id or context had to be replaced.
fn is_renamed(unit: &Unit) -> bool {
    unit.id.as_str().contains(REFUSED) || context_of(unit).is_some_and(|it| it.contains(REFUSED))
}

fn spot_of(placement: &Placement) -> Spot {
    Spot {
        paragraph: placement.paragraph,
        sentence: placement.sentence,
        segments: placement.segments.max(1),
    }
}

/// Why gettext would refuse an entry: a name and a reason.
fn refused(
    source: &str,
    target: &str,
    forms: &super::draft::Forms,
    expected: usize,
) -> Option<(&'static str, &'static str)> {
    let mut translated = !target.is_empty();
    let mut differs = edges(target) != edges(source);
    for text in forms.texts() {
        translated |= !text.is_empty();
        differs |= edges(text) != edges(source);
    }
    if translated && differs {
        return Some(("line-breaks-differ", LINE_BREAKS_DIFFER));
    }
    let count = forms.count()?;
    (count != expected).then_some(("plural-forms-differ", FORMS_DIFFER))
}

/// The string of a keyword from before the last change of the source, by the name of its property.
pub(super) fn previous_key(name: &str) -> Option<super::entry::TextKey> {
    let keyword = match name.strip_prefix(property::PREVIOUS)? {
        "msgctxt" => Keyword::Msgctxt,
        "msgid" => Keyword::Msgid,
        "msgid_plural" => Keyword::MsgidPlural,
        _ => return None,
    };
    Some(before(keyword))
}
