//! `POST /console/api/entities/{entity}/past-cases`: the import of cases that an entity had handled
//! before.
//!
//! A row is a case of its own: one that can't be read keeps no other out, and a repetition imports
//! nothing twice.

use std::collections::BTreeSet;

use axum::{Extension, Json};
use csv::ReaderBuilder;
use domain::{
    Date,
    access::{policy::Permission, security_event::Incident},
    case::{
        Case,
        import::{Circumstances, IMPORT_MAX, PastCase},
    },
    entity::policy::EntityPolicy,
    slug::Slug,
    wire::{
        DirectoryEntity,
        console::{ImportReport, PastCases, PastRow, RowReport, RowResult},
    },
};

use crate::{
    directory,
    error::ApiError,
    platform::random,
    request::{
        freshness::Freshness,
        json::{JsonBody, LONG_BODY_MAX},
        path::Path,
        session::SignedIn,
    },
    service::entity_policies,
    state::App,
    store,
};

/// Cases in one batch of the store.
const BATCH: usize = 50;

/// Imports up to [`IMPORT_MAX`] rows, or says what would become of them.
#[worker::send]
pub(crate) async fn import(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    freshness: Freshness,
    sent: JsonBody<PastCases, LONG_BODY_MAX>,
) -> Result<Json<ImportReport>, ApiError> {
    who.require(Permission::ChangeSettings(&entity))?;
    let PastCases { csv, from, dry_run } = sent.read().await?;
    let known = directory::entity(&app, entity.as_str(), freshness.changed).await?;
    let policies = entity_policies::all(&app).await?;
    let policy = policies.of(&entity);
    let (rows, next) = rows(&csv, from)?;
    let today = policy.calendar.local(app.now).date();
    let parsed: Vec<_> =
        rows.into_iter().map(|row| (row.id.clone(), parse(&row, today, &known))).collect();
    let db = app.db()?;
    let references: Vec<_> = parsed
        .iter()
        .filter_map(|(_, case)| Some(case.as_ref().ok()?.reference(&entity)))
        .collect();
    let mut there: BTreeSet<_> =
        store::intake::past_cases::there(&db, &references).await?.into_iter().collect();
    let (mut reports, mut new) = (Vec::new(), Vec::new());
    for (place, (id, case)) in parsed.into_iter().enumerate() {
        let result = match case {
            Err(columns) => RowResult::Invalid { columns },
            Ok(case) => {
                let reference = case.reference(&entity);
                if there.insert(reference) {
                    new.push(case);
                    RowResult::New { reference }
                } else {
                    RowResult::There { reference }
                }
            }
        };
        reports.push(RowReport { row: from + place + 1, id, result });
    }
    if !dry_run {
        write(&app, &db, (&entity, policy), &who, new).await?;
    }
    Ok(Json(ImportReport { rows: reports, next, dry_run }))
}

/// Reads the rows of a file from a place on, and the place of those that are left.
fn rows(csv: &str, from: usize) -> Result<(Vec<PastRow>, Option<usize>), ApiError> {
    let csv = csv.trim_start_matches('\u{FEFF}');
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(csv.as_bytes());
    let mut rows = Vec::new();
    for row in reader.deserialize::<PastRow>().skip(from) {
        if rows.len() == IMPORT_MAX {
            return Ok((rows, Some(from + IMPORT_MAX)));
        }
        rows.push(row.map_err(|error| ApiError::Malformed(format!("the file: {error}")))?);
    }
    Ok((rows, None))
}

/// Parses a row. A service that the entity doesn't offer is refused too.
fn parse(row: &PastRow, today: Date, entity: &DirectoryEntity) -> Result<PastCase, Vec<String>> {
    let case = row.parse(today)?;
    match &case.service {
        Some(service) if entity.service(service.as_str()).is_none() => {
            Err(vec!["service".to_owned()])
        }
        _ => Ok(case),
    }
}

/// Writes cases, some in a batch. Each batch tells the log of security events of its cases.
async fn write(
    app: &App,
    db: &store::Database,
    (entity, policy): (&Slug, &EntityPolicy),
    who: &SignedIn,
    cases: Vec<PastCase>,
) -> Result<(), ApiError> {
    let mut read = Vec::new();
    for case in cases {
        let ended = policy.calendar.beginning(case.past.ended).unwrap_or(app.now);
        let salt = random::name()?;
        let person = &who.person.id;
        let circumstances = Circumstances { entity, policy, person, now: app.now, salt };
        let (participation, event) = case.import(circumstances);
        let case = Case::tell(std::slice::from_ref(&event))
            .map_err(|error| ApiError::Internal(error.to_string()))?;
        read.push((participation, event, case, ended));
    }
    for page in read.chunks(BATCH) {
        let mut batch = store::intake::past_cases::insert(db, page)?;
        let incident = Incident::Imported { entity: entity.clone(), count: page.len() };
        let cause = who.cause();
        let logged = vec![incident];
        batch.push(store::access::security_events::caused(db, &cause, logged, app.now)?);
        db.batch(batch).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_by_its_titles_in_any_order() {
        let file = "\u{FEFF}kind,id,ended\r\ncomplaint,1,2025-01-02\r\nsuggestion,\"2, b\",\r\n";
        let (read, next) = rows(file, 0).unwrap();
        assert_eq!((read.len(), next), (2, None));
        assert_eq!((&*read[1].id, &*read[1].kind, &*read[1].ended), ("2, b", "suggestion", ""));
        assert_eq!(rows(file, 1).unwrap().0.len(), 1);
    }

    #[test]
    fn a_long_file_is_taken_in_parts() {
        let file = format!("id\n{}", "7\n".repeat(IMPORT_MAX + 1));
        assert_eq!(rows(&file, 0).unwrap().1, Some(IMPORT_MAX));
        assert_eq!(rows(&file, IMPORT_MAX).unwrap().1, None);
    }
}
