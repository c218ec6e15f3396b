//! Removes uploads that nobody sent with a participation, with all that they left in the media store.

use crate::{
    error::ApiError,
    media::{self, later},
    state::App,
    store,
};

/// How long past its expiry an upload is left alone, in seconds: longer than any request that found it in time.
const GRACE: i64 = 60 * 60;

/// How many are looked up at once, and how often, so that one run has an end.
const AT_ONCE: u32 = 50;
const ROUNDS: usize = 20;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let mut swept = 0;
    for _ in 0..ROUNDS {
        let expired = store::uploads::expired(&db, later(app.now, -GRACE), AT_ONCE).await?;
        if expired.is_empty() {
            break;
        }
        for row in &expired {
            media::discard(app, row).await?;
        }
        swept += expired.len();
    }
    Ok(swept)
}
