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
    },
    state::App,
    store::{self, case::cases::Told},
};

/// Number of cases in one run. Each costs half a dozen statements, and an invocation may run a
/// thousand.
const AT_ONCE: u32 = 80;

/// Maximum of steps that one case can have missed: three levels of four timers.
const DEEDS: usize = 12;

/// Delay until a case whose replay or action failed is tried again, in seconds.
const LATER: i64 = 24 * 60 * 60;

pub(crate) async fn wake(app: &App) -> Result<usize, ApiError> {
    let awake = store::case::cases::awake(&app.db()?, app.now, AT_ONCE).await?;
    let mut done = 0;
    for reference in awake {
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
                    [app.now, later(app.now, LATER)],
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
