//! Job that recomputes the open timers of entities whose calendar has changed.
//!
//! A run has a budget of pages and time, and the entities take turns: one with many cases, or with
//! a calendar that takes long, delays neither the others nor the next run. If a run is cut off, the
//! next one continues. A case with a newer event is skipped, since that event has recomputed its
//! timers.

use std::collections::VecDeque;

use domain::entity::policy::EntityPolicies;

use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock,
    service::entity_policies,
    state::App,
    store::{
        self,
        case::recounts::{Open, Recount},
    },
};

/// Number of cases that are read and written at once.
const AT_ONCE: u32 = 100;
/// Number of such pages in one run, for all entities together.
const PAGES: usize = 50;
/// Time after which a run begins no further page, in milliseconds.
const BUDGET: i64 = 10_000;

pub(crate) async fn count(app: &App) -> Result<usize, ApiError> {
    let mut due = VecDeque::from(store::case::recounts::due(&app.db()?, app.now).await?);
    if due.is_empty() {
        return Ok(0);
    }
    let (charters, mut counted) = (entity_policies::all(app).await?, 0);
    let end = clock::now().as_millisecond() + BUDGET;
    for _ in 0..PAGES {
        let Some(mut recount) = due.pop_front() else { break };
        if clock::now().as_millisecond() >= end {
            break;
        }
        match count_page(app, &mut recount, &charters).await {
            Ok(Some(cases)) => {
                counted += cases;
                due.push_back(recount);
            }
            Ok(None) => {}
            // One entity's failure doesn't stop the others. The next run tries again.
            Err(error) => access_log::failed("recounts", &error),
        }
    }
    Ok(counted)
}

/// Recomputes a page of cases and returns their number; `None` after the last page.
async fn count_page(
    app: &App,
    recount: &mut Recount,
    charters: &EntityPolicies,
) -> Result<Option<usize>, ApiError> {
    let db = app.db()?;
    let page = store::case::recounts::page(&db, recount, AT_ONCE).await?;
    let Some(Open { reference: last, .. }) = page.last() else {
        store::case::recounts::done(&db, recount).await?;
        return Ok(None);
    };
    let mut told = Vec::with_capacity(page.len());
    for open in &page {
        match &open.case {
            Ok(case) => told.push((case, entity_policies::times(case, charters))),
            // One failed case doesn't stop the others.
            Err(error) => access_log::failed(&format!("case {}", open.reference), error),
        }
    }
    store::case::recounts::advance(&db, recount, *last, &told).await?;
    Ok(Some(told.len()))
}
