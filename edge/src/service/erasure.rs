//! Erasure of a participation by its author, and deletion of media to which no attachment refers
//! any more.
//!
//! The HTTP handler and the cron jobs call it.

use std::collections::BTreeSet;

use domain::{
    case::{
        erasure,
        event::{Actor, Event},
    },
    entity::hold::Hold,
    reference::Reference,
    sla::timers::Calendars,
};

use crate::{
    error::ApiError,
    live,
    service::{case::joined, entity_policies, notices, webhook},
    state::App,
    store::{
        self,
        case::{cases::Told, erasure::Standing, events::Entry},
    },
};

/// Number of attempts to erase.
const TRIES: usize = 3;

/// Number of media in a page.
const AT_ONCE: u32 = 100;

/// Number of pages in one run.
const ROUNDS: usize = 10;

/// Erases a participation and the suggestion paired with it, in one batch. Tries again if an event
/// was added meanwhile.
///
/// # Errors
///
/// [`ApiError::Busy`] if an event was added before each attempt.
pub(crate) async fn erase(app: &App, reference: Reference) -> Result<(), ApiError> {
    let db = app.db()?;
    let charters = entity_policies::all(app).await?;
    for _ in 0..TRIES {
        let standings = store::case::erasure::standings(&db, reference).await?;
        if standings.is_empty() {
            return Ok(());
        }
        let mut events = Vec::new();
        for standing in &standings {
            let reference = standing.head.reference;
            let told = store::case::cases::tell(&db, reference).await?;
            let day = told.as_ref().map(|told| {
                let home = charters.calendar(told.case.clocks.home());
                home.local(app.now.max(standing.head.last_at)).date()
            });
            let event = erasure::erase(&standing.head, Actor::Customer, app.now, day);
            events.push((event, told));
        }
        let entries: Vec<_> = events
            .iter()
            .map(|(event, told)| entry(event, told.as_ref(), app.config.hold))
            .collect();
        // What waited for the answer of this one is answered by itself again.
        let erased: BTreeSet<_> = events.iter().map(|(event, _)| event.reference).collect();
        let mut parted = joined::part_all(app, &db, erased, &charters).await?;
        let mut batch = store::case::erasure::erase(&db, &entries)?;
        batch.append(&mut parted.statements);
        match db.batch(batch).await {
            Ok(_) => {
                notices::dispatch(app, &parted.notices).await;
                parted.signals.extend(standings.iter().filter_map(Standing::signal));
                let told = parted.signals.iter().map(|signal| signal.reference).collect();
                webhook::dispatch(app, told).await;
                live::tell(app, parted.signals).await;
                return Ok(());
            }
            Err(error) if error.constraint().is_some() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::Busy)
}

/// Returns the event of an erasure, with what it changes in the figures. Of a test nothing is told.
fn entry<'a>(event: &'a Event, told: Option<&Told>, hold: Hold) -> Entry<'a> {
    let after = told.and_then(|told| Some((told, told.case.after(event).ok()?)));
    match after {
        Some((told, after)) => Entry::counted(event, Some(&told.case), &after, &told.facts, hold),
        None => Entry::uncounted(event),
    }
}

/// Deletes media to which no attachment refers, and returns their number. The next run deletes the
/// rest.
pub(crate) async fn remove_media(app: &App) -> Result<usize, ApiError> {
    let (db, media) = (app.db()?, app.media()?);
    let mut removed = 0;
    for _ in 0..ROUNDS {
        let keys = store::case::erasure::garbage(&db, AT_ONCE).await?;
        if keys.is_empty() {
            break;
        }
        let list = store::list(&keys)?;
        removed += keys.len();
        media.delete_multiple(keys).await?;
        store::case::erasure::forget_garbage(&db, &list).await?;
    }
    Ok(removed)
}
