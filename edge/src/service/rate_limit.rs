//! Rate limiting: above the soft limit a request needs a proof of work, above the hard limit it's
//! refused.

use domain::{
    intake::{
        proof::{self, CHALLENGE_AGE, Difficulty},
        rate_limit::{Limit, Verdict},
    },
    wire,
};

use crate::{
    error::ApiError,
    platform::{clock::later, random},
    state::App,
};

/// Kind of client, which decides what can be demanded above the soft limit.
#[derive(Clone, Copy)]
pub(crate) enum ClientKind<'a> {
    /// Program, with the header `Proof` if it sent one.
    Program(Option<&'a str>),
    /// Plain form, which can't compute a proof of work. Only the hard limit applies to it.
    Form,
}

/// Valid proof of work, which the request spends.
#[derive(Clone, Copy)]
pub(crate) struct SolvedChallenge<'a> {
    pub(crate) id: &'a str,
    /// Difficulty that is required at the moment.
    asked: Difficulty,
}

/// Checks the counts of a request against the limits. For a program above a soft limit, returns its
/// valid proof of work.
///
/// # Errors
///
/// Returns a challenge if the proof is missing or invalid, and an error above the hard limit.
pub(crate) fn pass<'a>(
    app: &App,
    client: &str,
    passport: ClientKind<'a>,
    counts: &[(Limit, u32)],
) -> Result<Option<SolvedChallenge<'a>>, ApiError> {
    let verdict =
        counts.iter().map(|(limit, count)| limit.judge(*count)).max().unwrap_or(Verdict::Welcome);
    match (verdict, passport) {
        (Verdict::Welcome, _) | (Verdict::Proof(_), ClientKind::Form) => Ok(None),
        (Verdict::TooMany, _) => Err(ApiError::TooMany(app.seconds_left_today())),
        (Verdict::Proof(asked), ClientKind::Program(given)) => {
            let checked = given.and_then(|given| {
                proof::check(&app.config.link_secret, client, given, asked, app.now).ok()
            });
            checked
                .map(|id| Some(SolvedChallenge { id, asked }))
                .ok_or_else(|| challenge(app, client, asked).unwrap_or_else(|error| error))
        }
    }
}

/// Returns a new challenge, no easier than the one whose proof was used before.
pub(crate) fn again(
    app: &App,
    client: &str,
    spent: SolvedChallenge<'_>,
) -> Result<ApiError, ApiError> {
    challenge(app, client, spent.asked)
}

/// Returns the time until which a spent proof must be remembered.
pub(crate) fn memory(app: &App) -> domain::Timestamp {
    later(app.now, CHALLENGE_AGE)
}

fn challenge(app: &App, client: &str, difficulty: Difficulty) -> Result<ApiError, ApiError> {
    let expires_at = later(app.now, CHALLENGE_AGE);
    let token =
        proof::challenge(&app.config.link_secret, client, random::draw()?, difficulty, expires_at);
    Ok(ApiError::ProofRequired(wire::Challenge {
        token,
        difficulty: difficulty.bits(),
        expires_at,
    }))
}
