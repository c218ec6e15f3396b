//! Look-up of a participation by its reference, protected against guessing.
//!
//! Eleven of the twelve digits are random. With a million participations one reference in 100,000
//! exists, so a hundred wrong guesses a day find one in three years. A hundred is the limit for an
//! address, or with IPv6 for a /48 network, the largest that one customer is given; an attacker
//! with a thousand of these finds one a day. The finder sees only the public status: no word of the
//! content, and no name. A tracking key has 128 random bits and can't be guessed.
//!
//! The right key is always accepted, so that whoever shares a network with an attacker keeps access
//! to what is theirs; so is the right one-time code. The fragment of a link never arrives, so a
//! page that is refused still tries the key in it (`pages::participation::withheld`). A wrong guess
//! is counted in the batch that reads, so that no number of simultaneous guesses gets more answers
//! than the limit.

use domain::reference::Reference;

use crate::{
    error::ApiError,
    request::{client_id::Client, tracking_key::SentTrackingKey},
    service::status,
    state::App,
    store::{
        self,
        intake::{limits::Counter, participations::Whole},
    },
};

/// Counter name for wrong guesses.
const MISS: &str = "miss";

/// Counter name for requests that name a contact. Many people share an address of a phone network:
/// what they ask for may not use up their guesses.
const ASK: &str = "ask";

/// Proof that a look-up brings besides the reference.
#[derive(Clone, Copy)]
pub(crate) enum Claim<'a> {
    /// Tracking key; without one, only the reference may be wrong.
    Key(&'a SentTrackingKey),
    /// Nothing: the public status is asked for.
    Reference,
    /// Contact, which is checked later. Each is counted, so that the count tells nothing.
    Contact,
    /// One-time code, which is checked later and guarded by its own attempts. Only the reference
    /// may be wrong.
    Code,
}

/// Participation that was looked up.
pub(crate) struct Found {
    pub(crate) whole: Whole,
    /// `true` if the tracking key opens it; `None` without a key.
    pub(crate) is_opened: Option<bool>,
}

/// Returns the participation with this reference, if it exists. A wrong guess is counted.
///
/// # Errors
///
/// [`ApiError::TooMany`] above the limit of wrong guesses, unless the key is right.
pub(crate) async fn find(
    app: &App,
    client: &Client,
    reference: Reference,
    claim: Claim<'_>,
) -> Result<Option<Found>, ApiError> {
    let (network, day) = (client.network_hash(app), app.day());
    let limits = &app.config.limits;
    let (what, limit, key_hash) = match claim {
        Claim::Key(key) => (MISS, limits.misses_per_client, key.hash()),
        Claim::Contact => (ASK, limits.asks_per_client, Some(String::new())),
        Claim::Reference | Claim::Code => (MISS, limits.misses_per_client, None),
    };
    let counter = Counter { client: &network, day: &day, what };
    let (whole, misses) = store::intake::participations::guessed(
        &app.db()?,
        reference,
        key_hash.as_deref(),
        &counter,
        limit,
    )
    .await?;
    let whole = match whole {
        Some(whole) => Some(status::told(app, whole).await?),
        None => None,
    };
    let found = whole.map(|whole| {
        let is_opened = match claim {
            Claim::Key(key) => key.opens(&whole.row),
            Claim::Reference | Claim::Contact | Claim::Code => None,
        };
        Found { whole, is_opened }
    });
    let guess = match (&found, claim) {
        (Some(Found { is_opened: Some(true), .. }), _) => Guess::Proven,
        (Some(Found { is_opened: None, .. }), Claim::Key(_) | Claim::Reference | Claim::Code) => {
            Guess::Right
        }
        _ => Guess::Counted,
    };
    if guess.is_refused(misses, limit) {
        Err(ApiError::TooMany(app.seconds_left_today()))
    } else {
        Ok(found)
    }
}

/// Outcome of a guess.
#[derive(Clone, Copy)]
enum Guess {
    /// The tracking key is right.
    Proven,
    /// The reference exists, and no key was sent.
    Right,
    /// Wrong, or treated so; it is among the counted ones.
    Counted,
}

impl Guess {
    /// Returns whether a guess gets no answer, by the number of wrong ones.
    const fn is_refused(self, misses: u32, limit: u32) -> bool {
        match self {
            Self::Proven => false,
            Self::Right => misses >= limit,
            Self::Counted => misses > limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Guess;

    #[test]
    fn the_right_key_is_accepted_however_many_guesses_were_wrong() {
        assert!(!Guess::Proven.is_refused(u32::MAX, 5));
    }

    #[test]
    fn exactly_as_many_wrong_guesses_as_the_limit_are_answered() {
        assert!(!Guess::Counted.is_refused(5, 5) && Guess::Counted.is_refused(6, 5));
        assert!(!Guess::Right.is_refused(4, 5) && Guess::Right.is_refused(5, 5));
    }
}
