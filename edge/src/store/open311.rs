//! Participations as Open311 lists them, their histories, and the messages that entities wrote.
//!
//! An entity sees those of which it has custody, and those that its systems sent by Open311 and
//! that were transferred since.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    case::{
        event::{Event, Recorded},
        stage::Stage,
    },
    intake::kind::Kind,
    open311::{RequestQuery, RequestStatus},
    reference::Reference,
    slug::Slug,
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{
        Database, Result, case::events, list, lower_bound, statement, unreadable, upper_bound,
    },
};

/// Most participations on a page of changed ones.
pub(crate) const CHANGED_PAGE: usize = 200;

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
    pub(crate) updated_at: Timestamp,
    has_custody: u8,
    pub(crate) resolution_due: Timestamp,
    pub(crate) text: Option<String>,
    location: Option<String>,
    location_key: Option<String>,
}

impl Row {
    /// Returns whether the entity that asks has custody: its systems read words and place.
    pub(crate) const fn has_custody(&self) -> bool {
        self.has_custody == 1
    }

    /// Returns the place, sealed.
    pub(crate) fn location(&self) -> Option<Sealed> {
        Sealed::read(self.location.clone(), self.location_key.clone())
    }
}

/// Columns of a [`Row`].
const COLUMNS: &str = "reference, kind, service, received_at, updated_at, resolution_due, text,
                       location, location_key, turn IS :entity AS has_custody";

/// Returns the query for the participations that an entity sees and that meet a condition.
fn visible(condition: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM participations WHERE turn = :entity AND {condition}
         UNION ALL
         SELECT {COLUMNS} FROM participations
         WHERE entity = :entity AND channel = 'open311' AND turn <> entity AND {condition}"
    )
}

/// Returns the participations of an entity that a query asks for, the latest first. Those that
/// have changed since `held_from` may have a stage that their authors aren't told of yet, so they
/// are returned whatever the status that is asked for.
pub(crate) async fn requests(
    db: &Database,
    entity: &Slug,
    query: &RequestQuery,
    held_from: Timestamp,
) -> Result<Vec<Request>> {
    let visible = visible(
        "received_at >= :from AND received_at <= :to
         AND (stage IN (SELECT value FROM json_each(:stages)) OR updated_at >= :held_from)
         AND (:services IS NULL OR service IN (SELECT value FROM json_each(:services)))",
    );
    let sql =
        format!("{visible} ORDER BY received_at DESC, reference DESC LIMIT :limit OFFSET :offset");
    let stages = query.status.map_or_else(|| Stage::ALL.into(), RequestStatus::stages);
    let services = query.services.as_ref().map(|services| {
        let services: Vec<_> = services.iter().map(Slug::as_str).collect();
        list(&services)
    });
    let services = services.transpose()?;
    let values = [
        ("entity", entity.as_str().into()),
        ("from", lower_bound(query.period.from).into()),
        ("to", upper_bound(query.period.to).into()),
        ("stages", list(&stages)?.into()),
        ("services", services.into()),
        ("held_from", held_from.into()),
        ("limit", query.page_size.into()),
        ("offset", query.offset.into()),
    ];
    let rows = statement(db, &sql, values)?.run().await?.results()?;
    with_histories(db, rows).await
}

/// Returns the participations with these references that an entity sees.
pub(crate) async fn named(
    db: &Database,
    entity: &Slug,
    references: &[Reference],
) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM participations
         WHERE reference IN (SELECT value FROM json_each(:references))
           AND (turn = :entity OR entity = :entity AND channel = 'open311')"
    );
    let digits: Vec<_> = references.iter().map(Reference::digits).collect();
    let values = [("references", list(&digits)?.into()), ("entity", entity.as_str().into())];
    let rows = statement(db, &sql, values)?.run().await?.results()?;
    with_histories(db, rows).await
}

/// Returns a page of the participations of an entity that have changed since `from`, the earliest
/// change first. It begins behind the last one of the page before, if there is one.
pub(crate) async fn changed(
    db: &Database,
    entity: &Slug,
    from: Timestamp,
    before: Option<&Row>,
) -> Result<Vec<Request>> {
    let visible = visible("(updated_at, reference) > (:changed_at, :reference)");
    let sql = format!("{visible} ORDER BY updated_at, reference LIMIT :limit");
    let values = [
        ("entity", entity.as_str().into()),
        ("changed_at", before.map_or(from, |row| row.updated_at).into()),
        ("reference", before.map_or("", |row| row.reference.digits()).into()),
        ("limit", u32::try_from(CHANGED_PAGE).unwrap_or(u32::MAX).into()),
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
