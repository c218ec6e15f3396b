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

use crate::store::{Database, Result, case::events, list, lower_bound, statement, unreadable};

#[derive(Deserialize)]
struct Row {
    reference: Reference,
    kind: Kind,
    service: Option<Slug>,
    language: String,
    mood: Option<Mood>,
    elapsed_ms: Option<u32>,
}

/// Cases that are looked for.
#[derive(Clone, Copy)]
pub(crate) enum Changed {
    /// Those received before the second time and changed since the first.
    Between([Timestamp; 2]),
    /// Those in which a day was planned for a suggestion or for an action. Nothing need have
    /// happened near that day.
    Planned,
}

/// Returns cases that an entity has or had, or those of all entities; `None` if there are more than
/// `at_most`.
pub(crate) async fn changed(
    db: &Database,
    entity: Option<&Slug>,
    changed: Changed,
    at_most: u32,
) -> Result<Option<Vec<(Case, Facts)>>> {
    let [since, until] = match changed {
        Changed::Between(times) => times,
        Changed::Planned => [Timestamp::MIN, Timestamp::MAX],
    };
    let with = match changed {
        Changed::Between(_) => "",
        Changed::Planned => {
            "AND EXISTS (SELECT 1 FROM events v WHERE v.participation = p.reference
                         AND v.what ->> 'verb' IN ('plan', 'act'))"
        }
    };
    let held = "SELECT p.reference, p.kind, p.service, p.language, p.mood, p.elapsed_ms
                FROM entities e CROSS JOIN participations p INDEXED BY participations_by_change
                WHERE p.turn = e.id AND p.updated_at >= :since AND p.received_at < :until
                      AND p.is_test = 0 AND (:entity IS NULL OR e.id = :entity) {with}
                LIMIT :limit";
    let passed_on = "SELECT p.reference, p.kind, p.service, p.language, p.mood, p.elapsed_ms
                     FROM hands h CROSS JOIN participations p ON p.reference = h.participation
                     WHERE h.entity = :entity AND p.updated_at >= :since
                           AND p.received_at < :until AND p.is_test = 0 {with}
                     LIMIT :limit";
    // An entity that returned a case is in no queue with it, and figures count the return there.
    let offered = "SELECT p.reference, p.kind, p.service, p.language, p.mood, p.elapsed_ms
                   FROM events v INDEXED BY events_by_offer
                        CROSS JOIN participations p ON p.reference = v.participation
                   WHERE substr(v.what, 1, 18) = '{\"verb\":\"transfer\"'
                         AND v.what ->> 'to' = :entity AND p.updated_at >= :since
                         AND p.received_at < :until AND p.is_test = 0 {with}
                   LIMIT :limit";
    let values = || {
        [
            ("since", lower_bound(since).into()),
            ("until", lower_bound(until).into()),
            ("entity", entity.map(Slug::as_str).into()),
            ("limit", (at_most + 1).into()),
        ]
    };
    let statements =
        [held, passed_on, offered].map(|sql| statement(db, &sql.replace("{with}", with), values()));
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

/// Case with a corrective or preventive action whose next step is overdue.
#[derive(Deserialize)]
pub(crate) struct WithOverdueActions {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    pub(crate) received_at: Timestamp,
}

/// Returns the cases with an overdue action of which an entity has custody, or those of all
/// entities: the ones that `store::figures::overdue_actions` counts. `None` if there are more than
/// `at_most`. `today` is a civil date.
pub(crate) async fn with_overdue_actions(
    db: &Database,
    entity: Option<&Slug>,
    today: &str,
    at_most: u32,
) -> Result<Option<Vec<WithOverdueActions>>> {
    let sql = "SELECT p.reference, p.kind, p.received_at
               FROM entities e CROSS JOIN participations p INDEXED BY participations_by_action
               WHERE p.turn = e.id AND p.action_due < :today
                     AND (:entity IS NULL OR e.id = :entity)
               LIMIT :limit";
    let values = [
        ("today", today.into()),
        ("entity", entity.map(Slug::as_str).into()),
        ("limit", (at_most + 1).into()),
    ];
    let rows: Vec<WithOverdueActions> = statement(db, sql, values)?.run().await?.results()?;
    let is_too_long = rows.len() > usize::try_from(at_most).unwrap_or(usize::MAX);
    Ok((!is_too_long).then_some(rows))
}
