//! `GET /console/api/security-events`: the log of security events, for auditors.

use axum::{Extension, Json};
use domain::{
    access::{policy::Permission, security_event::Cause},
    staff::StaffId,
    wire::console::{SECURITY_PAGE, SecurityEntry, SecurityEvents},
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    request::{query::CallQuery, session::SignedIn},
    state::App,
    store,
};

/// Query of the address: the position before which the page ends.
#[derive(Deserialize)]
pub(crate) struct Address {
    before: Option<u64>,
}

/// Returns a page of the log, the latest entry first.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(Address { before }): CallQuery<Address>,
) -> Result<Json<SecurityEvents>, ApiError> {
    who.require(Permission::SeeSecurityEvents)?;
    let db = app.db()?.any_replica();
    let events = store::access::security_events::page(&db, before, SECURITY_PAGE).await?;
    let names = store::case::detail::names(&db, &people(&events)).await?;
    let is_full = events.len() == SECURITY_PAGE as usize;
    let next = events.last().map(|last| last.id).filter(|_| is_full);
    Ok(Json(SecurityEvents { events, next, names }))
}

/// Returns everyone whom the entries name.
fn people(events: &[SecurityEntry]) -> Vec<&StaffId> {
    let causes = events
        .iter()
        .filter_map(|event| if let Cause::Staff(id) = &event.by { Some(id) } else { None });
    let others = events.iter().flat_map(|event| event.what.staff());
    let mut people: Vec<_> = causes.chain(others).collect();
    people.sort_unstable();
    people.dedup();
    people
}
