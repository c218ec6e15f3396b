//! Who must do some work first, and whether they did.

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

/// What a request can show above the soft limit.
#[derive(Clone, Copy)]
pub(crate) enum ClientKind<'a> {
    /// A program's: the header `Proof`, if it sent one.
    Program(Option<&'a str>),
    /// A plain form's, which can't compute anything: for it the hard limit is the only one.
    Form,
}

/// A proof of work that holds, to be used up by what it was made for.
#[derive(Clone, Copy)]
pub(crate) struct SolvedChallenge<'a> {
    pub(crate) id: &'a str,
    /// What is asked for at the moment.
    asked: Difficulty,
}

/// Lets a request pass, or says what it takes.
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

/// Asks for a new proof, no easier, in the place of one that was used before.
pub(crate) fn again(
    app: &App,
    client: &str,
    spent: SolvedChallenge<'_>,
) -> Result<ApiError, ApiError> {
    challenge(app, client, spent.asked)
}

/// Until when a proof that is used now must be remembered.
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
