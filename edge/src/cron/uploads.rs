//! Removes uploads that nobody sent with a participation, with all that they left in the media store. What fails is left for the next run, and
//! holds nothing up.

use crate::{
    error::ApiError,
    media::{self, later},
    state::App,
    store::{self, uploads::Expired},
};

/// How long past its expiry an upload is left alone, in seconds: longer than any request that found it in time.
const GRACE: i64 = 60 * 60;

/// How many are looked up at once, and how often, so that one run has an end.
const AT_ONCE: u32 = 100;
const ROUNDS: usize = 20;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let (mut swept, mut last) = (0, Expired::default());
    for _ in 0..ROUNDS {
        let mut expired = store::uploads::expired(&db, later(app.now, -GRACE), &last, AT_ONCE).await?;
        let ids: Vec<&str> = expired.iter().map(|upload| upload.id.as_str()).collect();
        match media::discard_all(app, &ids).await {
            Ok(()) => swept += ids.len(),
            Err(error) => worker::console_error!("uploads: {} are left for the next run: {error}", ids.len()),
        }
        match expired.pop() {
            Some(row) => last = row,
            None => break,
        }
    }
    Ok(swept)
}
