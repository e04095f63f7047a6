//! Rows of the tables `unit` and `variant`, and what the model makes of them.

use std::rc::Rc;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Reason;
use super::body::Body;
use super::packed::{Torn, Unpacking, pack_number, pack_str};
use crate::model::{DocumentName, Placement, State, UnitId};

/// How many bits of a variant's number say its place in the unit's history.
const PLACE_BITS: u32 = 20;

/// How many texts a unit can have had.
pub(super) const PLACES: u32 = 1 << PLACE_BITS;

/// A unit with all texts that it ever had, the oldest first.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) unit: UnitRow,
    pub(super) history: Vec<VariantRow>,
}

/// A row of `unit`.
#[derive(Clone, Debug)]
pub(super) struct UnitRow {
    pub(super) number: i64,
    pub(super) id: UnitId,
    pub(super) intake: Option<u32>,
    pub(super) header: Header,
    pub(super) obsolete: bool,
    pub(super) placement: Option<Placement>,
    /// The texts that came with the unit's intake.
    pub(super) born: Born,
}

/// What is said of a unit as a whole, as it is stored: packed lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) source_language: Option<i64>,
    pub(super) attributes: Option<String>,
    pub(super) remarks: Option<String>,
}

/// The texts with which a unit came, packed one after the other: for each the language, the ordinal, the state, the
/// text that it was made from (its place + 1, 0 for none), and what it says with the length before it.
///
/// Most units of a large memory are never written to again; one row holds all of such a unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Born(Option<Rc<str>>);

/// A row of `variant`, or one of the texts with which a unit came: one text of a unit's history.
#[derive(Clone, Debug)]
pub(super) struct VariantRow {
    /// The place in the unit's history, counted from 0.
    pub(super) place: u32,
    /// The revision that wrote it; `None` when it came with the unit's intake.
    pub(super) revision: Option<u32>,
    pub(super) slot: Slot,
    /// The place of the source text that it was made from.
    pub(super) made_from: Option<u32>,
    /// `None` when the row says that the variant was removed.
    pub(super) body: Option<Body>,
}

/// Where in a unit a variant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    /// The number of the language.
    pub(super) language: i64,
    /// Several variants in one language are counted from 0.
    pub(super) ordinal: u32,
}

/// The number of the variant at a place in a unit's history.
pub(super) fn variant_number(unit: i64, place: u32) -> i64 {
    (unit << PLACE_BITS) | i64::from(place)
}

/// The unit and the place that a variant's number says.
pub(super) fn unit_and_place(variant: i64) -> (i64, u32) {
    let place = variant & i64::from(PLACES - 1);
    (variant >> PLACE_BITS, u32::try_from(place).unwrap_or(0))
}

impl Stored {
    /// A unit and its history, of which the rows of `variant` are read now.
    pub(super) fn read(connection: &Connection, unit: UnitRow) -> Result<Self, Reason> {
        let mut history = unit.born.rows()?;
        let mut statement = connection.prepare_cached(include_str!("sql/variants_of_unit.sql"))?;
        let last = variant_number(unit.number, PLACES - 1);
        let mut rows = statement.query((variant_number(unit.number, 0), last))?;
        while let Some(row) = rows.next()? {
            history.push(VariantRow::read(row)?);
        }
        Ok(Self { unit, history })
    }
}

impl UnitRow {
    /// Reads the fourteen columns that every `unit*.sql` gives.
    pub(super) fn read(row: &Row<'_>) -> Result<Self, Reason> {
        let id = UnitId(row.get(1)?);
        let placement = match row
            .get_ref(7)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?
        {
            None => None,
            Some(name) => Some(Placement {
                document: DocumentName::new(name)
                    .map_err(|error| unreadable(&format!("the place of unit `{id}`"), &error))?,
                order: row.get(8)?,
                paragraph: row.get(9)?,
                sentence: row.get(10)?,
                segments: row.get(11)?,
                line: row.get(12)?,
            }),
        };
        Ok(Self {
            number: row.get(0)?,
            id,
            intake: row.get(3)?,
            header: Header {
                source_language: row.get(2)?,
                attributes: row.get(4)?,
                remarks: row.get(5)?,
            },
            obsolete: row.get::<_, Option<bool>>(6)?.unwrap_or(false),
            placement,
            born: row.get(13)?,
        })
    }
}

/// Appends a text with which a unit came to those before it.
pub(super) fn pack_born(to: &mut String, slot: Slot, made_from: Option<u32>, body: &Body) {
    pack_number(slot.language.cast_unsigned(), to);
    pack_number(u64::from(slot.ordinal), to);
    pack_number(body.state as u64, to);
    pack_number(made_from.map_or(0, |place| u64::from(place) + 1), to);
    pack_str(body.as_str(), to);
}

impl FromSql for Born {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let packed = value.as_bytes_or_null()?;
        let text = packed.map(simdutf8::basic::from_utf8).transpose();
        let text = text.map_err(FromSqlError::other)?;
        Ok(Self(text.map(Rc::from)))
    }
}

impl Born {
    /// The texts as the beginning of a history.
    pub(super) fn rows(&self) -> Result<Vec<VariantRow>, Reason> {
        let mut rows = Vec::with_capacity(4);
        if let Some(packed) = &self.0 {
            let mut from = Unpacking::new(packed);
            while !from.is_at_end() {
                let row = VariantRow::born(rows.len() as u32, packed, &mut from);
                rows.push(row.map_err(|torn| unreadable("the texts of a unit", &torn))?);
            }
        }
        Ok(rows)
    }
}

impl VariantRow {
    /// Reads the columns that every `variants*.sql` gives.
    pub(super) fn read(row: &Row<'_>) -> Result<Self, Reason> {
        let body = row.get::<_, Option<Rc<str>>>(6)?;
        let state = state(row.get(4)?);
        Ok(Self {
            place: unit_and_place(row.get(0)?).1,
            revision: Some(row.get(1)?),
            slot: Slot {
                language: row.get(2)?,
                ordinal: row.get(3)?,
            },
            made_from: row.get(5)?,
            body: body.map(|said| Body::stored(state, said)),
        })
    }

    fn born(place: u32, packed: &Rc<str>, from: &mut Unpacking<'_>) -> Result<Self, Torn> {
        let slot = Slot {
            language: from.size()?,
            ordinal: from.size()?,
        };
        let state = state(from.size()?);
        let made_from = from.size::<u32>()?.checked_sub(1);
        let length = from.str()?.len();
        let said = from.at() - length..from.at();
        Ok(Self {
            place,
            revision: None,
            slot,
            made_from,
            body: Some(Body::part(state, packed, said)),
        })
    }
}

/// The state of a stored number; one that this format does not know is taken for the lowest.
pub(super) fn state(number: u8) -> State {
    let state = State::ALL.get(usize::from(number)).copied();
    state.unwrap_or_default()
}

/// A list as JSON, `None` for an empty one.
pub(super) fn to_json<T: Serialize>(list: &[T]) -> Result<Option<String>, Reason> {
    if list.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(list);
    json.map(Some).map_err(|error| unreadable("a list", &error))
}

/// The list that [`to_json`] wrote.
pub(super) fn from_json<T: DeserializeOwned>(
    what: &str,
    json: Option<&str>,
) -> Result<Vec<T>, Reason> {
    match json {
        None => Ok(Vec::new()),
        Some(json) => serde_json::from_str(json).map_err(|error| unreadable(what, &error)),
    }
}

/// A stored value that cannot be read.
pub(super) fn unreadable(what: &str, why: &dyn std::error::Error) -> Reason {
    Reason::Unreadable {
        what: what.to_owned(),
        why: why.to_string(),
    }
}
