//! Job that applies due timers to cases. However late it runs, each missed step is applied once.

use domain::{
    case::{Command, event::Actor},
    reference::Reference,
};

use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock::later,
    service::{
        case::{self, By},
        entity_policies,
        work::{self, Work},
    },
    state::App,
    store::{self, case::cases::Told},
};

/// Number of cases that a run wakes by itself. Each costs half a dozen statements, and an
/// invocation may run a thousand.
const AT_ONCE: usize = 80;

/// Number of cases in a message; the consumer takes eight messages at once.
const IN_MESSAGE: usize = 10;

/// Number of due cases that are read, and handed out, at once.
const LISTED: u32 = 1_000;

/// Number of such lists in one run.
const LISTS: usize = 50;

/// Time after which a case that was handed out counts as due again, in seconds.
const LEASE: i64 = 15 * 60;

/// Maximum of steps that one case can have missed: three levels of four timers.
const DEEDS: usize = 12;

/// Delay until a case whose replay or action failed is tried again, in seconds.
const LATER: i64 = 24 * 60 * 60;

/// Wakes due cases: the first ones itself, the others by messages.
pub(crate) async fn wake(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let mut due = store::case::cases::awake(&db, app.now, LISTED).await?;
    let mut rest = due.split_off(due.len().min(AT_ONCE));
    if !rest.is_empty() {
        store::case::cases::lease(&db, &due, [app.now, later(app.now, LEASE)]).await?;
    }
    for _ in 0..LISTS {
        if rest.is_empty() {
            break;
        }
        hand_out(app, &rest).await?;
        rest = store::case::cases::awake(&db, app.now, LISTED).await?;
    }
    wake_all(app, due).await
}

/// Sends messages for cases, which aren't due until these should have arrived.
async fn hand_out(app: &App, cases: &[Reference]) -> Result<(), ApiError> {
    let times = [app.now, later(app.now, LEASE)];
    store::case::cases::lease(&app.db()?, cases, times).await?;
    let work = cases.chunks(IN_MESSAGE).map(|cases| Work::Cases(cases.to_vec()));
    work::send(app, &work.collect::<Vec<_>>()).await
}

/// Applies due timers to these cases, and returns the number of actions.
pub(crate) async fn wake_all(app: &App, cases: Vec<Reference>) -> Result<usize, ApiError> {
    let mut done = 0;
    for reference in cases {
        match wake_one(app, reference).await {
            Ok(deeds) => done += deeds,
            // Another event has been added meanwhile, and has set the time of the next wake-up.
            Err(ApiError::Refused(_)) => {}
            // One failed case doesn't stop the others.
            Err(error) => {
                access_log::failed(&format!("case {reference}"), &error);
                store::case::cases::put_off(
                    &app.db()?,
                    reference,
                    [later(app.now, LEASE), later(app.now, LATER)],
                )
                .await?;
            }
        }
    }
    Ok(done)
}

async fn wake_one(app: &App, reference: Reference) -> Result<usize, ApiError> {
    let (db, charters) = (app.db()?, entity_policies::all(app).await?);
    for done in 0..DEEDS {
        let Some(Told { case, .. }) = store::case::cases::tell(&db, reference).await? else {
            return Ok(done);
        };
        match case.alarm(&charters) {
            Some((at, deed)) if at <= app.now => {
                case::act(app, reference, &Command::plain(Actor::System, deed), By::Clock).await?;
            }
            next => {
                store::case::cases::sleep(
                    &db,
                    reference,
                    &case.standing.head,
                    next.map(|(at, _)| at),
                )
                .await?;
                return Ok(done);
            }
        }
    }
    Ok(DEEDS)
}
