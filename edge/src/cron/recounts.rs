//! Job that recomputes the open timers of entities whose calendar has changed.
//!
//! If a run is cut off, the next one continues. A case with a newer event is skipped, since that
//! event has recomputed its timers.

use domain::entity::policy::EntityPolicies;

use crate::{
    error::ApiError,
    middleware::access_log,
    service::{case, entity_policies},
    state::App,
    store::{
        self,
        case::recounts::{Open, Recount},
    },
};

/// Number of cases that are read and written at once.
const AT_ONCE: u32 = 100;
/// Number of such pages in one run.
const ROUNDS: usize = 50;

pub(crate) async fn count(app: &App) -> Result<usize, ApiError> {
    let due = store::case::recounts::due(&app.db()?, app.now).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let (charters, mut counted) = (entity_policies::all(app).await?, 0);
    for recount in due {
        counted += count_one(app, recount, &charters).await?;
    }
    Ok(counted)
}

async fn count_one(
    app: &App,
    mut recount: Recount,
    charters: &EntityPolicies,
) -> Result<usize, ApiError> {
    let (db, mut counted) = (app.db()?, 0);
    for _ in 0..ROUNDS {
        let page = store::case::recounts::page(&db, &recount, AT_ONCE).await?;
        let Some(Open { reference: last, .. }) = page.last() else {
            store::case::recounts::done(&db, &recount).await?;
            break;
        };
        let mut told = Vec::with_capacity(page.len());
        for open in &page {
            match &open.case {
                Ok(case) => told.push((case, case::times(case, charters))),
                // One failed case doesn't stop the others.
                Err(error) => access_log::failed(&format!("case {}", open.reference), error),
            }
        }
        store::case::recounts::advance(&db, &mut recount, *last, &told).await?;
        counted += told.len();
    }
    Ok(counted)
}
