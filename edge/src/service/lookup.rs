//! Look-up of a participation by its reference, protected against guessing.
//!
//! Eleven of the twelve digits are random. With a million participations one reference in 100,000
//! exists, so a hundred wrong guesses a day find one in three years. A hundred is the limit for an
//! address, or with IPv6 for a /48 network, the largest that one customer is given; an attacker
//! with a thousand of these finds one a day. The finder sees only the public status: no word of the
//! content, and no name. A tracking key has 128 random bits and can't be guessed.

use domain::reference::Reference;

use crate::{
    error::ApiError,
    request::client_id::Client,
    state::App,
    store::{
        self,
        intake::{
            limits::{self, Counter},
            participations::Whole,
        },
    },
};

/// Counter name for wrong guesses.
const MISS: &str = "miss";

/// Returns the participation with this reference, if it exists. A miss is counted.
pub(crate) async fn find(
    app: &App,
    client: &Client,
    reference: Reference,
) -> Result<Option<Whole>, ApiError> {
    let (network, day) = (client.network_hash(app), app.day());
    let counter = Counter { client: &network, day: &day, what: MISS };
    let (whole, misses) =
        store::intake::participations::guessed(&app.db()?, reference, &counter).await?;
    if misses >= app.config.limits.misses_per_client {
        return Err(ApiError::TooMany(app.seconds_left_today()));
    }
    if whole.is_none() {
        missed(app, client).await?;
    }
    Ok(whole)
}

/// Counts a wrong guess of a reference or a tracking key.
pub(crate) async fn missed(app: &App, client: &Client) -> Result<(), ApiError> {
    let (network, day) = (client.network_hash(app), app.day());
    limits::increment(&app.db()?, &Counter { client: &network, day: &day, what: MISS })?
        .run()
        .await?;
    Ok(())
}
