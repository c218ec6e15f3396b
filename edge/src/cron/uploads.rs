//! Job that removes expired uploads that no participation took, with all their media. A failure is
//! logged, and left to the next run.

use crate::{
    error::ApiError, media, middleware::access_log, platform::clock::later, state::App, store,
};

/// Time after its expiry during which an upload stays, in seconds. No request that found it in time
/// lasts longer.
const GRACE: i64 = 60 * 60;

/// Number of uploads that are looked up at once.
const AT_ONCE: u32 = 100;
/// Number of such pages in one run, so that a run has an end.
const ROUNDS: usize = 20;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut swept, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let expired = store::media::uploads::expired(
            &db,
            later(app.now, -GRACE),
            &store::list(&stuck)?,
            AT_ONCE,
        )
        .await?;
        if expired.is_empty() {
            break;
        }
        match media::discard_all(app, &expired).await {
            Ok(()) => swept += expired.len(),
            Err(error) => {
                access_log::failed("uploads", &error);
                stuck.extend(expired);
            }
        }
    }
    Ok(swept)
}
