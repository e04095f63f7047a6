//! What of a file is new to the memory, and under which id it comes.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::mem;

use rusqlite::{Connection, OptionalExtension};

use super::content;
use crate::memory::body::Body;
use crate::memory::catalogue::Languages;
use crate::memory::packed::pack_list;
use crate::memory::row::Stored;
use crate::memory::search::unit_of_number;
use crate::memory::{Reason, wish};
use crate::model::{Placement, Remark, RemarkKind, Unit, UnitId, Variant};
use crate::text::Language;

/// What became of a unit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It came under its own id, or under a fresh one when it had none.
    Added,
    /// Its id was taken by other texts; it came under this one.
    Renamed(UnitId),
    /// The memory, or the file further up, has or had the same.
    AlreadyThere,
}

/// A unit that is ready to be stored.
pub(super) struct New {
    pub(super) id: UnitId,
    pub(super) is_renamed: bool,
    pub(super) source_language: Option<Language>,
    pub(super) attributes: Option<String>,
    pub(super) remarks: Option<String>,
    pub(super) placement: Option<Placement>,
    /// The source's first.
    pub(super) texts: Vec<Text>,
}

/// A variant that is ready to be stored.
pub(super) struct Text {
    pub(super) language: Language,
    pub(super) ordinal: u32,
    pub(super) body: Body,
}

impl New {
    pub(super) fn taken(&self) -> Taken {
        if self.is_renamed {
            Taken::Renamed(self.id.clone())
        } else {
            Taken::Added
        }
    }

    /// About how much it is to write.
    pub(super) fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.body.as_str().len()).sum()
    }
}

/// Knows what the memory and the file further up have.
pub(super) struct Sieve {
    /// By the hash of its id, the hash of the content of each unit that is not yet to be found in the
    /// memory by its id.
    seen: HashMap<u64, u64>,
    hasher: RandomState,
    /// What the present unit says, written out.
    content: String,
    languages: Languages,
    /// Whether no id of the memory has to be looked up.
    no_ids: bool,
}

/// Whether an id can be had.
enum Vacancy {
    Free,
    Same,
    Other,
}

impl Sieve {
    pub(super) fn new(connection: &Connection) -> Result<Self, Reason> {
        let no_ids = connection
            .prepare_cached(include_str!("../sql/no_ids.sql"))?
            .query_row([], |row| row.get(0))?;
        Ok(Self {
            seen: HashMap::new(),
            hasher: RandomState::new(),
            content: String::new(),
            languages: Languages::load(connection)?,
            no_ids,
        })
    }

    /// Takes note that all that was seen can be found in the memory now.
    pub(super) fn forget(&mut self) {
        self.seen = HashMap::new();
        self.no_ids = false;
    }

    /// The unit, ready to be stored; `None` when it is there already.
    pub(super) fn sift(
        &mut self,
        connection: &Connection,
        unit: Unit,
    ) -> Result<Option<New>, Reason> {
        let attributes = pack_list(&unit.attributes);
        let mut remarks = pack_list(&unit.remarks);
        let texts = sorted_texts(unit.source_language.as_ref(), &unit.variants);
        let mut content = mem::take(&mut self.content);
        content::write(
            &mut content,
            unit.source_language
                .as_ref()
                .map(|language| language.as_str()),
            attributes.as_deref(),
            remarks.as_deref(),
            &texts,
        );
        let wanted = Some(unit.id).filter(|id| !id.0.is_empty());
        let id = self.id(connection, wanted.as_ref(), &content, &texts);
        self.content = content;
        let Some(id) = id? else {
            return Ok(None);
        };
        let is_renamed = wanted.as_ref().is_some_and(|wanted| *wanted != id);
        if let Some(wanted) = wanted.filter(|_| is_renamed) {
            remarks = with_original_id(unit.remarks, wanted);
        }
        Ok(Some(New {
            id,
            is_renamed,
            source_language: unit.source_language,
            attributes,
            remarks,
            placement: unit.placement,
            texts,
        }))
    }

    /// The id under which a unit comes; `None` when it is there already.
    fn id(
        &mut self,
        connection: &Connection,
        wanted: Option<&UnitId>,
        content: &str,
        texts: &[Text],
    ) -> Result<Option<UnitId>, Reason> {
        // Most units come with an id of their own that can be had: they need no fingerprint.
        let fingerprint = LazyCell::new(|| content::fingerprint(content));
        let further = (0..).map(|attempt| content::id(&fingerprint, attempt));
        let content = self.hasher.hash_one(content);
        for id in wanted.cloned().into_iter().chain(further) {
            let name = self.hasher.hash_one(&id.0);
            match self.vacancy(connection, &id, (name, content), texts)? {
                Vacancy::Same => break,
                Vacancy::Other => {}
                Vacancy::Free => {
                    self.seen.insert(name, content);
                    return Ok(Some(id));
                }
            }
        }
        Ok(None)
    }

    fn vacancy(
        &mut self,
        connection: &Connection,
        id: &UnitId,
        (name, content): (u64, u64),
        texts: &[Text],
    ) -> Result<Vacancy, Reason> {
        match self.seen.get(&name) {
            Some(seen) if *seen == content => return Ok(Vacancy::Same),
            Some(_) => return Ok(Vacancy::Other),
            None if self.no_ids => return Ok(Vacancy::Free),
            None => {}
        }
        let unit: Option<i64> = connection
            .prepare_cached(include_str!("../sql/unit_named.sql"))?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?;
        match unit {
            None => Ok(Vacancy::Free),
            Some(unit) if self.had(connection, unit, texts)? => Ok(Vacancy::Same),
            Some(_) => Ok(Vacancy::Other),
        }
    }

    /// Whether a unit has, or ever had, all these texts.
    fn had(&mut self, connection: &Connection, unit: i64, texts: &[Text]) -> Result<bool, Reason> {
        let Some(row) = unit_of_number(connection, unit)? else {
            return Ok(false);
        };
        let Stored { history: rows, .. } = Stored::read(connection, row)?;
        if texts
            .iter()
            .any(|text| self.languages.number(&text.language).is_none())
        {
            self.languages = Languages::load(connection)?;
        }
        Ok(texts.iter().all(|text| {
            let language = self.languages.number(&text.language);
            rows.iter().any(|row| {
                let is_same = |body: &Body| body.has_text_of(&text.body);
                Some(row.slot.language) == language && row.body.as_ref().is_some_and(is_same)
            })
        }))
    }
}

/// The texts of a unit, the source's first, the others in their order.
pub(super) fn sorted_texts(source: Option<&Language>, variants: &[Variant]) -> Vec<Text> {
    let first = variants
        .iter()
        .position(|variant| Some(&variant.language) == source)
        .unwrap_or(0);
    let rest = (0..variants.len()).filter(|at| *at != first);
    let mut sorted: Vec<&Variant> = Vec::with_capacity(variants.len());
    sorted.extend(variants.get(first));
    sorted.extend(rest.map(|at| &variants[at]));
    let bodies = Body::of_all(&sorted).into_iter().enumerate();
    let texts = bodies.map(|(at, body)| Text {
        language: sorted[at].language.clone(),
        ordinal: wish::ordinal(sorted[..at].iter().copied(), &sorted[at].language),
        body,
    });
    texts.collect()
}

/// The remarks of a unit that came under another id, with its own as the last of them, packed.
pub(super) fn with_original_id(mut remarks: Vec<Remark>, id: UnitId) -> Option<String> {
    remarks.push(Remark {
        kind: RemarkKind::Property("original-id".to_owned()),
        text: id.0,
        attributes: Vec::new(),
    });
    pack_list(&remarks)
}
