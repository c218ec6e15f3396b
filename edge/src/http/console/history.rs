//! `GET /console/api/cases/{reference}/history`: the event chain, as stored.

use std::collections::BTreeMap;

use axum::{Extension, Json};
use domain::{access::security_event::Incident, reference::Reference, wire::console::History};

use super::{opened::Opened, view};
use crate::{
    error::ApiError,
    platform::clock::later,
    request::{path::Path, session::SignedIn},
    state::App,
    store::{self, case::detail::Dossier},
};

/// Seconds within which reasons that are shown again count as read once.
const SPELL: i64 = 60 * 60;

/// Returns the events, and logs that they were taken out. Also returns the head stored with the
/// participation, and whether the stored content is what the events' digests say. The scores of
/// others are hidden as in the view of the case. The reasons of moves are content, so that the
/// person has read them is recorded.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
) -> Result<Json<History>, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    let db = app.db()?;
    let (cause, taken_out) = (who.cause(), vec![Incident::Exported { reference }]);
    store::access::security_events::caused(&db, &cause, taken_out, app.now)?.run().await?;
    let names = store::case::detail::names(&db, &opened.people()).await?;
    let sees = view::sees_scores(&opened.seen.case, &who.person.id);
    let exchanged = opened.dossier.first_exchanged();
    let reasons = reasons(&opened);
    if !reasons.is_empty() {
        let (id, times) = (&who.person.id, [app.now, later(app.now, -SPELL)]);
        store::case::detail::note_excerpts(&db, &[reference], id, times).await?;
    }
    let Dossier { mut events, row, .. } = opened.dossier;
    let mut withheld = Vec::new();
    for event in events.iter_mut().filter(|_| !sees) {
        if event.withhold_scores() {
            withheld.push(event.sequence);
        }
    }
    Ok(Json(History { events, withheld, head: row.head, exchanged, reasons, names }))
}

/// Returns the reasons that were given for moving the case, by the event's sequence.
fn reasons(opened: &Opened) -> BTreeMap<u32, String> {
    let history = &opened.seen.history;
    let moves = history.windows(2).filter(|pair| pair[0].entity != pair[1].entity);
    let moves: Vec<u32> = moves.map(|pair| pair[1].sequence).collect();
    let said = opened.dossier.messages.iter().filter_map(|message| {
        let sequence = message.sequence.filter(|sequence| moves.contains(sequence))?;
        Some((sequence, message.text.clone()))
    });
    said.filter(|(_, text)| !text.is_empty()).collect()
}
