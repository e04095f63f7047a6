//! Rows of the tables `unit` and `variant`, and what the model makes of them.

use rusqlite::{Connection, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Reason;
use crate::model::{DocumentName, Placement, Saved, State, UnitId, Variant};
use crate::text::Language;

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
}

/// What is said of a unit as a whole, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) source_language: Option<i64>,
    pub(super) attributes: Option<String>,
    pub(super) remarks: Option<String>,
}

/// A row of `variant`: one text of a unit's history.
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

/// What a variant says, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) state: State,
    pub(super) needs_work: Option<String>,
    pub(super) codes: Option<String>,
    pub(super) attributes: Option<String>,
    pub(super) remarks: Option<String>,
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
    /// A unit and, read at once, its history.
    pub(super) fn read(connection: &Connection, unit: UnitRow) -> rusqlite::Result<Self> {
        let history = VariantRow::of_unit(connection, unit.number)?;
        Ok(Self { unit, history })
    }
}

impl UnitRow {
    /// Reads the thirteen columns that every `unit*.sql` gives.
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
        })
    }
}

impl VariantRow {
    /// Reads the columns that every `variants*.sql` gives.
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let body = match row.get::<_, Option<String>>(6)? {
            None => None,
            Some(text) => Some(Body {
                text,
                state: state(row.get(4)?),
                needs_work: row.get(7)?,
                codes: row.get(8)?,
                attributes: row.get(9)?,
                remarks: row.get(10)?,
            }),
        };
        Ok(Self {
            place: unit_and_place(row.get(0)?).1,
            revision: row.get(1)?,
            slot: Slot {
                language: row.get(2)?,
                ordinal: row.get(3)?,
            },
            made_from: row.get(5)?,
            body,
        })
    }

    /// Reads the whole history of a unit, oldest first.
    pub(super) fn of_unit(connection: &Connection, unit: i64) -> rusqlite::Result<Vec<Self>> {
        connection
            .prepare_cached(include_str!("sql/variants_of_unit.sql"))?
            .query_map(
                (variant_number(unit, 0), variant_number(unit, PLACES - 1)),
                Self::read,
            )?
            .collect()
    }
}

impl Body {
    /// What a variant says, as it is stored.
    pub(super) fn of(variant: &Variant) -> Result<Self, Reason> {
        Ok(Self::taken(variant.clone())?.1)
    }

    /// The language of a variant, and what it says, as it is stored.
    pub(super) fn taken(variant: Variant) -> Result<(Language, Self), Reason> {
        let body = Self {
            codes: to_json(&variant.codes)?,
            attributes: to_json(&variant.attributes)?,
            remarks: to_json(&variant.remarks)?,
            text: variant.text,
            state: variant.state,
            needs_work: variant.needs_work,
        };
        Ok((variant.language, body))
    }

    /// The variant of the model.
    pub(super) fn variant(
        self,
        language: Language,
        saved: Option<Saved>,
    ) -> Result<Variant, Reason> {
        Ok(Variant {
            language,
            codes: from_json("inline codes", self.codes.as_deref())?,
            attributes: from_json("attributes", self.attributes.as_deref())?,
            remarks: from_json("remarks", self.remarks.as_deref())?,
            text: self.text,
            state: self.state,
            needs_work: self.needs_work,
            saved,
        })
    }
}

/// The state of a stored number; one that this format does not know is taken for the lowest.
fn state(number: u8) -> State {
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
