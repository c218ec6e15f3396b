//! Participations as Open311 lists them: those of which an entity has custody, their histories, and
//! the messages that the entity wrote.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    case::{
        event::{Event, Recorded},
        stage::Stage,
    },
    intake::kind::Kind,
    open311::{Period, RequestQuery, RequestStatus},
    reference::Reference,
    slug::Slug,
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, case::events, list, statement, unreadable},
};

/// Most participations whose updates one answer has.
const CHANGED_MAX: u32 = 200;

/// Participation with its history.
pub(crate) struct Request {
    pub(crate) row: Row,
    pub(crate) history: Vec<Event>,
}

/// Row of a participation.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    kind: Kind,
    pub(crate) service: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) resolution_due: Timestamp,
    pub(crate) text: Option<String>,
    location: Option<String>,
    location_key: Option<String>,
}

impl Row {
    /// Returns the place, sealed.
    pub(crate) fn location(&self) -> Option<Sealed> {
        Sealed::read(self.location.clone(), self.location_key.clone())
    }
}

/// Columns of a [`Row`].
const COLUMNS: &str = "reference, kind, service, received_at, resolution_due, text, location,
                       location_key";

/// Returns the participations of an entity that a query asks for, the latest first.
pub(crate) async fn requests(
    db: &Database,
    entity: &Slug,
    query: &RequestQuery,
) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM participations
         WHERE turn = :entity AND received_at >= :from AND received_at <= :to
           AND stage IN (SELECT value FROM json_each(:stages))
           AND (:services IS NULL OR service IN (SELECT value FROM json_each(:services)))
         ORDER BY received_at DESC, reference DESC LIMIT :limit OFFSET :offset"
    );
    let stages = query.status.map_or_else(|| Stage::ALL.into(), RequestStatus::stages);
    let services: Vec<_> = query.services.iter().map(Slug::as_str).collect();
    let services = if services.is_empty() { None } else { Some(list(&services)?) };
    let values = [
        ("entity", entity.as_str().into()),
        ("from", query.period.from.into()),
        ("to", query.period.to.into()),
        ("stages", list(&stages)?.into()),
        ("services", services.into()),
        ("limit", query.page_size.into()),
        ("offset", query.offset.into()),
    ];
    let rows = statement(db, &sql, values)?.run().await?.results()?;
    with_histories(db, rows).await
}

/// Returns the participations with these references of which an entity has custody.
pub(crate) async fn named(
    db: &Database,
    entity: &Slug,
    references: &[Reference],
) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM participations
         WHERE reference IN (SELECT value FROM json_each(:references)) AND turn = :entity"
    );
    let digits: Vec<_> = references.iter().map(Reference::digits).collect();
    let values = [("references", list(&digits)?.into()), ("entity", entity.as_str().into())];
    let rows = statement(db, &sql, values)?.run().await?.results()?;
    with_histories(db, rows).await
}

/// Returns the participations of an entity that have changed since the beginning of a period, the
/// earliest change first, at most two hundred.
pub(crate) async fn changed(db: &Database, entity: &Slug, period: Period) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM participations
         WHERE turn = :entity AND updated_at >= :from
         ORDER BY updated_at, reference LIMIT :limit"
    );
    let values = [
        ("entity", entity.as_str().into()),
        ("from", period.from.into()),
        ("limit", CHANGED_MAX.into()),
    ];
    let rows = statement(db, &sql, values)?.run().await?.results()?;
    with_histories(db, rows).await
}

async fn with_histories(db: &Database, rows: Vec<Row>) -> Result<Vec<Request>> {
    let sql = "SELECT participation AS reference, sequence, at, actor, what, stage, entity,
                      content_digest, previous, hash
               FROM events WHERE participation IN (SELECT value FROM json_each(:references))
               ORDER BY participation, sequence";
    let references: Vec<_> = rows.iter().map(|row| row.reference.digits()).collect();
    let found = statement(db, sql, [("references", list(&references)?.into())])?.run().await?;
    let mut histories: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for event in found.results::<Recorded>()? {
        histories.entry(event.reference.clone()).or_default().push(event);
    }
    let request = |row: Row| {
        let history = histories.remove(row.reference.digits());
        let history = history.ok_or_else(|| unreadable("a history"))?;
        Ok(Request { history: events::read(&history, row.kind)?, row })
    };
    rows.into_iter().map(request).collect()
}

/// Returns the messages that entities wrote to the authors of participations, by the reference and
/// the sequence of their events.
pub(crate) async fn messages(
    db: &Database,
    references: &[Reference],
) -> Result<BTreeMap<(Reference, u32), String>> {
    #[derive(Deserialize)]
    struct Message {
        participation: Reference,
        sequence: u32,
        text: String,
    }
    let sql = "SELECT participation, sequence, text FROM messages
               WHERE participation IN (SELECT value FROM json_each(:references))
                 AND audience = 'everyone' AND author = 'entity' AND sequence IS NOT NULL";
    let digits: Vec<_> = references.iter().map(Reference::digits).collect();
    let found = statement(db, sql, [("references", list(&digits)?.into())])?.run().await?;
    let pair = |message: Message| ((message.participation, message.sequence), message.text);
    Ok(found.results::<Message>()?.into_iter().map(pair).collect())
}
