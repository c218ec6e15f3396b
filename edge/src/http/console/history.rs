//! `GET /console/api/cases/{reference}/history`: the event chain, as stored.

use axum::{Extension, Json};
use domain::{
    access::security_event::{Cause, Incident},
    reference::Reference,
    wire::console::History,
};

use super::{opened::Opened, view};
use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    state::App,
    store::{self, case::detail::Dossier},
};

/// Returns the events, and logs that they were taken out. Also returns the head stored with the
/// participation, and whether the stored content is what the events' digests say. The scores of
/// others are hidden as in the view of the case.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
) -> Result<Json<History>, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    let db = app.db()?;
    let (cause, taken_out) =
        (Cause::Staff(who.person.id.clone()), vec![Incident::Exported { reference }]);
    store::access::security_events::caused(&db, &cause, taken_out, app.now)?.run().await?;
    let names = store::case::detail::names(&db, &opened.people()).await?;
    let sees = view::sees_scores(&opened.seen.case, &who.person.id);
    let exchanged = opened.dossier.first_exchanged();
    let Dossier { mut events, row, .. } = opened.dossier;
    let mut withheld = Vec::new();
    for event in events.iter_mut().filter(|_| !sees) {
        if event.withhold_scores() {
            withheld.push(event.sequence);
        }
    }
    Ok(Json(History { events, withheld, head: row.head, exchanged, names }))
}
