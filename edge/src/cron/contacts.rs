//! Job that reseals contacts under the current key.
//!
//! If a run is cut off, the next one continues. A contact that no key opens is logged and skipped.

use crate::{
    crypto::seal,
    error::ApiError,
    middleware::access_log,
    platform::clock::later,
    service::{
        contact,
        work::{self, Progress, Work},
    },
    state::App,
    store::{self, intake::participations},
};

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// Time for which a run's messages go on, in seconds: until the next run.
const GOES_ON: i64 = 55 * 60;

/// Reseals contacts, and hands what remains to the queue of work.
pub(crate) async fn rotate(app: &App) -> Result<usize, ApiError> {
    go_on(app, Progress { until: later(app.now, GOES_ON), stuck: Vec::new() }).await
}

/// Reseals contacts but for the stuck ones, and hands what remains to the queue of work.
pub(crate) async fn go_on(app: &App, progress: Progress) -> Result<usize, ApiError> {
    let db = app.db()?;
    let Progress { until, mut stuck } = progress;
    let mut turned = 0;
    for _ in 0..ROUNDS {
        let old = participations::sealed_otherwise(
            &db,
            &seal::current(&app.config.contact_keys),
            &store::list(&stuck)?,
            AT_ONCE,
        )
        .await?;
        if old.is_empty() {
            return Ok(turned);
        }
        let mut anew = Vec::with_capacity(old.len());
        for row in old {
            match contact::sealed_anew(app, &row.reference, &row.sealed()).await {
                Ok((sealed, codes)) => anew.push(row.replaced(sealed, codes)),
                Err(error) => {
                    access_log::failed("contacts", &error);
                    stuck.push(row.reference);
                }
            }
        }
        participations::replace_contacts(&db, &anew).await?;
        turned += anew.len();
    }
    if app.now < until {
        work::send(app, &[Work::Contacts(Progress { until, stuck })]).await?;
    }
    Ok(turned)
}
