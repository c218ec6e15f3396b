//! Removes uploads that nobody sent with a participation, with all that they left in the media store. What fails is left for the next run, and
//! holds nothing up.

use crate::{
    error::ApiError, media, middleware::access_log, platform::clock::later, state::App, store,
};

/// How long past its expiry an upload is left alone, in seconds: longer than any request that found it in time.
const GRACE: i64 = 60 * 60;

/// How many are looked up at once, and how often, so that one run has an end.
const AT_ONCE: u32 = 100;
const ROUNDS: usize = 20;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut swept, mut stuck) = (0, Vec::new());
    for _ in 0..ROUNDS {
        let expired =
            store::uploads::expired(&db, later(app.now, -GRACE), &store::list(&stuck)?, AT_ONCE)
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
