//! Who must do some work first, and whether they did.

use domain::{
    limit::{Limit, Verdict},
    proof::{self, CHALLENGE_AGE, Difficulty},
    wire,
};

use crate::{chance, error::ApiError, media::later, state::App};

/// What a request can show above the soft limit.
#[derive(Clone, Copy)]
pub(crate) enum Passport<'a> {
    /// A program's: the header `Proof`, if it sent one.
    Program(Option<&'a str>),
    /// A plain form's, which can't compute anything: for it the hard limit is the only one.
    Form,
}

/// Lets a request pass, or says what it takes. Gives the id of the proof that is used up by it.
pub(crate) fn pass<'a>(
    app: &App,
    client: &str,
    passport: Passport<'a>,
    counts: &[(Limit, u32)],
) -> Result<Option<&'a str>, ApiError> {
    let verdict = counts.iter().map(|(limit, count)| limit.judge(*count)).max().unwrap_or(Verdict::Welcome);
    match (verdict, passport) {
        (Verdict::Welcome, _) | (Verdict::Proof(_), Passport::Form) => Ok(None),
        (Verdict::TooMany, _) => Err(ApiError::TooMany(app.seconds_left_today())),
        (Verdict::Proof(difficulty), Passport::Program(given)) => {
            let checked = given.and_then(|given| proof::check(&app.config.link_secret, client, given, app.now).ok());
            checked.map(Some).ok_or_else(|| challenge(app, client, difficulty).unwrap_or_else(|error| error))
        }
    }
}

/// Asks for a new proof in the place of one that was used before.
pub(crate) fn again(app: &App, client: &str) -> Result<ApiError, ApiError> {
    challenge(app, client, Difficulty::raised(0))
}

/// Until when a proof that is used now must be remembered.
pub(crate) fn memory(app: &App) -> domain::Timestamp {
    later(app.now, CHALLENGE_AGE)
}

fn challenge(app: &App, client: &str, difficulty: Difficulty) -> Result<ApiError, ApiError> {
    let expires_at = later(app.now, CHALLENGE_AGE);
    let token = proof::challenge(&app.config.link_secret, client, chance::draw()?, difficulty, expires_at);
    Ok(ApiError::ProofRequired(wire::Challenge { token, difficulty: difficulty.bits(), expires_at }))
}
