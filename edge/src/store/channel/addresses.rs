//! Addresses at messengers by which participations came.

use domain::{
    Timestamp, case::stage::Stage, intake::channel::Channel, intake::kind::Kind,
    reference::Reference,
};
use serde::{Deserialize, Serialize};

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, list, other_key::SealedColumn, statement},
};

/// Sealed address of a participation.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) participation: String,
    pub(crate) channel: Channel,
    address: String,
    address_key: String,
}

impl Row {
    pub(crate) fn sealed(&self) -> Sealed {
        Sealed { text: self.address.clone(), key: self.address_key.clone() }
    }

    pub(crate) fn replaced(self, new: Sealed, code: String) -> Replacement {
        Replacement {
            participation: self.participation,
            old: self.address,
            address: new.text,
            address_key: new.key,
            code,
        }
    }
}

/// Address that is sealed again under another key.
#[derive(Serialize)]
pub(crate) struct Replacement {
    participation: String,
    old: String,
    address: String,
    address_key: String,
    code: String,
}

/// Returns the statement that records the address by which a participation came.
pub(crate) fn insert(
    db: &Database,
    reference: Reference,
    channel: Channel,
    code: &str,
    address: &Sealed,
) -> Result<Statement> {
    let sql = "INSERT INTO addresses (participation, channel, address_code, address, address_key)
               VALUES (:participation, :channel, :address_code, :address, :address_key)";
    let values = [
        ("participation", reference.digits().into()),
        ("channel", channel.as_str().into()),
        ("address_code", code.into()),
        ("address", (&address.text).into()),
        ("address_key", (&address.key).into()),
    ];
    statement(db, sql, values)
}

/// Returns the address by which a participation came, if it came by a messenger.
pub(crate) async fn find(db: &Database, reference: Reference) -> Result<Option<Row>> {
    let sql = "SELECT participation, channel, address, address_key FROM addresses
               WHERE participation = :participation";
    statement(db, sql, [("participation", reference.digits().into())])?.first().await
}

/// Participation that an address sent.
#[derive(Deserialize)]
pub(crate) struct Own {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    pub(crate) entity: String,
    pub(crate) stage: Stage,
    pub(crate) received_at: Timestamp,
}

/// Returns the participations that an address sent, the latest first. Its code is one of `codes`.
pub(crate) async fn own(
    db: &Database,
    channel: Channel,
    codes: &[String],
    at_most: u32,
) -> Result<Vec<Own>> {
    let sql = "SELECT reference, kind, coalesce(turn, entity) AS entity, stage, received_at
               FROM addresses CROSS JOIN participations ON reference = participation
               WHERE addresses.channel = :channel AND erased_at IS NULL
               AND address_code IN (SELECT value FROM json_each(:codes))
               ORDER BY received_at DESC LIMIT :limit";
    let values = [
        ("channel", channel.as_str().into()),
        ("codes", list(codes)?.into()),
        ("limit", at_most.into()),
    ];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns addresses that are sealed under another key than `key`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<Row>> {
    let sealed = SealedColumn {
        table: "addresses",
        id: "participation",
        key: "address_key",
        columns: "participation, channel, address, address_key",
    };
    sealed.otherwise(db, key, except, at_most).await
}

/// Replaces addresses by the same ones sealed under another key, unless they are gone meanwhile.
pub(crate) async fn replace(db: &Database, replacements: &[Replacement]) -> Result<()> {
    let sql = "UPDATE addresses SET address = value ->> 'address',
                      address_key = value ->> 'address_key', address_code = value ->> 'code'
               FROM json_each(:addresses)
               WHERE participation = value ->> 'participation' AND address = value ->> 'old'";
    statement(db, sql, [("addresses", list(replacements)?.into())])?.run().await?;
    Ok(())
}

/// Returns whether an address, whose code is one of `codes`, sent a participation.
pub(crate) async fn is_own(
    db: &Database,
    reference: Reference,
    channel: Channel,
    codes: &[String],
) -> Result<bool> {
    #[derive(Deserialize)]
    struct Row {}
    let sql = "SELECT 1 AS own FROM addresses
               WHERE participation = :participation AND channel = :channel
               AND address_code IN (SELECT value FROM json_each(:codes))";
    let values = [
        ("participation", reference.digits().into()),
        ("channel", channel.as_str().into()),
        ("codes", list(codes)?.into()),
    ];
    Ok(statement(db, sql, values)?.first::<Row>().await?.is_some())
}
