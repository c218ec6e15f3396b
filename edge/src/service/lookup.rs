//! Looking a participation up by its number, without letting anyone try numbers out.
//!
//! Eleven of the twelve digits are drawn at random. With a million participations one number in 100,000 is taken, so that a hundred misses a
//! day find one in three years. A hundred is what an address may miss, or with IPv6 a network of 48 bits, the most that one customer is given;
//! whoever has a thousand of these finds one a day. What is found is its public status alone: no word of what was said, and nobody's name.
//! A tracking key has 128 random bits: nobody ever finds one.

use domain::reference::Reference;
use http::HeaderMap;

use crate::{
    error::ApiError,
    request::client_id,
    state::App,
    store::{
        self,
        limits::{self, Counter},
        participations::Whole,
    },
};

/// What misses are counted as.
const MISS: &str = "miss";

/// The participation with this number, if there is one.
pub(crate) async fn find(
    app: &App,
    headers: &HeaderMap,
    reference: Reference,
) -> Result<Option<Whole>, ApiError> {
    let (client, day) = (client_id::network_hash(app, headers), app.day());
    let counter = Counter { client: &client, day: &day, what: MISS };
    let (whole, misses) = store::participations::guessed(&app.db()?, reference, &counter).await?;
    if misses >= app.config.limits.misses_per_client {
        return Err(ApiError::TooMany(app.seconds_left_today()));
    }
    if whole.is_none() {
        missed(app, headers).await?;
    }
    Ok(whole)
}

/// Remembers that someone guessed wrong, a number or a key.
pub(crate) async fn missed(app: &App, headers: &HeaderMap) -> Result<(), ApiError> {
    let (client, day) = (client_id::network_hash(app, headers), app.day());
    limits::increment(&app.db()?, &Counter { client: &client, day: &day, what: MISS })?
        .run()
        .await?;
    Ok(())
}
