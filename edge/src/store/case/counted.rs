//! Cases behind a figure: those that something happened to since the beginning of its period.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    case::{Case, event::Recorded, milestones::Facts},
    intake::kind::{Kind, Mood},
    reference::Reference,
    slug::Slug,
};
use serde::Deserialize;

use crate::store::{Database, Result, case::events, list, statement, unreadable};

#[derive(Deserialize)]
struct Row {
    reference: Reference,
    kind: Kind,
    service: Option<Slug>,
    language: String,
    mood: Option<Mood>,
    elapsed_ms: Option<u32>,
}

/// Returns the cases that an entity has or had, or all cases, if they were received before `until`
/// and changed since `since`; `None` if there are more than `at_most`.
pub(crate) async fn changed(
    db: &Database,
    entity: Option<&Slug>,
    [since, until]: [Timestamp; 2],
    at_most: u32,
) -> Result<Option<Vec<(Case, Facts)>>> {
    let held = "SELECT p.reference, p.kind, p.service, p.language, p.mood, p.elapsed_ms
                FROM entities e CROSS JOIN participations p INDEXED BY participations_by_change
                WHERE p.turn = e.id AND p.updated_at >= :since AND p.received_at < :until
                      AND p.is_test = 0 AND (:entity IS NULL OR e.id = :entity)
                LIMIT :limit";
    let passed_on = "SELECT p.reference, p.kind, p.service, p.language, p.mood, p.elapsed_ms
                     FROM hands h CROSS JOIN participations p ON p.reference = h.participation
                     WHERE h.entity = :entity AND p.updated_at >= :since
                           AND p.received_at < :until AND p.is_test = 0
                     LIMIT :limit";
    let values = || {
        [
            ("since", since.into()),
            ("until", until.into()),
            ("entity", entity.map(Slug::as_str).into()),
            ("limit", (at_most + 1).into()),
        ]
    };
    let statements = [held, passed_on].map(|sql| statement(db, sql, values()));
    let statements = statements.into_iter().collect::<Result<Vec<_>>>()?;
    let mut rows: BTreeMap<Reference, Row> = BTreeMap::new();
    for result in db.batch(statements).await? {
        rows.extend(result.results::<Row>()?.into_iter().map(|row| (row.reference, row)));
    }
    if rows.len() > usize::try_from(at_most).unwrap_or(usize::MAX) {
        return Ok(None);
    }
    told(db, rows.into_values().collect()).await.map(Some)
}

/// Replays cases from their histories.
async fn told(db: &Database, rows: Vec<Row>) -> Result<Vec<(Case, Facts)>> {
    let references: Vec<_> = rows.iter().map(|row| row.reference.digits()).collect();
    let sql = "SELECT participation AS reference, sequence, at, actor, what, stage, entity,
                      content_digest, previous, hash
               FROM json_each(:references) CROSS JOIN events ON participation = value";
    let values = [("references", list(&references)?.into())];
    let mut events: Vec<Recorded> = statement(db, sql, values)?.run().await?.results()?;
    events.sort_by_key(|event| event.sequence);
    let mut histories: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for event in events {
        histories.entry(event.reference.clone()).or_default().push(event);
    }
    let told = |row: Row| {
        let history = histories.get(row.reference.digits()).map(Vec::as_slice).unwrap_or_default();
        let case = Case::tell(&events::read(history, row.kind)?);
        let case = case.map_err(|_| unreadable("a history"))?;
        let Row { service, language, mood, elapsed_ms, .. } = row;
        Ok((case, Facts { service, language, mood, elapsed_ms }))
    };
    rows.into_iter().map(told).collect()
}
