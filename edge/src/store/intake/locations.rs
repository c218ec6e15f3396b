//! Sealed places of participations, for the job that reseals them.

use serde::{Deserialize, Serialize};

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, list, other_key::SealedColumn, statement},
};

/// Sealed place of a participation.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: String,
    location: String,
    location_key: String,
}

impl Row {
    pub(crate) fn sealed(&self) -> Sealed {
        Sealed { key: self.location_key.clone(), text: self.location.clone() }
    }

    pub(crate) fn replaced(self, new: Sealed) -> Replacement {
        Replacement {
            reference: self.reference,
            old: self.location,
            location: new.text,
            location_key: new.key,
        }
    }
}

/// Place that is sealed again under another key.
#[derive(Serialize)]
pub(crate) struct Replacement {
    reference: String,
    old: String,
    location: String,
    location_key: String,
}

/// Returns places that are sealed under another key than `key`. `except` is a JSON list of
/// references.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<Row>> {
    let sealed = SealedColumn {
        table: "participations",
        id: "reference",
        key: "location_key",
        columns: "reference, location, location_key",
    };
    sealed.otherwise(db, key, except, at_most).await
}

/// Replaces places by the same ones sealed under another key, unless they are gone meanwhile.
pub(crate) async fn replace(db: &Database, replacements: &[Replacement]) -> Result<()> {
    let sql = "UPDATE participations
               SET location = value ->> 'location', location_key = value ->> 'location_key'
               FROM json_each(:locations)
               WHERE reference = value ->> 'reference' AND location = value ->> 'old'";
    statement(db, sql, [("locations", list(replacements)?.into())])?.run().await?;
    Ok(())
}
