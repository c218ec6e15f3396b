//! Does to each case what its time has come for, however late: all that it has missed, each once.

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
    store::{self, cases::Told},
};

/// How many in one run: each costs half a dozen statements, and an invocation has a thousand.
const AT_ONCE: u32 = 80;

/// What one case misses at most: three levels of four clocks.
const DEEDS: usize = 12;

/// When a case that can't be told is looked at again, in seconds.
const LATER: i64 = 24 * 60 * 60;

pub(crate) async fn wake(app: &App) -> Result<usize, ApiError> {
    let awake = store::cases::awake(&app.db()?, app.now, AT_ONCE).await?;
    let mut done = 0;
    for reference in awake {
        match wake_one(app, reference).await {
            Ok(deeds) => done += deeds,
            // Something else has happened to it meanwhile, and has said when to look again.
            Err(ApiError::Refused(_)) => {}
            // The others don't wait for this one.
            Err(error) => {
                access_log::failed(&format!("case {reference}"), &error);
                store::cases::put_off(&app.db()?, reference, [app.now, later(app.now, LATER)])
                    .await?;
            }
        }
    }
    Ok(done)
}

async fn wake_one(app: &App, reference: Reference) -> Result<usize, ApiError> {
    let (db, charters) = (app.db()?, entity_policies::all(app).await?);
    for done in 0..DEEDS {
        let Some(Told { case, .. }) = store::cases::tell(&db, reference).await? else {
            return Ok(done);
        };
        match case.alarm(&charters) {
            Some((at, deed)) if at <= app.now => {
                case::act(app, reference, &Command::plain(Actor::System, deed), By::Clock).await?;
            }
            next => {
                store::cases::sleep(&db, reference, &case.standing.head, next.map(|(at, _)| at))
                    .await?;
                return Ok(done);
            }
        }
    }
    Ok(DEEDS)
}
